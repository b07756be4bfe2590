// The benchmark behind `tests/bench/apis`, which unpacks the renderers that this one is told of by environment variables.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import { basename, extname, join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { serve } from "../browser/support/server.mjs";
import { medians, versionOf } from "./harness/measure.mjs";
import { describe } from "./reference/describe.mjs";
import { operationOf, readDescription } from "./reference/operation.mjs";
import { build, pageOf, weigh } from "./reference/portal.mjs";
import { RENDERERS } from "./reference/renderers.mjs";
import { tell } from "./reference/tell.mjs";
import { summarise, verdicts } from "./reference/verdicts.mjs";
import { isReadableWithoutScript, visit } from "./reference/visit.mjs";

const say = (line) => process.stderr.write(`${line}\n`);

function setting() {
  const { values } = parseArgs({
    options: {
      description: { type: "string" },
      operation: { type: "string" },
      rounds: { type: "string", default: "3" },
      without: { type: "string", multiple: true, default: [] },
      site: { type: "string" },
      gate: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error("`--rounds` takes whole numbers from 1");
  const unknown = values.without.find((key) => !RENDERERS.some((renderer) => renderer.key === key));
  if (unknown) throw new Error(`\`--without\` takes one of ${RENDERERS.map(({ key }) => key).join(", ")}`);
  return {
    ...values,
    rounds,
    renderers: RENDERERS.filter(({ key }) => !values.without.includes(key)),
    program: resolve(process.env.PORTOLAN_BENCH_PORTOLAN),
    work: resolve(process.env.PORTOLAN_BENCH_WORK),
  };
}

/** The folder that is served: the packages and the description; pages of renderers are not on disk. */
function prepare({ work, description }) {
  const served = join(work, "served");
  rmSync(served, { recursive: true, force: true });
  mkdirSync(served, { recursive: true });
  symlinkSync(join(work, "packages"), join(served, "packages"));
  const name = `description${description ? extname(description) : ".json"}`;
  const file = join(served, name);
  if (description) cpSync(description, file);
  else writeFileSync(file, JSON.stringify(describe({ operations: 300, schemas: 300, seed: "portolan" })));
  return { served, name, file };
}

/** Builds the portal as often as there are rounds, or takes the site that is there. */
function portal({ site, program, work, rounds }, { served, file }) {
  const place = join(served, "portal");
  if (site) {
    if (!existsSync(site)) throw new Error(`there is no site in ${site}`);
    symlinkSync(site, place);
    return undefined;
  }
  if (!existsSync(program)) throw new Error("there is no release binary");
  const costs = Array.from({ length: rounds }, () => build(program, { description: file, work, site: place }));
  return { ...medians(costs), each: costs };
}

/** Lets the server read and compress everything before the first measured visit. */
async function warm(server, contenders) {
  for (const { address, html } of contenders) {
    for (const [, file] of (html ?? "").matchAll(/(?:src|href|spec-url)="([^"#]+)"/g)) await (await fetch(new URL(file, server.url))).arrayBuffer();
    await (await fetch(new URL(address, server.url))).arrayBuffer();
  }
  const ours = contenders[0];
  await visit(new URL(ours.address, server.url).href, ours.texts);
}

/** Every contender once, another one first in each round. */
async function round(server, contenders, number) {
  const found = {};
  for (const contender of [...contenders.slice(number % contenders.length), ...contenders.slice(0, number % contenders.length)]) {
    const { key, name, address, fragment, texts } = contender;
    const url = new URL(address, server.url);
    url.hash = fragment;
    try {
      found[key] = await visit(url.href, texts);
      say(`round ${number + 1}: ${name}: readable ${Math.round(found[key].readable)} ms, stable ${Math.round(found[key].stable)} ms`);
    } catch (error) {
      found[key] = { failed: error.message };
      say(`round ${number + 1}: ${name}: ${error.message}`);
    }
  }
  return found;
}

async function main() {
  const chosen = setting();
  const cores = os.availableParallelism();
  const load = os.loadavg()[0];
  if (load > cores / 4) say(`the machine is busy (load ${load.toFixed(1)} on ${cores} cores): trust the ratios, not the seconds`);
  const prepared = prepare(chosen);
  const read = readDescription(readFileSync(prepared.file, "utf8"));
  const operation = operationOf(read, chosen.operation);
  const description = {
    name: chosen.description ? basename(chosen.description) : "a made-up description",
    bytes: statSync(prepared.file).size,
    operations: read.operations.length,
  };
  const cost = portal(chosen, prepared);
  const site = join(prepared.served, "portal");
  const page = pageOf(site, operation);
  const weight = weigh(site);
  const html = readFileSync(join(site, page), "utf8");
  const missing = operation.texts.filter((text) => !html.includes(text));
  const contenders = [
    { key: "portolan", name: "portolan", address: `portal/${page}`, fragment: "", texts: operation.texts, showsOperation: true },
    ...chosen.renderers.map((renderer) => ({
      key: renderer.key,
      name: renderer.name,
      address: `${renderer.key}.html`,
      html: renderer.page(prepared.name, operation),
      fragment: renderer.fragment(operation),
      texts: renderer.showsOperation ? operation.texts : [operation.listed],
      showsOperation: renderer.showsOperation,
    })),
  ];
  const extra = new Map(contenders.slice(1).map(({ address, html: made }) => [address, made]));
  const server = await serve(prepared.served, { extra, gzip: true });
  const rounds = [];
  let withoutScript;
  try {
    await warm(server, contenders);
    await (await fetch(new URL(prepared.name, server.url))).arrayBuffer();
    withoutScript = await isReadableWithoutScript(new URL(contenders[0].address, server.url).href, operation.texts);
    for (let number = 0; number < chosen.rounds; number += 1) rounds.push(await round(server, contenders, number));
  } finally {
    await server.close();
  }

  const lines = summarise({ contenders, rounds });
  const judged = verdicts({ lines, operations: description.operations, weight, missing, withoutScript });
  const machine = { cores, cpu: os.cpus()[0].model, memory_gb: Math.round(os.totalmem() / 1e9), kernel: os.release(), node: process.version, load_at_start: load };
  const versions = { portolan: chosen.site ? null : versionOf([chosen.program, "--version"]) };
  const json = join(chosen.work, "result.json");
  writeFileSync(json, `${JSON.stringify({ version: 1, machine, versions, description, operation, page, cost, weight, lines, verdicts: judged, rounds }, null, 2)}\n`);
  console.log(`\n${tell({ description, operation, rounds: chosen.rounds, lines, cost, weight, judged })}`);
  say(`\nall figures of all rounds: ${json}`);
  if (chosen.gate && judged.some(({ met }) => !met)) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  console.error(`apis: ${error.message}`);
  process.exitCode = 2;
}

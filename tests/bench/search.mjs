// The benchmark behind `tests/bench/search`, which unpacks what this one is told of by environment variables.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { launch } from "../browser/support/chromium.mjs";
import { serve } from "../browser/support/server.mjs";
import { Draw } from "./company/draw.mjs";
import { versionOf } from "./harness/measure.mjs";
import { disagreements } from "./retrieval/agreement.mjs";
import { buildPortal, layOut, minisearch, pagefind, portolan, prepare } from "./retrieval/contenders.mjs";
import { writeCorpus } from "./retrieval/corpus/corpus.mjs";
import { drawQueries } from "./retrieval/queries.mjs";
import { askAll, latency, traffic } from "./retrieval/reader.mjs";
import { ndcgOf, rankOf, scoreOf } from "./retrieval/relevance.mjs";
import { tellSize, tellTopics, tellVerdicts } from "./retrieval/tell.mjs";
import { verdicts } from "./retrieval/verdicts.mjs";

const say = (line) => process.stderr.write(`${line}\n`);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const TIMED = 100;

function setting() {
  const { values } = parseArgs({
    options: {
      documents: { type: "string", multiple: true, default: ["2000", "10000"] },
      queries: { type: "string", default: "900" },
      seed: { type: "string", default: "portolan" },
      without: { type: "string", multiple: true, default: [] },
      json: { type: "string" },
      gate: { type: "boolean", default: false },
    },
  });
  const whole = (name, text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) throw new Error(`\`--${name}\` takes whole numbers from 1`);
    return value;
  };
  const unknown = values.without.find((key) => !["pagefind", "minisearch"].includes(key));
  if (unknown) throw new Error("`--without` takes pagefind or minisearch");
  const work = resolve(process.env.PORTOLAN_BENCH_WORK);
  return {
    sizes: values.documents.map((each) => whole("documents", each)).sort((a, b) => a - b),
    queries: whole("queries", values.queries),
    seed: values.seed,
    without: new Set(values.without),
    json: values.json ? resolve(values.json) : join(work, "result.json"),
    gate: values.gate,
    program: resolve(process.env.PORTOLAN_BENCH_PORTOLAN),
    crates: resolve(process.env.PORTOLAN_BENCH_CRATES),
    folders: (process.env.PORTOLAN_SEARCH_CORPUS ?? "").split(delimiter).filter(Boolean).map((folder) => resolve(folder)),
    work,
    packages: join(work, "packages"),
    served: join(work, "served"),
  };
}

/** Builds the portal and every index over its pages. */
async function contendersOf(chosen, input) {
  const place = { ...chosen, ...input };
  const built = buildPortal(place);
  say(`${input.label}: built the portal in ${built.cost.wall.toFixed(1)} s`);
  const prepared = await prepare(built.site, place);
  const made = [portolan(built, place)];
  if (!chosen.without.has("pagefind")) made.push(pagefind(prepared, place));
  if (!chosen.without.has("minisearch")) made.push(minisearch(prepared, place));
  const contenders = made.filter(Boolean);
  for (const { name, cost } of contenders) say(`${input.label}: ${name}: ${cost.cpu.toFixed(1)} s of CPU, ${Math.round(cost.peak_mb)} MB`);
  return { ...built, pages: prepared.pages, contenders };
}

/** Opens a browser and a server for some work. */
async function withReader({ served }, work) {
  const log = [];
  const extra = new Map([["blank.html", "<!doctype html><title>A page without anything</title>"]]);
  const server = await serve(served, { extra, gzip: true, heard: (answer) => log.push(answer) });
  const browser = await launch({ patience: 600_000 });
  try {
    return await work(browser, server, log);
  } finally {
    await browser.close();
    await server.close();
  }
}

const countOf = (values) => values.reduce((counts, value) => ({ ...counts, [value]: (counts[value] ?? 0) + 1 }), {});

async function measureSize(chosen, documents) {
  const label = String(documents);
  const repositories = join(chosen.work, `corpus-${label}`);
  const corpus = writeCorpus({ ...chosen, documents, out: repositories });
  const { site, pages, contenders, cost, report } = await contendersOf(chosen, { label, repositories });
  const queries = drawQueries(pages, { count: chosen.queries, seed: chosen.seed });
  const timed = new Draw(`timed ${chosen.seed}`).some(queries, TIMED).map(({ text }) => text);
  const misses = {};
  let otherwise;
  const lines = await withReader(chosen, async (browser, server, log) => {
    const measured = [];
    for (const contender of contenders) {
      const { key, name, size, cost: ownCost } = contender;
      const bytes = await traffic(browser, server, contender, log);
      const times = await latency(browser, server, contender, timed);
      const answers = await askAll(browser, server, contender, queries.map(({ text }) => text));
      const ranked = queries.map((query, at) => ({ ...query, rank: rankOf(answers[at].addresses, query.address), first: answers[at].addresses[0], failed: answers[at].failed }));
      const kinds = Object.keys(countOf(queries.map(({ kind }) => kind)));
      const of = (kind) => scoreOf(ranked.filter((each) => !kind || each.kind === kind).map(({ rank }) => rank));
      const scores = { all: of(), ...Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) };
      if (key === "portolan") otherwise = disagreements(chosen.program, site, queries.map(({ text }) => text), answers);
      misses[key] = ranked.filter(({ rank }) => rank !== 1);
      measured.push({ key, name, size, cost: ownCost, traffic: bytes, latency: times, scores });
      say(`${label}: ${name}: success@1 ${scores.all.first.toFixed(3)}, MRR ${scores.all.mrr.toFixed(3)}`);
    }
    return measured;
  });
  const portal = { cost, stages: report.stages, search: report.search };
  return { label, corpus, documents: countOf(pages.map(({ kind }) => kind)), portal, lines, misses, otherwise };
}

async function measureTopics(chosen) {
  const topics = readFileSync(here("retrieval/topical.jsonl"), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const { pages, contenders } = await contendersOf(chosen, { label: "example", config: here("../../examples/acme/portolan.yaml") });
  const known = new Set(pages.map(({ address }) => address));
  const gone = topics.flatMap(({ grades }) => Object.keys(grades)).find((address) => !known.has(address));
  if (gone) throw new Error(`a topic is judged by \`${gone}\`, which the example does not have`);
  const lines = await withReader(chosen, async (browser, server) => {
    const measured = [];
    for (const contender of contenders) {
      const answers = await askAll(browser, server, contender, topics.map(({ query }) => query));
      const each = topics.map(({ query, grades }, at) => {
        const best = Math.max(...Object.values(grades));
        const [first] = answers[at].addresses;
        return { query, ndcg: ndcgOf(answers[at].addresses, grades), first: Number(grades[first] === best), addresses: answers[at].addresses };
      });
      const mean = (key) => each.reduce((sum, one) => sum + one[key], 0) / each.length;
      measured.push({ key: contender.key, name: contender.name, ndcg: mean("ndcg"), first: mean("first"), each });
    }
    return measured;
  });
  return { topics: topics.length, lines };
}

async function main() {
  const chosen = setting();
  const cores = os.availableParallelism();
  const load = os.loadavg()[0];
  if (load > cores / 4) say(`the machine is busy (load ${load.toFixed(1)} on ${cores} cores): trust the ratios, not the seconds`);
  if (!existsSync(chosen.program)) throw new Error("there is no release binary");
  mkdirSync(chosen.work, { recursive: true });
  layOut(chosen);
  const measured = [];
  for (const documents of chosen.sizes) measured.push(await measureSize(chosen, documents));
  const topical = await measureTopics(chosen);
  const judged = verdicts(measured.at(-1));
  const machine = { cores, cpu: os.cpus()[0].model, memory_gb: Math.round(os.totalmem() / 1e9), kernel: os.release(), node: process.version, portolan: versionOf([chosen.program, "--version"]), load_at_start: load };
  writeFileSync(chosen.json, `${JSON.stringify({ version: 1, machine, seed: chosen.seed, measured, topical, verdicts: judged }, null, 2)}\n`);
  console.log(["", ...measured.map(tellSize), tellTopics(topical), tellVerdicts(judged)].join("\n\n"));
  say(`\nall figures, and every query that did not find its page first: ${chosen.json}`);
  if (chosen.gate && judged.some(({ met }) => !met)) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  console.error(`search: ${error.message}`);
  process.exitCode = 2;
}

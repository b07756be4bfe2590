// The benchmark behind `tests/bench/run`, which makes the programs that this one is told of by environment variables.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { versionOf } from "./harness/measure.mjs";
import { measureSize } from "./harness/rounds.mjs";
import { filesBelow } from "./harness/site.mjs";
import { growth, summarise, verdicts } from "./harness/summary.mjs";
import { tellSize, tellVerdicts } from "./harness/tell.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

function setting() {
  const { values } = parseArgs({
    options: {
      projects: { type: "string", multiple: true, default: ["1000", "10000"] },
      rounds: { type: "string", default: "3" },
      threads: { type: "string", default: String(os.availableParallelism()) },
      seed: { type: "string", default: "portolan" },
      html: { type: "string", default: "0" },
      memory: { type: "string", default: "/dev/shm" },
      disk: { type: "string" },
      json: { type: "string" },
      without: { type: "string", multiple: true, default: [] },
      gate: { type: "boolean", default: false },
    },
  });
  const whole = (name, text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) throw new Error(`\`--${name}\` takes whole numbers from 1`);
    return value;
  };
  const work = resolve(process.env.PORTOLAN_BENCH_WORK);
  const tool = (name, variable) => (values.without.includes(name) ? null : resolve(process.env[variable]));
  return {
    sizes: values.projects.map((each) => whole("projects", each)).sort((a, b) => a - b),
    rounds: whole("rounds", values.rounds),
    threads: whole("threads", values.threads),
    tools: {
      portolan: tool("portolan", "PORTOLAN_BENCH_PORTOLAN"),
      hugo: tool("hugo", "PORTOLAN_BENCH_HUGO"),
      floor: resolve(process.env.PORTOLAN_BENCH_FLOOR),
    },
    memory: join(resolve(values.memory), "portolan-bench"),
    disk: values.disk ? join(resolve(values.disk), "portolan-bench") : work,
    json: values.json ? resolve(values.json) : join(work, "result.json"),
    generator: join(here, "generate.mjs"),
    generatorDigest: digestOf(["generate.mjs", ...below("company"), ...below("hugo")]),
    generate: ["--seed", values.seed, "--html", values.html],
    gate: values.gate,
    say: (line) => process.stderr.write(`${line}\n`),
  };
}

const below = (folder) => filesBelow(join(here, folder)).map((file) => join(folder, file));

function digestOf(files) {
  const digest = createHash("sha256");
  for (const file of files) digest.update(`${file}\0`).update(readFileSync(join(here, file)));
  return digest.digest("hex");
}

function main() {
  const chosen = setting();
  const cores = os.availableParallelism();
  const load = os.loadavg()[0];
  if (load > cores / 4) chosen.say(`the machine is busy (load ${load.toFixed(1)} on ${cores} cores): trust the ratios, not the seconds`);
  mkdirSync(chosen.disk, { recursive: true });
  const machine = {
    cores,
    cpu: os.cpus()[0].model,
    memory_gb: Math.round(os.totalmem() / 1e9),
    kernel: os.release(),
    node: process.version,
    hugo: chosen.tools.hugo ? versionOf([chosen.tools.hugo, "version"]) : null,
    portolan: chosen.tools.portolan ? versionOf([chosen.tools.portolan, "--version"]) : null,
    load_at_start: load,
  };
  const scratch = () => rmSync(chosen.memory, { recursive: true, force: true });
  scratch();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => (scratch(), process.exit(130)));
  const measured = [];
  try {
    for (const size of chosen.sizes) measured.push(measureSize(chosen, size));
  } finally {
    scratch();
  }

  const summaries = measured.map(summarise);
  const judged = verdicts(summaries);
  const grown = growth(summaries);
  const asked = { rounds: chosen.rounds, threads: chosen.threads, generate: chosen.generate };
  writeFileSync(chosen.json, `${JSON.stringify({ version: 1, machine, asked, summaries, growth: grown, verdicts: judged, measured }, null, 2)}\n`);

  const told = summaries.map((summary) => tellSize(summary, chosen.rounds));
  console.log(["", ...told, tellVerdicts(judged, grown)].join("\n\n"));
  chosen.say(`\nall figures of all rounds: ${chosen.json}`);
  if (chosen.gate && judged.some(({ met }) => !met)) process.exitCode = 1;
}

try {
  main();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
}

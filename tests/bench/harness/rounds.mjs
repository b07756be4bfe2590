// The measurements at one size: every tool over the same Markdown, interleaved, several times.

import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { measure } from "./measure.mjs";
import { changes, filesBelow, inspect, pagesWithout, stateOf } from "./site.mjs";

/**
 * @typedef {object} Setting
 * @property {{portolan: string | null, hugo: string | null, floor: string}} tools paths of the programs
 * @property {string} memory a folder in memory
 * @property {string} disk a folder on disk
 * @property {number} threads
 * @property {number} rounds
 * @property {string[]} generate arguments of the generator after `--projects N`
 * @property {(line: string) => void} say
 */

const fresh = (...folders) => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  spawnSync("sync");
};

/** The input of one size; made once, kept for later runs as long as the generator and what was asked are the same. */
function input(setting, projects) {
  const folder = join(setting.disk, "input", String(projects));
  const asked = JSON.stringify([setting.generate, setting.generatorDigest]);
  const receipt = join(folder, "receipt.json");
  if (existsSync(receipt)) {
    const kept = JSON.parse(readFileSync(receipt, "utf8"));
    if (kept.asked === asked) return { ...kept, folder };
  }
  setting.say(`${projects} projects: generating`);
  fresh(folder);
  const tree = join(folder, "repositories");
  const site = join(folder, "hugo");
  const command = [setting.generator, tree, "--projects", String(projects), "--hugo", site, ...setting.generate];
  const run = spawnSync(process.execPath, command, { encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  const made = { asked, corpus: JSON.parse(run.stdout) };
  writeFileSync(receipt, JSON.stringify(made));
  spawnSync("sync");
  return { ...made, folder };
}

/** What one build of portolan costs, with its own account of its stages. */
function portolan(setting, { tree, out, cache, log }) {
  const report = join(setting.memory, "report.json");
  const command = [setting.tools.portolan, "build", tree, "-o", out, "--cache", cache];
  command.push("--report", report, "--threads", String(setting.threads));
  const cost = measure(command, { folder: setting.memory, log });
  const told = JSON.parse(readFileSync(report, "utf8"));
  const stages = Object.fromEntries(told.stages.map((stage) => [stage.name, stage.seconds]));
  return { cost, stages, told: { projects: told.projects, pages: told.pages, files: told.files, written: told.written } };
}

function hugo(setting, { site, out, config, log }) {
  const cache = join(setting.memory, "hugo-cache");
  fresh(out, cache);
  const command = [setting.tools.hugo, "--config", config, "--destination", out, "--cacheDir", cache];
  return { cost: measure([...command, "--noBuildLock", "--quiet"], { folder: site, log }) };
}

function floor(setting, { from, to }) {
  fresh(to);
  const run = spawnSync(setting.tools.floor, [from, to, "--threads", String(setting.threads)], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr || `the floor could not be run: ${run.error}`);
  return JSON.parse(run.stdout);
}

/** Turns a list so that another one comes first in each round. */
const turned = (list, by) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)];

/** One README of the middle, and how to change it and put it back. */
function oneReadme(tree, projects) {
  const marker = `entry-${String(projects >> 1).padStart(6, "0")}`;
  const file = filesBelow(tree).find((each) => each.endsWith("README.md") && readFileSync(join(tree, each), "utf8").includes(marker));
  const path = join(tree, file);
  const text = readFileSync(path);
  return {
    file,
    marker,
    change: (round) => appendFileSync(path, `\nA sentence that round ${round} has added.\n`),
    restore: () => writeFileSync(path, text),
  };
}

/** The builds on disk: the floor and the first build side by side, then again with nothing and with one README changed. */
function onDisk(setting, { tree, readme, written, round, log }) {
  const out = join(setting.disk, "out", "site");
  const cache = join(setting.disk, "out", "cache");
  const found = {};
  const pair = [
    () => (found.floor = floor(setting, { from: written, to: join(setting.disk, "out", "floor") })),
    () => {
      fresh(out, cache);
      found.first = portolan(setting, { tree, out, cache, log });
    },
  ];
  for (const each of turned(pair, round)) each();
  fresh(join(setting.disk, "out", "floor"));

  const first = stateOf(out);
  found.unchanged = portolan(setting, { tree, out, cache, log });
  const second = stateOf(out);
  found.unchanged.changes = changes(first, second);

  try {
    readme.change(round);
    found.changed = portolan(setting, { tree, out, cache, log });
  } finally {
    readme.restore();
  }
  const made = changes(second, stateOf(out));
  const rewritten = [...made.added, ...made.changed, ...made.same_bytes];
  found.changed.changes = made;
  found.changed.pages_without_it = pagesWithout(out, rewritten, readme.marker);
  fresh(out, cache);
  return found;
}

/**
 * All rounds at one size.
 * @param {Setting} setting
 * @param {number} projects
 */
export function measureSize(setting, projects) {
  const { folder, corpus } = input(setting, projects);
  const tree = join(folder, "repositories");
  const site = join(folder, "hugo");
  const out = (name) => join(setting.memory, name);
  const log = join(setting.disk, "last.log");
  mkdirSync(setting.memory, { recursive: true });
  const readme = oneReadme(tree, projects);

  const builds = [];
  if (setting.tools.portolan) {
    builds.push(["portolan", () => {
      fresh(out("portolan"), out("portolan-cache"));
      return portolan(setting, { tree, out: out("portolan"), cache: out("portolan-cache"), log });
    }]);
  }
  if (setting.tools.hugo) {
    builds.push(["hugo", () => hugo(setting, { site, out: out("hugo"), config: "hugo.toml", log })]);
    builds.push(["hugo_plain", () => hugo(setting, { site, out: out("hugo_plain"), config: "hugo.toml,plain.toml", log })]);
  }

  const sites = {};
  const rounds = [];
  for (let round = 0; round < setting.rounds; round += 1) {
    const found = { load: readFileSync("/proc/loadavg", "utf8").split(" ")[0] };
    for (const [name, build] of turned(builds, round)) {
      found[name] = build();
      const { wall, cpu, peak_mb } = found[name].cost;
      setting.say(`${projects} projects, round ${round + 1}: ${name} ${wall.toFixed(2)} s, CPU ${cpu.toFixed(2)} s, ${peak_mb.toFixed(0)} MB`);
      if (round === 0) sites[name] = inspect(out(name));
      if (name !== "portolan") fresh(out(name));
    }
    if (setting.tools.portolan) {
      found.disk = onDisk(setting, { tree, readme, written: out("portolan"), round, log });
      const { first, unchanged, changed } = found.disk;
      const seconds = [first, unchanged, changed].map(({ cost }) => cost.wall.toFixed(2)).join(", ");
      const least = found.disk.floor.seconds.toFixed(2);
      setting.say(`${projects} projects, round ${round + 1}: on disk first, unchanged, changed ${seconds} s; floor ${least} s`);
    }
    rounds.push(found);
  }
  fresh(...builds.map(([name]) => out(name)), out("portolan-cache"));
  return { projects, corpus, readme: readme.file, sites, rounds };
}

// Runs a command and says what it cost: seconds, CPU seconds, peak memory.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const MEASURE = fileURLToPath(new URL("./measure.py", import.meta.url));

/** @typedef {{wall: number, cpu: number, user: number, sys: number, peak_mb: number}} Cost */

/**
 * @param {string[]} command
 * @param {{folder: string, log: string}} place where it runs, and the file that takes what it says
 * @returns {Cost}
 */
export function measure(command, { folder, log }) {
  const run = spawnSync("python3", [MEASURE, folder, log, ...command], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`\`${command[0]}\` could not be run: ${run.stderr || run.error}`);
  const { exit, wall, user, sys, peak_mb } = JSON.parse(run.stdout);
  if (exit !== 0) {
    const said = readFileSync(log, "utf8").trimEnd().split("\n").slice(-20).join("\n");
    throw new Error(`\`${command.join(" ")}\` ended with ${exit}:\n${said}`);
  }
  return { wall, cpu: user + sys, user, sys, peak_mb };
}

/** What a command prints, as a last word on which version it is; never fails. */
export function versionOf(command) {
  const run = spawnSync(command[0], command.slice(1), { encoding: "utf8" });
  return run.status === 0 ? run.stdout.trim().split("\n")[0] : "unknown";
}

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The median of each number that the objects hold. */
export function medians(objects) {
  return Object.fromEntries(Object.keys(objects[0]).map((key) => [key, median(objects.map((each) => each[key]))]));
}

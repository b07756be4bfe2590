// Which targets are met.

import { LABELS } from "./queries.mjs";
import { all, sum } from "./tell.mjs";

const KIB = 1024;

/** Judged are the largest company and our own line, which is the first. */
export function verdicts({ lines, otherwise }) {
  const found = [];
  const most = (what, value, limit, digits = 1) => found.push({ what, value: value.toFixed(digits), asked: `at most ${limit}`, met: value <= limit });
  const least = (what, value, limit) => found.push({ what, value: value.toFixed(3), asked: `at least ${limit.toFixed(3)}`, met: value >= limit });
  const [ours, ...others] = lines;
  if (ours.key !== "portolan") return found;
  const { load, word, another, words, letter } = ours.traffic;
  most("KiB of code", sum(load.code, word.code).bytes / KIB, 6);
  most("KiB to load", sum(load.code, load.find, word.code).bytes / KIB, 15);
  most("KiB of names", sum(load.names, word.names).bytes / KIB, 90);
  most("KiB of another word", another.find.bytes / KIB, 20);
  most("KiB to show ten results", Math.max(letter.show.bytes, word.show.bytes, words.show.bytes) / KIB, 40);
  most("requests from nothing to ten results", all(load, word).requests, 12, 0);
  most("milliseconds, warm p95", ours.latency.warm.p95, 25);
  least("success@1, all", ours.scores.all.first, 0.93);
  least(`success@1, ${LABELS.typo}`, ours.scores.typo.first, 0.85);
  for (const kind of ["name", "operation", "words"]) least(`success@1, ${LABELS[kind]}`, ours.scores[kind].first, 0.95);
  found.push({ what: "queries that the command line answers otherwise", value: otherwise.length, asked: "none", met: otherwise.length === 0 });
  for (const other of others) {
    const better = ours.scores.all.first > other.scores.all.first;
    found.push({ what: `success@1 against ${other.name}`, value: ours.scores.all.first.toFixed(3), asked: `more than ${other.scores.all.first.toFixed(3)}`, met: better });
  }
  return found;
}

// What the figures come to: medians, ratios to ours, and which targets are met.

import { median, medians } from "../harness/measure.mjs";

/** From so many operations on the renderers are judged by how much later they are; below, starting a page weighs too much. */
const LARGE = 1000;

const TARGETS = { sooner: 20, sooner_than_list: 1, operation_gzip_bytes: 5 * 1024, largest_gzip_bytes: 40 * 1024 };

const FIGURES = ["readable", "stable", "looking", "elements", "inView", "heap", "kept", "bytes", "requests"];
const figuresOf = (visit) => Object.fromEntries(FIGURES.map((name) => [name, visit[name]]));

/**
 * One line for each contender. Each ratio is of one round; shown is the median of these.
 * @param {{ contenders: { key: string, name: string }[], rounds: Record<string, any>[] }} measured the first contender is ours
 */
export function summarise({ contenders, rounds }) {
  const ours = contenders[0].key;
  return contenders.map(({ key, name, showsOperation }) => {
    const complete = rounds.filter((round) => !round[key].failed);
    const failures = rounds.filter((round) => round[key].failed).map((round) => round[key].failed);
    if (complete.length === 0) return { key, name, showsOperation, failures };
    const against = complete.filter((round) => !round[ours].failed);
    const ratio = (figure) => (against.length ? median(against.map((round) => round[key][figure] / round[ours][figure])) : null);
    return {
      key,
      name,
      showsOperation,
      failures,
      ...medians(complete.map((round) => figuresOf(round[key]))),
      ratios: Object.fromEntries(["readable", "stable", "elements", "heap", "bytes"].map((figure) => [figure, ratio(figure)])),
    };
  });
}

/** One line for each target: what was asked, what was found, and whether that is met. */
export function verdicts({ lines, operations, weight, missing, withoutScript }) {
  const found = [];
  const judge = (what, value, asked, met) => found.push({ what, value, asked, met });
  const [ours, ...others] = lines;
  judge("rounds in which our page failed", ours.failures.length, "none", ours.failures.length === 0);
  judge("texts missing in the bytes of our page", missing.length, "none", missing.length === 0);
  if (withoutScript !== undefined) judge("our page is readable with JavaScript off", withoutScript ? "yes" : "no", "yes", withoutScript);
  for (const { name, showsOperation, ratios } of others) {
    if (!ratios?.stable) continue;
    const least = showsOperation ? TARGETS.sooner : TARGETS.sooner_than_list;
    if (showsOperation && operations < LARGE) continue;
    judge(`times sooner than ${name}`, ratios.stable.toFixed(1), showsOperation ? `at least ${least}` : `more than ${least}`, showsOperation ? ratios.stable >= least : ratios.stable > least);
  }
  if (weight.operations) {
    const size = (what, key) => judge(what, weight[key], `at most ${TARGETS[key]}`, weight[key] <= TARGETS[key]);
    size("median page of an operation, bytes of gzip", "operation_gzip_bytes");
    size("largest page of an operation, bytes of gzip", "largest_gzip_bytes");
  }
  return found;
}

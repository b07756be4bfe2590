// The figures of searches as tables that a person reads.

import { table } from "../harness/tell.mjs";
import { LABELS } from "./queries.mjs";
import { intervalOf } from "./relevance.mjs";

const mb = (bytes) => (bytes / 1e6).toFixed(1);
const kib = (bytes) => (bytes / 1024).toFixed(bytes < 10240 ? 1 : 0);
const share = (value) => value.toFixed(3).replace(/^0/, "");
const cell = ({ bytes, requests }) => `${kib(bytes)} / ${requests}`;
const times = (value, ours) => (ours ? (value / ours).toFixed(1) : "");

function costs(lines) {
  const [ours] = lines;
  const rows = lines.map(({ name, cost, size }) => [
    name,
    cost.wall.toFixed(2),
    cost.cpu.toFixed(2),
    times(cost.cpu, ours.cost.cpu),
    Math.round(cost.peak_mb),
    times(cost.peak_mb, ours.cost.peak_mb),
    mb(size.bytes),
    mb(size.sent),
    times(size.sent, ours.size.sent),
    size.files,
  ]);
  return table(["making the index", "wall s", "CPU s", "times", "peak MB", "times", "MB on disk", "MB as sent", "times", "files"], rows);
}

function bytes(lines) {
  const found = ({ show, ...others }) => cell(all(others));
  const rows = lines.map(({ name, traffic: { load, letter, word, another, words, typing } }) => [
    name,
    cell(load.code),
    cell(load.find),
    cell(sum(load.names, load.facets)),
    found(letter),
    cell(letter.show),
    found(word),
    cell(word.show),
    found(another),
    found(words),
    cell(words.show),
    cell(all(typing)),
    cell(all(load, word)),
  ]);
  const head = ["KiB / requests", "code", "opening", "names, facets", "a", "+ ten", "one word", "+ ten", "another", "two words", "+ ten", "a au aut auth", "all to ten of one word"];
  return table(head, rows);
}

export const sum = (...parts) => ({
  bytes: parts.reduce((total, part) => total + part.bytes, 0),
  requests: parts.reduce((total, part) => total + part.requests, 0),
});

/** Everything that some journeys fetch. */
export const all = (...journeys) => sum(...journeys.flatMap((journey) => Object.values(journey)));

function latencies(lines) {
  const rows = lines.map(({ name, latency: { boot, cold, warm, heap } }) => [
    name,
    ...[boot, cold.median, cold.p95, warm.median, warm.p95].map((value) => value.toFixed(1)),
    times(warm.p95, lines[0].latency.warm.p95),
    mb(heap),
  ]);
  return table(["milliseconds to ten results", "opening", "cold median", "cold p95", "warm median", "warm p95", "times", "heap MB"], rows);
}

function relevance(lines) {
  const kinds = Object.keys(LABELS).filter((kind) => lines[0].scores[kind]);
  const figure = (key) => {
    const rows = lines.map(({ name, scores }) => {
      const [least, most] = intervalOf(scores.all[key], scores.all.queries);
      const interval = key === "first" ? ` (${share(least)} to ${share(most)})` : "";
      return [name, `${share(scores.all[key])}${interval}`, ...kinds.map((kind) => share(scores[kind][key]))];
    });
    const title = { mrr: "MRR@10", first: "success@1", found: "recall@10" }[key];
    return table([title, "all", ...kinds.map((kind) => `${LABELS[kind]} (${lines[0].scores[kind].queries})`)], rows);
  };
  return ["mrr", "first", "found"].map(figure).join("\n\n");
}

/** What portolan says of its own index, if it made one. */
function index({ cost, stages, search }) {
  if (!search) return [];
  const { seconds } = stages.find(({ name }) => name === "search") ?? { seconds: 0 };
  const made = `${search.documents} documents, ${search.terms} terms, ${search.files} files of ${mb(search.bytes)} MB`;
  return [`portolan's index: ${made}; files made from it in ${seconds.toFixed(2)} s, of ${cost.wall.toFixed(2)} s for the whole site`];
}

/** One size of the company. */
export function tellSize({ corpus, documents, portal, lines }) {
  const kinds = Object.entries(documents).map(([kind, count]) => `${count} ${kind}`).join(", ");
  const total = Object.values(documents).reduce((all, count) => all + count, 0);
  const head = [
    `== ${total} documents: ${kinds} ==`,
    `${corpus.projects} projects, ${mb(corpus.bytes)} MB, ${corpus.pages_cut} pages cut from READMEs, digest ${corpus.digest.slice(0, 12)}`,
    ...index(portal),
  ];
  return [head.join("\n"), costs(lines), bytes(lines), latencies(lines), relevance(lines)].join("\n\n");
}

/** The hand-judged topics. */
export function tellTopics({ topics, lines }) {
  const rows = lines.map(({ name, ndcg, first }) => [name, share(ndcg), share(first)]);
  return `== ${topics} hand-judged topics over the example ==\n\n${table(["", "nDCG@10", "a best page first"], rows)}`;
}

export function tellVerdicts(judged) {
  return table(["target", "found", "asked", "verdict"], judged.map(({ what, value, asked, met }) => [what, value, asked, met ? "met" : "MISSED"]));
}

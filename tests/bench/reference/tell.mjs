// The figures of API references as tables that a person reads.

import { table } from "../harness/tell.mjs";

const seconds = (milliseconds) => (milliseconds / 1000).toFixed(2);
const mb = (bytes) => (bytes / 1e6).toFixed(1);
const kb = (bytes) => (bytes / 1e3).toFixed(1);
const times = (ratio) => (ratio === null || ratio === undefined ? "" : ratio.toFixed(1));

const COLUMNS = [
  ["readable s", ({ readable }) => seconds(readable)],
  ["stable s", ({ stable }) => seconds(stable)],
  ["times ours", ({ ratios }) => times(ratios.stable)],
  ["elements", ({ elements }) => Math.round(elements)],
  ["times", ({ ratios }) => times(ratios.elements)],
  ["heap MB", ({ heap }) => mb(heap)],
  ["times", ({ ratios }) => times(ratios.heap)],
  ["kept MB", ({ kept }) => mb(kept)],
  ["KB received", ({ bytes }) => kb(bytes)],
  ["times", ({ ratios }) => times(ratios.bytes)],
  ["in view", ({ inView }) => inView],
];

function visits(lines) {
  const rows = lines.map((line) => [line.name, ...COLUMNS.map(([, show]) => (line.ratios ? show(line) : "-"))]);
  return table(["median", ...COLUMNS.map(([title]) => title)], rows);
}

function failures(lines) {
  return lines.flatMap(({ name, failures: each }) => each.map((reason) => `${name}: ${reason}`)).join("\n");
}

function portal({ cost, weight }) {
  const parts = [];
  if (cost) parts.push(`built in ${cost.wall.toFixed(2)} s, ${cost.cpu.toFixed(2)} s of CPU, ${Math.round(cost.peak_mb)} MB at most`);
  parts.push(`${weight.pages} pages and ${weight.files} files, ${mb(weight.bytes)} MB, ${mb(weight.gzip_bytes)} MB by gzip`);
  parts.push(
    `${weight.operations} pages of operations: median ${kb(weight.operation_bytes)} KB, ${kb(weight.operation_gzip_bytes)} KB by gzip; ` +
      `the largest ${kb(weight.largest_gzip_bytes)} KB by gzip (${weight.largest})`,
  );
  return parts.map((part) => `portolan: ${part}`).join("\n");
}

/** Everything, in the order in which one asks. */
export function tell({ description, operation, rounds, lines, cost, weight, judged }) {
  const head = [
    `== ${description.name}: ${mb(description.bytes)} MB, ${description.operations} operations; ${rounds} rounds ==`,
    `operation \`${operation.id}\` (${operation.method.toUpperCase()} ${operation.path}), readable when these are:`,
    ...operation.texts.map((text) => `  ${text}`),
    `a collapsed list when this is: ${operation.listed}`,
  ].join("\n");
  const rows = judged.map(({ what, value, asked, met }) => [what, value, asked, met ? "met" : "MISSED"]);
  return [head, visits(lines), failures(lines), portal({ cost, weight }), table(["target", "found", "asked", "verdict"], rows)]
    .filter(Boolean)
    .join("\n\n");
}

// What a description says about one operation, and which of its words tell that a page shows it.

import { parse } from "yaml";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/**
 * @typedef {object} Operation
 * @property {string} id
 * @property {string} method in lower case
 * @property {string} path
 * @property {string} tag
 * @property {string[]} texts that have to be readable on a page: from its summary, description and a parameter
 * @property {string} listed a text by which a list of all tags is recognised
 */

/**
 * Every operation of an OpenAPI description that has an id.
 * @param {string} text JSON or YAML
 */
export function readDescription(text) {
  const document = /^\s*\{/.test(text) ? JSON.parse(text) : parse(text, { maxAliasCount: -1 });
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.filter((method) => item?.[method]?.operationId).map((method) => ({ path, method, item, said: item[method] })),
  );
  return { text, document, operations };
}

/**
 * The operation with this id, or without one the first from the middle on that says enough to be recognised.
 * @returns {Operation}
 */
export function operationOf(description, id) {
  const { operations } = description;
  const from = operations.length >> 1;
  const order = [...operations.slice(from), ...operations.slice(0, from)];
  for (const each of order) {
    if (id !== undefined && each.said.operationId !== id) continue;
    const texts = textsOf(description, each);
    if (texts.length === 3) {
      const tag = each.said.tags?.[0] ?? "default";
      const listed = plainRun(description.document.tags?.find(({ name }) => name === tag)?.description) ?? tag;
      return { id: each.said.operationId, method: each.method, path: each.path, tag, texts, listed };
    }
    if (id !== undefined) throw new Error(`operation \`${id}\` needs a summary, a description and a described parameter to be recognised by`);
  }
  throw new Error(id === undefined ? "no operation has an id, a summary, a description and a described parameter" : `the description has no operation \`${id}\``);
}

function textsOf({ text, document }, { item, said }) {
  const parameters = [...(said.parameters ?? []), ...(item.parameters ?? [])]
    .map((parameter) => ({ run: plainRun(resolve(document, parameter)?.description), isShared: "$ref" in parameter }))
    .filter(({ run }) => run)
    .map(({ run, isShared }) => ({ run, isShared, times: text.split(run).length }))
    .sort((a, b) => a.isShared - b.isShared || a.times - b.times); // What is its own and rare says most about an operation.
  return [plainRun(said.summary), plainRun(said.description), parameters[0]?.run].filter(Boolean);
}

function resolve(document, value) {
  const reference = value?.$ref;
  if (typeof reference !== "string" || !reference.startsWith("#/")) return value;
  const keys = reference.slice(2).split("/").map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"));
  return keys.reduce((at, key) => at?.[key], document);
}

/**
 * A run of plain words from the first line of a Markdown text, the first that is long enough: neither markup
 * nor typography changes it, so every renderer shows it as it is, in one piece.
 */
export function plainRun(markdown) {
  if (typeof markdown !== "string") return undefined;
  const runs = markdown.trim().split("\n")[0].match(/[A-Za-z][A-Za-z0-9, ]*[A-Za-z0-9]/g) ?? [];
  const run = runs.find(({ length }) => length >= 20) ?? runs.find(({ length }) => length >= 8);
  return run === undefined || run.length <= 70 ? run : run.slice(0, 70).replace(/ [^ ]*$/, "");
}

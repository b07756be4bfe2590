// Writes the files of a search in memory, as FORMAT.md has them, for the few documents of a test.
// Names are of SHA-256 instead of BLAKE3: a reader takes them as they are.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

import { compare } from "../../../themes/default/js/search/files.js";
import { norm, tokens } from "../../../themes/default/js/search/tokens.js";

const KINDS = ["component", "api", "cicomponent", "system", "domain", "resource", "thing", "group", "user", "doc", "operation", "schema", "input"];
const FIELDS = [
  { of: ({ title }) => title, weight: 10, b: 0.5 },
  { of: ({ owner }) => owner, weight: 4, b: 0.2 },
  { of: ({ description }) => description, weight: 3, b: 0.6 },
  { of: ({ tags }) => tags.join(" "), weight: 2, b: 0.2 },
  { of: ({ body }) => body, weight: 1, b: 0.75 },
];
const NOTHING = { kind: "doc", owner: "", lifecycle: "", system: "", tags: [], description: "", body: "", place: "", keys: [] };

/** How large files become; small ones make several of few documents. */
const SIZES = { termBytes: 24 * 1024, namesInOne: 20_000, namesInEach: 2_048 };

/** Returns `{ files: Map of names and bytes, documents: in their order }`. */
export function searchFiles(given, sizes = {}) {
  const { termBytes, namesInOne, namesInEach } = { ...SIZES, ...sizes };
  const files = new Map();
  const add = (letter, inside) => {
    const hash = createHash("sha256").update(inside).digest("hex").slice(0, 12);
    files.set(`${letter}-${hash}.bin`, gzipSync(inside));
    return hash;
  };
  const documents = given.map((one) => ({ ...NOTHING, address: `${norm(one.title)}/`, ...one }));
  const order = ({ owner, kind, title, address }) => [owner, kind, title, address].join("\0");
  documents.sort((one, other) => compare(order(one), order(other)));

  const postings = postingsOf(documents);
  const [terms, positionHashes] = [[], []];
  for (const group of grouped(postings, termBytes)) {
    const lists = group.map(({ all }) => listOf(all));
    const inside = frontCoded(group.map(({ term }) => term), (at) => [...number(group[at].all.length), ...number(lists[at].length), ...lists[at]]);
    terms.push([group[0].term, add("t", inside)]);
    positionHashes.push(add("p", Buffer.from(group.flatMap(({ all }) => sized(positionsOf(all))))));
  }
  const documentFiles = chunks(documents, 64).map((some) =>
    add("d", lines(some.flatMap(({ title, description, place, address }) => [title, description, place, address]))));
  const words = postings.filter(({ term, all }) => all.length > 2 && /^[a-z].{3,39}$/u.test(term));
  const manifest = {
    format: 1,
    documents: documents.length,
    terms,
    documentFiles,
    names: namesOf(documents, namesInOne, namesInEach).map(([first, inside]) => [first, add("n", inside)]),
    facets: add("f", facetsOf(documents)),
    positions: add("p", Buffer.from(JSON.stringify(positionHashes))),
    vocabulary: add("v", frontCoded(words.map(({ term }) => term), (at) => number(words[at].all.length))),
  };
  files.set("manifest.bin", gzipSync(JSON.stringify(manifest)));
  return { files, documents, manifest };
}

/** A `fetch` that serves files; it keeps what was asked, and can be told to do otherwise. */
export function server(files, instead = () => undefined) {
  const asked = [];
  const get = async (address, options) => {
    const name = String(address).replace(/^.*\/search\//, "");
    asked.push({ name, ...options });
    const other = await instead(name, options, asked.length);
    if (other) return other;
    return files.has(name) ? new Response(files.get(name)) : new Response("not here", { status: 404 });
  };
  return Object.assign(get, { asked, files });
}

function number(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}

const sized = (bytes) => [...number(bytes.length), ...bytes];
const string = (text) => sized(Buffer.from(text));
const lines = (all) => Buffer.from(all.map((line) => `${line}\n`).join(""));
const gaps = (values) => values.flatMap((value, at) => number(at ? value - values[at - 1] : value));
const chunks = (all, size) => Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

function frontCoded(words, rest) {
  let before = Buffer.alloc(0);
  return Buffer.from(words.flatMap((word, at) => {
    const bytes = Buffer.from(word);
    let shared = 0;
    while (shared < before.length && before[shared] === bytes[shared]) shared++;
    before = bytes;
    return [...number(shared), ...sized(bytes.subarray(shared)), ...rest(at)];
  }));
}

/** For each term in order the documents, each with its level and its places in each field. */
function postingsOf(documents) {
  const fields = documents.map((document) => FIELDS.map(({ of }) => tokens(of(document))));
  const averages = FIELDS.map((_, field) => fields.reduce((sum, all) => sum + all[field].length, 0) / documents.length);
  const terms = new Map();
  const entry = (term, document) => {
    if (!terms.has(term)) terms.set(term, new Map());
    const all = terms.get(term);
    if (!all.has(document)) all.set(document, { document, counts: [0, 0, 0, 0, 0], places: [[], [], [], [], []] });
    return all.get(document);
  };
  for (const [document, all] of fields.entries()) {
    for (const [field, some] of all.entries()) {
      for (const { text, position, form } of some) {
        const { counts, places } = entry(text, document);
        counts[field]++;
        if (form === "word" || form === "character") places[field].push(position);
      }
    }
    for (const key of documents[document].keys) entry(`=${norm(key)}`, document).level = 31;
  }
  const level = ({ document, counts }) => {
    const x = FIELDS.reduce((sum, { weight, b }, field) =>
      counts[field] ? sum + (weight * counts[field]) / (1 - b + (b * fields[document][field].length) / averages[field]) : sum, 0);
    return Math.max(1, Math.round((31 * x) / (1.2 + x)));
  };
  return [...terms.keys()].sort(compare).map((term) => ({ term, all: [...terms.get(term).values()].map((one) => ({ level: level(one), ...one })) }));
}

function* grouped(postings, most) {
  let [group, size] = [[], 0];
  for (const one of postings) {
    if (group.length && (size >= most || (group[0].term[0] === "=") !== (one.term[0] === "="))) {
      yield group;
      [group, size] = [[], 0];
    }
    group.push(one);
    size += one.term.length + 2 * one.all.length + 4;
  }
  if (group.length) yield group;
}

const listOf = (all) => [...gaps(all.map(({ document }) => document)), ...all.map(({ level }) => level)];

function positionsOf(all) {
  if (!all.some(({ places }) => places.some(({ length }) => length))) return [];
  return all.flatMap(({ places }) => {
    const fields = places.reduce((bits, { length }, field) => bits | (length ? 1 << field : 0), 0);
    return [fields, ...places.filter(({ length }) => length).flatMap((some) => [...number(some.length), ...gaps(some)])];
  });
}

function namesOf(documents, inOne, inEach) {
  const all = documents.map(({ title, kind }, document) => ({ title, document, kind })).filter(({ kind }) => kind !== "input");
  const encode = (some) => {
    const sorted = some.sort((one, other) => one.document - other.document);
    return Buffer.concat([Buffer.from([...number(sorted.length), ...gaps(sorted.map(({ document }) => document))]), lines(sorted.map(({ title }) => title))]);
  };
  if (all.length <= inOne) return [["", encode(all)]];
  const sorted = all.sort((one, other) => compare(norm(one.title), norm(other.title)));
  const groups = [[]];
  for (const [at, name] of sorted.entries()) {
    const isNew = at && norm(name.title) !== norm(sorted[at - 1].title);
    if (isNew && groups.at(-1).length >= inEach) groups.push([]);
    groups.at(-1).push(name);
  }
  return groups.map((some, at) => [at ? norm(some[0].title) : "", encode(some)]);
}

function facetsOf(documents) {
  const columns = ["kind", "owner", "lifecycle", "system"];
  const keys = (column) => [...new Set(documents.map((document) => document[column]).filter(Boolean))].sort(compare);
  const dictionaries = [keys("kind").sort((one, other) => KINDS.indexOf(one) - KINDS.indexOf(other)), ...columns.slice(1).map(keys),
    [...new Set(documents.flatMap(({ tags }) => tags))].sort(compare)];
  const label = (column, key) => (column < 2 && key ? documents.find((document) => document[columns[column]] === key)[`${columns[column]}Label`] ?? "" : "");
  return Buffer.from([
    ...dictionaries.flatMap((all, column) => [...number(all.length), ...all.flatMap((key) => [...string(key), ...string(label(column, key))])]),
    ...columns.flatMap((column, at) => documents.flatMap((document) => number(dictionaries[at].indexOf(document[column]) + 1))),
    ...documents.flatMap(({ tags }) => [...number(tags.length), ...tags.map((tag) => dictionaries[4].indexOf(tag) + 1).sort((a, b) => a - b).flatMap(number)]),
  ]);
}

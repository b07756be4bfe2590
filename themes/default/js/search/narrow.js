// What phrases and exclusions leave of the hits.
import { Bytes, placeOf } from "./files.js";

/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").Entry} Entry */
/** @typedef {import("./query.js").Phrase} Phrase */

const FIELDS = 5;
/** Fields apart, so that one number says where a word stands. */
const FIELD = 2 ** 33;

/**
 * Takes away the documents that lack a phrase, and those that have what is excluded.
 * @param {Files} files
 * @param {import("./query.js").Plan} plan
 * @param {Uint8Array} had 0 for what is no hit
 */
export async function narrow(files, { phrases, excluded }, had) {
  const [wanted, unwanted] = await Promise.all([
    Promise.all(phrases.map((phrase) => withPhrase(files, phrase))),
    Promise.all([
      ...excluded.words.map((words) => withAll(files, words)),
      ...excluded.phrases.map((phrase) => withPhrase(files, phrase)),
    ]),
  ]);
  for (const documents of wanted) {
    for (let document = 0; document < had.length; document++) if (!documents.has(document)) had[document] = 0;
  }
  for (const documents of unwanted) {
    for (const document of documents) had[document] = 0;
  }
}

/** @type {(files: Files, words: string[]) => Promise<Set<number>>} */
async function withAll(files, words) {
  const entries = (await Promise.all(words.map((word) => find(files, word)))).map(({ entry }) => entry);
  return entries.map((entry) => new Set(entry?.documents)).reduce((some, others) => new Set([...some].filter((document) => others.has(document))));
}

/** @type {(files: Files, phrase: Phrase) => Promise<Set<number>>} */
async function withPhrase(files, phrase) {
  const documents = await withAll(files, phrase.map(([term]) => term));
  if (phrase.length < 2 || !documents.size) return documents;
  /** @type {string[]} */
  const hashes = await files.read("p-" + files.manifest.positions, (bytes) => JSON.parse(bytes.text()));
  /** @type {Map<number, Set<number>> | undefined} where the phrase may begin in each document */
  let begins;
  for (const [term, distance] of phrase) {
    const { entry, place } = await find(files, term);
    const lists = await files.read("p-" + hashes[place], listsOf);
    const all = placesOf(lists[entry?.place ?? -1], entry?.documents ?? [], distance, begins ?? documents);
    for (const [document, places] of all) {
      const earlier = begins?.get(document);
      const left = new Set([...places].filter((one) => !earlier || earlier.has(one)));
      if (left.size) all.set(document, left);
      else all.delete(document);
    }
    begins = all;
  }
  return new Set(begins?.keys());
}

/**
 * @param {Files} files
 * @param {string} term
 */
async function find(files, term) {
  const { terms } = files.manifest;
  const place = placeOf(terms, term);
  return { place, entry: (await files.terms(terms[place][1])).get(term) };
}

/** @type {(bytes: Bytes) => Uint8Array[]} */
function listsOf(bytes) {
  const lists = [];
  while (bytes.left > 0) lists.push(bytes.take());
  return lists;
}

/**
 * Where a phrase begins in each document if this word of it stands where it does.
 * @param {Uint8Array} list
 * @param {Iterable<number>} documents all of the word, in order
 * @param {number} distance of the word from the first of the phrase
 * @param {{ has(document: number): boolean }} asked
 */
function placesOf(list, documents, distance, asked) {
  /** @type {Map<number, Set<number>>} */
  const all = new Map();
  const bytes = new Bytes(list);
  if (!bytes.left) return all;
  for (const document of documents) {
    const places = new Set();
    const fields = bytes.take(1)[0];
    for (let field = 0; field < FIELDS; field++) {
      if (!((fields >> field) & 1)) continue;
      let place = field * FIELD - distance;
      for (let left = bytes.number(); left > 0; left--) places.add((place += bytes.number()));
    }
    if (asked.has(document)) all.set(document, places);
  }
  return all;
}

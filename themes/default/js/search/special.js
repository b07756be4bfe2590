// Queries of more than words: phrases, what is excluded, filters.
import { placeOf, reader } from "./files.js";
import { wordsOf } from "./query.js";
import { norm, tokens } from "./tokens.js";

// `\p{White_Space}`; the regular expression of pieces cannot name it, for with `u` a case-insensitive `k` is a Kelvin sign too.
const SPACE = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const WORDS = `([^${SPACE}"]+)`;
const PIECES = new RegExp(`(-?)(?:(kind|owner|tag|lifecycle|system):(?:"([^"]+)"?|${WORDS})|"([^"]*)"?|${WORDS})`, "gi");
const MOST_EXCLUDED = 6;
const MOST_TERMS = 12;
const FIELDS = 5;
/** Fields apart, so that one number says where a word stands. */
const FIELD = 2 ** 33;

/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").Facet} Facet */
/** @typedef {import("./query.js").Phrase} Phrase */
/** @typedef {import("./query.js").Piece} Piece */
/** @typedef {import("./query.js").Plan} Plan */

/**
 * The pieces of what was typed; a piece that says nothing stands for what only narrows, which the plan gets.
 * @param {string} text
 * @param {Plan} plan
 * @returns {Piece[]}
 */
export function piecesOf(text, { filters, phrases, excluded }) {
  const nothing = wordsOf("");
  return Array.from(text.matchAll(PIECES), ([piece, minus, field, quoted, value, inside = "", words]) => {
    if (field) filters.push({ field: field.toLowerCase(), value: norm(quoted ?? value), isExcluded: !!minus });
    if (field || piece === "-") return nothing;
    if (words) {
      const found = wordsOf(words);
      if (!minus) return found;
      if (found.needs.length) excluded.words.push(found.needs);
      return nothing;
    }
    const phrase = phraseOf(inside);
    if (phrase.length) (minus ? excluded.phrases : phrases).push(phrase);
    return minus ? nothing : { said: inside, needs: phrase.map(([term]) => term), welcome: [], isOpen: false };
  });
}

/**
 * @param {string} text
 * @returns {Phrase}
 */
function phraseOf(text) {
  const written = tokens(text).filter(({ form }) => form === "word" || form === "character");
  return written.map(({ text, position }) => [text, position - written[0].position]);
}

/**
 * Ends phrases where the plan does, and bounds what is excluded.
 * @param {Plan} plan
 */
export function shorten(plan) {
  const taken = new Set([...plan.needs, ...plan.welcome]);
  plan.phrases = plan.phrases.map((phrase) => {
    const end = phrase.findIndex(([term]) => !taken.has(term));
    return end < 0 ? phrase : phrase.slice(0, end);
  }).filter(({ length }) => length);
  const { words, phrases } = plan.excluded;
  plan.excluded = { words: bounded(words), phrases: bounded(phrases) };
}

/**
 * As much of what is excluded as is looked at: each term may cost a file.
 * @template T
 * @param {T[][]} pieces
 */
const bounded = (pieces) => pieces.slice(0, MOST_EXCLUDED).map((terms) => terms.slice(0, MOST_TERMS));

/**
 * Takes away the documents that lack a phrase, and those that have what is excluded.
 * Without needs all others have points, by the order of kinds.
 * @param {Files} files
 * @param {Plan} plan
 * @param {Facet[]} facets
 * @param {import("./engine.js").Points} points
 * @returns {Promise<Uint8Array>} for each document which fields have filters that do not let it through, as bits
 */
export async function narrow(files, { needs, phrases, excluded, filters }, facets, { scores, had }) {
  const [{ column }] = facets;
  if (!needs.length) {
    had.fill(1);
    column.forEach(([kind = -1], document) => (scores[document] = -kind));
  }
  const [wanted, unwanted] = await Promise.all([
    Promise.all(phrases.map((phrase) => withPhrase(files, phrase))),
    Promise.all([
      ...excluded.words.map((words) => withAll(files, words)),
      ...excluded.phrases.map((phrase) => withPhrase(files, phrase)),
    ]),
  ]);
  for (const documents of wanted) {
    const kept = Uint8Array.from(documents, (document) => had[document]);
    had.fill(0);
    documents.forEach((document, at) => (had[document] = kept[at]));
  }
  for (const documents of unwanted) {
    for (const document of documents) had[document] = 0;
  }
  return refusalsOf(facets, filters, had.length);
}

/**
 * @param {Facet[]} facets
 * @param {import("./query.js").Filter[]} filters
 * @param {number} size
 */
function refusalsOf(facets, filters, size) {
  const refusals = new Uint8Array(size);
  for (const [bit, { field, entries, column }] of facets.entries()) {
    const [some, none] = [false, true].map((isExcluded) => {
      const values = filters.filter((filter) => filter.field === field && filter.isExcluded === isExcluded).map(({ value }) => value);
      return values.length && entries.map(({ key, label }) => values.includes(norm(key)) || values.includes(norm(label)));
    });
    if (!some && !none) continue;
    column.forEach((own, document) => {
      if ((some && !own.some((place) => some[place])) || (none && own.some((place) => none[place]))) refusals[document] |= 1 << bit;
    });
  }
  return refusals;
}

/**
 * The documents that have all of some words, in order.
 * @param {Files} files
 * @param {string[]} words
 */
async function withAll(files, words) {
  const lists = await Promise.all(words.map(async (word) => (await find(files, word)).entry?.documents() ?? new Uint32Array()));
  const [first, ...others] = lists.sort((one, other) => one.length - other.length);
  const sets = others.map((list) => new Set(list));
  return first.filter((document) => sets.every((set) => set.has(document)));
}

/** @type {(files: Files, phrase: Phrase) => Promise<Uint32Array>} */
async function withPhrase(files, phrase) {
  const documents = await withAll(files, phrase.map(([term]) => term));
  if (phrase.length < 2 || !documents.length) return documents;
  /** @type {string[]} */
  const hashes = await files.read("p-" + files.manifest.positions, (bytes) => JSON.parse(bytes.text()));
  /** @type {Map<number, number[]>} where the phrase may begin in each document */
  let begins = new Map(Array.from(documents, (document) => [document, []]));
  for (const [at, [term, distance]] of phrase.entries()) {
    const { entry, place } = await find(files, term);
    const lists = await files.read("p-" + hashes[place], listsOf);
    /** @type {typeof begins} */
    const left = new Map();
    for (const [document, places] of placesOf(lists[entry?.place ?? -1], entry?.documents() ?? documents, distance, begins)) {
      const earlier = at && new Set(begins.get(document));
      const kept = earlier ? places.filter((one) => earlier.has(one)) : places;
      if (kept.length) left.set(document, kept);
    }
    begins = left;
  }
  return Uint32Array.from(begins.keys());
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

/** @type {(bytes: import("./files.js").Reader) => Uint8Array[]} */
function listsOf(bytes) {
  const lists = [];
  while (bytes.left()) lists.push(bytes.take());
  return lists;
}

/**
 * Where a phrase begins in each document if this word of it stands where it does.
 * @param {Uint8Array} list
 * @param {Uint32Array} documents all of the word, in order
 * @param {number} distance of the word from the first of the phrase
 * @param {{ has(document: number): boolean }} asked
 * @returns {Generator<[document: number, places: number[]]>}
 */
function* placesOf(list, documents, distance, asked) {
  const bytes = reader(list);
  if (!bytes.left()) return;
  for (const document of documents) {
    const isAsked = asked.has(document);
    const places = [];
    const fields = bytes.take(1)[0];
    for (let field = 0; field < FIELDS; field++) {
      if (!((fields >> field) & 1)) continue;
      let place = field * FIELD - distance;
      for (let left = bytes.number(bytes.left()); left > 0; left--) {
        place += bytes.number();
        if (isAsked) places.push(place);
      }
    }
    if (isAsked) yield [document, places];
  }
}

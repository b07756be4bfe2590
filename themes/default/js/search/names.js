// What needs the words of names: queries of one or two letters, and words that no document has.
import { compare } from "./files.js";
import { length, tokens } from "./tokens.js";

/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").Names} Names */
/** @typedef {import("./files.js").Terms} Terms */
/** @typedef {Map<string, number>} Counts how many have each word */

const PAIRED = /[\ud800-\udfff]/;
/** @type {WeakMap<object, any>} */
const kept = new WeakMap();

/**
 * What is made of something once.
 * @template {object} From
 * @template To
 * @param {From} from
 * @param {(from: From) => To} make
 * @returns {To}
 */
function once(from, make) {
  if (!kept.has(from)) kept.set(from, make(from));
  return kept.get(from);
}

/**
 * The words and humps of each name, with a line feed before each of them.
 * @param {Names} names
 */
const wordsOf = (names) =>
  once(names, ({ titles }) => titles.map((title) => {
    const words = tokens(title).filter(({ form }) => form === "word" || form === "hump");
    return words.map(({ text }) => "\n" + text).join("");
  }));

/**
 * How many names have each word.
 * @param {Names} names
 * @returns {Counts}
 */
const countsOf = (names) =>
  once(wordsOf(names), (all) => {
    /** @type {Counts} */
    const counts = new Map();
    for (const words of all) {
      for (const word of new Set(words.split("\n"))) if (length(word) > 2) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    return counts;
  });

/**
 * Gives points to documents in whose names something begins with what was typed.
 * @param {Files} files
 * @param {string} wanted
 * @param {import("./engine.js").Points} points
 */
export async function addNames(files, wanted, points) {
  const [facets, all] = await Promise.all([files.facets(), files.names(wanted)]);
  const [{ column }] = facets;
  points.needed = 1;
  for (const names of all) {
    const words = wordsOf(names);
    names.documents.forEach((document, at) => {
      const begins = names.norms[at].startsWith(wanted) ? 2 : words[at].includes("\n" + wanted) ? 1 : 0;
      if (!begins) return;
      points.had[document] = 1;
      // Better ones, then kinds, then shorter titles, as one exact number.
      points.scores[document] = begins * 2 ** 48 - (column[document][0] ?? -1) * 2 ** 24 - length(names.titles[at]);
    });
  }
  return facets;
}

/**
 * Puts the nearest word that there is in the place of each need that means nothing.
 * @param {Files} files
 * @param {import("./query.js").Plan} plan
 * @param {Names[]} names
 * @param {import("./engine.js").Meaning[]} meanings of the needs
 * @param {(term: string) => Promise<import("./engine.js").Meaning>} meaningOf
 * @param {import("./engine.js").Answer} answer
 */
export async function correct(files, { needs, phrases }, names, meanings, meaningOf, answer) {
  const quoted = new Set(phrases.flat().map(([term]) => term));
  const counts = names.map(countsOf);
  for (const [at, need] of needs.entries()) {
    const { found, read } = meanings[at];
    if (found.length || length(need) < 4 || quoted.has(need)) continue;
    const to = nearest(need, wordsNear(counts, read), counts) ?? nearest(need, await files.read("v-" + files.manifest.vocabulary, vocabularyOf), []);
    if (!to) continue;
    answer.corrections.push({ from: need, to });
    answer.terms[at] = to;
    meanings[at] = await meaningOf(to);
  }
}

/**
 * The words of the files that were read for a need, and of names; how many documents have each.
 * @param {Counts[]} counts
 * @param {Terms[]} read
 * @returns {Generator<[word: string, df: number]>}
 */
function* wordsNear(counts, read) {
  for (const terms of read) {
    for (const { term, df } of terms.values()) if (!term.startsWith("=")) yield [term, df];
  }
  for (const words of counts) {
    for (const word of words.keys()) {
      if (!read.some((terms) => terms.has(word))) yield [word, counts.reduce((sum, words) => sum + (words.get(word) ?? 0), 0)];
    }
  }
}

/** @type {(bytes: import("./files.js").Reader) => Counts} */
function vocabularyOf(bytes) {
  /** @type {Counts} */
  const all = new Map();
  for (const word of bytes.words()) all.set(word, bytes.number());
  return all;
}

/** @type {(need: string, words: Iterable<[word: string, df: number]>, names: Counts[]) => string | undefined} */
function nearest(need, words, names) {
  const limit = length(need) > 7 ? 2 : 1;
  /** @type {{ word: string, distance: number, isName: boolean, df: number } | undefined} */
  let best;
  for (const [word, df] of words) {
    const most = best?.distance ?? limit;
    // Characters above U+FFFF are two units, so the lengths in units may differ by twice as much.
    if (Math.abs(word.length - need.length) > 2 * most) continue;
    const distance = distanceOf(need, word, most);
    if (distance < 1 || distance > most) continue;
    const isName = names.some((counts) => counts.has(word));
    const order = best && (distance - best.distance || Number(best.isName) - Number(isName) || best.df - df || compare(word, best.word));
    if (!order || order < 0) best = { word, distance, isName, df };
  }
  return best?.word;
}

/**
 * How many insertions, deletions, changes and swaps of neighbours lead from one to the other; more than `limit` if it is more.
 * @param {string} from
 * @param {string} to
 * @param {number} limit
 */
function distanceOf(from, to, limit) {
  // Characters above U+FFFF are two units each.
  const [left, right] = PAIRED.test(from) || PAIRED.test(to) ? [[...from], [...to]] : [from, to];
  const width = right.length;
  if (Math.abs(left.length - width) > limit) return limit + 1;
  /** @type {number[]} */
  let before = [];
  let above = Array.from({ length: width + 1 }, (_, at) => at);
  for (let row = 1; row <= left.length; row++) {
    const here = [row];
    let least = row;
    for (let at = 1; at <= width; at++) {
      const isSame = left[row - 1] === right[at - 1];
      let value = Math.min(above[at] + 1, here[at - 1] + 1, above[at - 1] + (isSame ? 0 : 1));
      if (row > 1 && at > 1 && left[row - 1] === right[at - 2] && left[row - 2] === right[at - 1]) value = Math.min(value, before[at - 2] + 1);
      here.push(value);
      least = Math.min(least, value);
    }
    if (least > limit) return least;
    [before, above] = [above, here];
  }
  return above[width];
}

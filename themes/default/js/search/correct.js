// The word that somebody meant, for one that no document has.
import { compare } from "./files.js";
import { length } from "./tokens.js";

/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").Names} Names */
/** @typedef {import("./files.js").Terms} Terms */
/** @typedef {{ word: string, distance: number, isName: boolean, df: number }} Candidate */

/**
 * The nearest word that there is, first among what was read already.
 * @param {Files} files
 * @param {string} need
 * @param {Terms[]} read the files in which it is not
 * @param {Names[]} names
 * @returns {Promise<string | undefined>}
 */
export async function correct(files, need, read, names) {
  /** @type {Map<string, { isName: boolean, df: number }>} */
  const known = new Map();
  for (const all of names) {
    for (const words of all.words) {
      for (const word of new Set(words.split("\n"))) {
        const before = known.get(word)?.df ?? 0;
        if (length(word) > 2) known.set(word, { isName: true, df: before + 1 });
      }
    }
  }
  for (const terms of read) {
    for (const { term, df } of terms.values()) {
      if (!term.startsWith("=")) known.set(term, { isName: known.has(term), df });
    }
  }
  return nearest(need, known) ?? nearest(need, await files.read("v-" + files.manifest.vocabulary, vocabularyOf));
}

/** @type {(bytes: import("./files.js").Bytes) => Map<string, { isName: boolean, df: number }>} */
function vocabularyOf(bytes) {
  const all = new Map();
  for (const word of bytes.words()) all.set(word, { isName: false, df: bytes.number() });
  return all;
}

/** @type {(need: string, known: Map<string, { isName: boolean, df: number }>) => string | undefined} */
function nearest(need, known) {
  const limit = length(need) > 7 ? 2 : 1;
  /** @type {Candidate | undefined} */
  let best;
  for (const [word, about] of known) {
    const distance = distanceOf(need, word, best?.distance ?? limit);
    if (distance < 1 || distance > limit) continue;
    const candidate = { word, distance, ...about };
    if (!best || isBetter(candidate, best)) best = candidate;
  }
  return best?.word;
}

/** @type {(one: Candidate, other: Candidate) => boolean} */
function isBetter(one, other) {
  const order = one.distance - other.distance || Number(other.isName) - Number(one.isName) || other.df - one.df;
  return (order || compare(one.word, other.word)) < 0;
}

/**
 * How many insertions, deletions, changes and swaps of neighbours lead from one to the other; more than `limit` if it is more.
 * @param {string} from
 * @param {string} to
 * @param {number} limit
 */
export function distanceOf(from, to, limit) {
  // Half a character is one only where there are whole ones beside it.
  const [left, right] = /[\ud800-\udfff]/.test(from + to) ? [[...from], [...to]] : [from, to];
  const width = right.length;
  if (Math.abs(left.length - width) > limit) return limit + 1;
  /** @type {number[]} */
  let before = [];
  /** @type {number[]} */
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

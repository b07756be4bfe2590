// What needs the words of names: queries of one or two letters, and words that no document has.
import { compare } from "./files.js";
import { length, tokens } from "./tokens.js";

/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").Names} Names */
/** @typedef {import("./files.js").Terms} Terms */
/** @typedef {{ isName: boolean, df: number }} Known */

/** @type {WeakMap<Names, string[]>} */
const read = new WeakMap();

/**
 * The words and humps of each name, with a line feed before each of them.
 * @param {Names} names
 */
function wordsOf(names) {
  const wordsOf = (/** @type {string} */ title) => tokens(title).map(({ text, form }) => (form === "word" || form === "hump" ? "\n" + text : ""));
  const words = read.get(names) ?? names.titles.map((title) => wordsOf(title).join(""));
  read.set(names, words);
  return words;
}

/**
 * Gives points to documents in whose names something begins with what was typed.
 * @param {Files} files
 * @param {string} wanted
 * @param {import("./engine.js").Points} points
 */
export async function addNames(files, wanted, points) {
  const [facets, all] = await Promise.all([files.facets(), files.names(wanted)]);
  const [{ entries, column }] = facets;
  points.needed = 1;
  for (const names of all) {
    const words = wordsOf(names);
    names.documents.forEach((document, at) => {
      const begins = names.norms[at].startsWith(wanted) ? 2 : words[at].includes("\n" + wanted) ? 1 : 0;
      if (!begins) return;
      points.had[document] = 1;
      // Better ones, then kinds, then shorter titles, as one exact number.
      points.scores[document] = begins * 2 ** 48 - (column[document][0] ?? entries.length) * 2 ** 24 - length(names.titles[at]);
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
  for (const [at, need] of needs.entries()) {
    const { found, read } = meanings[at];
    if (found.length || length(need) < 4 || quoted.has(need)) continue;
    const to = nearest(need, knownOf(names, read)) ?? nearest(need, await files.read("v-" + files.manifest.vocabulary, vocabularyOf));
    if (!to) continue;
    answer.corrections.push({ from: need, to });
    answer.terms[at] = to;
    meanings[at] = await meaningOf(to);
  }
}

/**
 * The words of names, and of the files that were read for a need.
 * @param {Names[]} names
 * @param {Terms[]} read
 */
function knownOf(names, read) {
  /** @type {Map<string, Known>} */
  const known = new Map();
  for (const words of names.flatMap(wordsOf)) {
    for (const word of new Set(words.split("\n"))) known.set(word, { isName: true, df: (known.get(word)?.df ?? 0) + 1 });
  }
  for (const word of known.keys()) if (length(word) < 3) known.delete(word);
  for (const { term, df } of read.flatMap((terms) => [...terms.values()])) {
    if (!term.startsWith("=")) known.set(term, { isName: known.has(term), df });
  }
  return known;
}

/** @type {(bytes: import("./files.js").Reader) => Map<string, Known>} */
function vocabularyOf(bytes) {
  const all = new Map();
  for (const word of bytes.words()) all.set(word, { isName: false, df: bytes.number() });
  return all;
}

/** @type {(need: string, known: Map<string, Known>) => string | undefined} */
function nearest(need, known) {
  const limit = length(need) > 7 ? 2 : 1;
  /** @type {(Known & { word: string, distance: number }) | undefined} */
  let best;
  for (const [word, about] of known) {
    const distance = distanceOf(need, word, best?.distance ?? limit);
    if (distance < 1 || distance > limit) continue;
    const order = best && (distance - best.distance || Number(best.isName) - Number(about.isName) || best.df - about.df || compare(word, best.word));
    if (!order || order < 0) best = { word, distance, ...about };
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
  const [left, right] = /[\ud800-\udfff]/.test(from + to) ? [[...from], [...to]] : [from, to];
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

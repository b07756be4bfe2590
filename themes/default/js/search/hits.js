// What the palette and the page of results share: the engine, and what is said of its answers.
import { make } from "../element.js";
import { openSearch } from "./engine.js";

/** @typedef {import("./engine.js").Answer} Answer */
/** @typedef {import("./engine.js").Hit} Hit */

/** The site's root. Addresses are put behind it as they are, so that none leads to another host. */
export const root = new URL("../../../../", import.meta.url).href;

/** The one engine of a page. */
export const site = openSearch(root);

/**
 * Asks. There is no answer if something is in the way, which the sentence says.
 * @param {string} text
 * @param {{ from?: number }} [range]
 * @returns {Promise<{ sentence: string, answer?: Answer, reason?: string }>}
 */
export const ask = (text, range) =>
  site.search(text, range).then(
    (answer) => ({ sentence: sentenceOf(answer), answer }),
    ({ message, reason }) => ({ sentence: message, reason }),
  );

/** @param {Answer} answer */
function sentenceOf({ hits, total, isPartial, corrections }) {
  const corrected = corrections.map(({ from, to }) => `Nothing has “${from}”, showing results for “${to}”. `).join("");
  if (!hits.length) return `${corrected}No hits. Use fewer words; kind: owner: tag: lifecycle: system: are filters.`;
  if (isPartial) return `${corrected}Nothing has all words; these have some.`;
  return corrected + (total ? `${total} ${total > 1 ? "hits" : "hit"}` : "");
}

/**
 * Where terms, which are letters and digits, begin a word or a hump of one: pairs of begin and end.
 * @param {string} text
 * @param {string[]} terms
 * @returns {[number, number][]}
 */
export function places(text, terms) {
  // What is longer comes before what it begins with.
  const found = text.matchAll(RegExp([...terms].sort().reverse().join("|"), "giu"));
  return [...found].flatMap(({ 0: word, index }) =>
    word && (/[^\p{L}\p{N}]|^$/u.test(text.charAt(index - 1)) || /^[^\p{Ll}\p{N}]/u.test(word)) ? [[index, index + word.length]] : [],
  );
}

/**
 * A text with terms marked, as nodes.
 * @param {string} text
 * @param {string[]} terms
 */
export function marked(text, terms) {
  let from = 0;
  const nodes = places(text, terms).flatMap(([begin, end]) => {
    const before = text.slice(from, begin);
    from = end;
    return [before, make("mark", { textContent: text.slice(begin, end) })];
  });
  return [...nodes, text.slice(from)];
}

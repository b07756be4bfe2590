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
 * Hits, and the sentence that tells readers of them.
 * @typedef {Pick<Answer, "hits" | "facets" | "terms"> & { total?: number | null, sentence: string, reason?: string }} Told
 */

/** @type {Told} */
const NOTHING = { hits: [], facets: [], terms: [], sentence: "" };

/**
 * Asks. There are no hits if something is in the way, which the sentence says.
 * @param {string} text
 * @param {{ from?: number }} [range]
 * @returns {Promise<Told>}
 */
export const ask = async (text, range) =>
  text.trim()
    ? site.search(text, range).then(
        (answer) => ({ ...answer, sentence: sentenceOf(answer) }),
        ({ message, reason }) => ({ ...NOTHING, sentence: message, reason }),
      )
    : NOTHING;

/** @param {Answer} answer */
function sentenceOf({ hits, total, isPartial, corrections }) {
  const corrected = corrections.map(({ to }) => `Showing results for “${to}”. `).join("");
  if (!hits[0]) return `${corrected}No hits. Filters are kind: owner: tag: lifecycle: system:`;
  if (isPartial) return `${corrected}Nothing has all words; these have some.`;
  return corrected + (total ? `${total} ${total > 1 ? "hits" : "hit"}` : "");
}

/**
 * A text cut at terms, which are letters and digits: every other piece is one, and `isMarked` says whether it counts.
 * @param {string} text
 * @param {string[]} terms
 */
export const cut = (text, terms) =>
  // What is longer comes before what it begins with; what never matches is for no terms.
  text.split(RegExp(`(${[...terms, "(?!)"].sort().reverse().join("|")})`, "giu"));

/**
 * Whether the piece at a place is a term that begins a word, or a hump of one.
 * @param {string[]} pieces
 * @param {number} at
 */
export const isMarked = (pieces, at) => at % 2 > 0 && (/(^|[^\p{L}\p{N}])$/u.test(pieces[at - 1]) || /^[^\p{Ll}\p{N}]/u.test(pieces[at]));

/**
 * A text with terms marked, as nodes.
 * @param {string} text
 * @param {string[]} terms
 */
export const marked = (text, terms) =>
  cut(text, terms).map((piece, at, pieces) => (isMarked(pieces, at) ? make("mark", { textContent: piece }) : piece));

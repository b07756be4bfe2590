// What the palette and the page of results share: the engine, and what is said of its answers.
import { make } from "../element.js";
import { openSearch } from "./engine.js";

/** @typedef {import("./engine.js").Answer} Answer */
/** @typedef {import("./engine.js").Hit} Hit */

const RENEWED = "portolan-renewed";

/** The site's root. Addresses are put behind it as they are, so that none leads to another host. */
export const root = new URL("../../../../", import.meta.url);

const site = openSearch(root);

/** Fetches what every query needs; what goes wrong is told by the query. */
export const preload = () => site.preload().catch(() => {});

/**
 * Asks for what stands in a field. There is no answer if something is in the way, which the sentence says.
 * @param {HTMLInputElement} field
 * @param {{ from?: number, count?: number }} [range]
 * @returns {Promise<{ answer?: Answer, sentence: string }>}
 */
export async function ask(field, range) {
  try {
    const answer = await site.search(field.value, range);
    noteRenewed(false);
    return { answer, sentence: sentenceOf(answer) };
  } catch (problem) {
    const { reason, message } = /** @type {import("./engine.js").SearchProblem} */ (problem);
    if (reason === "expired") return { sentence: renew(field.value) };
    return { sentence: reason ? message : "Search does not work here at the moment." };
  }
}

/**
 * Loads the page again, which renews the session of a reader; but not twice, since it may not.
 * @param {string} text the query, to go on with
 */
function renew(text) {
  if (!noteRenewed(true)) return "Your session has expired: reload the page.";
  history.replaceState(null, "", `#${new URLSearchParams({ q: text })}`);
  location.reload();
  return "Renewing your session …";
}

/**
 * @param {boolean} isRenewed
 * @returns whether that is news; never where nothing can be remembered
 */
function noteRenewed(isRenewed) {
  try {
    const isNews = Boolean(sessionStorage.getItem(RENEWED)) !== isRenewed;
    sessionStorage.setItem(RENEWED, isRenewed ? "1" : "");
    return isNews;
  } catch {
    return false;
  }
}

/** @param {Answer} answer */
function sentenceOf({ hits, total, isPartial, corrections }) {
  const corrected = corrections.map(({ from, to }) => `Nothing has “${from}”: showing results for “${to}”. `).join("");
  if (!hits.length) return `${corrected}No hits. Fewer words find more; kind: owner: tag: lifecycle: system: narrow a search.`;
  if (isPartial) return `${corrected}Nothing has all of these words; these have some.`;
  return corrected + (total === null ? "" : `${total.toLocaleString("en")} ${total === 1 ? "hit" : "hits"}`);
}

/**
 * Where terms begin a word, or a hump of one, in a text: pairs of begin and end.
 * @param {string} text
 * @param {string[]} terms
 * @returns {Generator<[number, number]>}
 */
export function* places(text, terms) {
  const longestFirst = [...terms].sort((a, b) => b.length - a.length);
  const pattern = longestFirst.map((term) => term.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
  if (!pattern) return;
  for (const { 0: { length }, index } of text.matchAll(RegExp(pattern, "giu"))) {
    const isBegun = /[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, index - 2), index));
    if (!isBegun || /^[^\p{Ll}\p{N}]/u.test(text.slice(index, index + 2))) yield [index, index + length];
  }
}

/**
 * A text with terms marked, as nodes.
 * @param {string} text
 * @param {string[]} terms
 */
export function marked(text, terms) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let from = 0;
  for (const [begin, end] of places(text, terms)) {
    nodes.push(text.slice(from, begin), make("mark", { textContent: text.slice(begin, end) }));
    from = end;
  }
  return [...nodes, text.slice(from)];
}

// What was typed, as a plan of what to look for.
import { unfetched } from "./files.js";
import { length, norm, tokens } from "./tokens.js";

export { length, norm, tokens } from "./tokens.js";

const MOST_CHARACTERS = 400;
const MOST_NEEDS = 12;
const MOST_WELCOME = 6;
const LONGEST_PIECE = 80;
/** May find too much: what is not special is read the same way. */
const SPECIAL = /"|(^|\p{White_Space})-|\w:/u;

/** @typedef {[term: string, place: number][]} Phrase each term with its distance from the first */
/** @typedef {{ field: string, value: string, isExcluded: boolean }} Filter the value is a norm */
/** @typedef {{ said: string, needs: string[], welcome: string[], isOpen: boolean }} Piece */
/**
 * What to look for. `open` is the need that also means what begins with it.
 * @typedef {{ said: string, needs: string[], welcome: string[], open: string | null, phrases: Phrase[],
 *   excluded: { words: string[][], phrases: Phrase[] }, filters: Filter[] }} Plan
 */

/**
 * A piece of words: what it needs and what it welcomes. What is written without spaces has no open end.
 * @param {string} said
 * @returns {Piece}
 */
export function wordsOf(said) {
  /** @type {Piece} */
  const piece = { said, needs: [], welcome: [], isOpen: false };
  // An address would be too long for a word, and say nothing.
  tokens(length(said) > LONGEST_PIECE ? said.replaceAll("/", " ") : said).forEach(({ text, form }, at, all) => {
    const next = all[at + 1]?.form;
    if (form === "joined" || (form === "word" && next === "hump")) piece.welcome.push(text);
    else if (form !== "character" || (next !== "pair" && all[at - 1]?.form !== "pair")) {
      piece.needs.push(text);
      piece.isOpen = form === "word" || form === "hump";
    }
  });
  return piece;
}

/**
 * Makes the plan of what somebody typed.
 * @param {string} typed
 * @returns {Promise<Plan>}
 */
export async function planOf(typed) {
  // A character is at most two units, so that a long text is not taken apart as a whole.
  const text = [...typed.slice(0, 2 * MOST_CHARACTERS)].slice(0, MOST_CHARACTERS).join("");
  /** @type {Plan} */
  const plan = { said: "", needs: [], welcome: [], open: null, phrases: [], excluded: { words: [], phrases: [] }, filters: [] };
  const special = SPECIAL.test(text) && (await import("./special.js").catch(unfetched));
  const pieces = special ? special.piecesOf(text, plan) : text.split(/\p{White_Space}+/u).map(wordsOf);
  const needs = new Set(pieces.flatMap(({ needs }) => needs));
  const welcome = new Set(pieces.flatMap(({ welcome }) => welcome).filter((term) => !needs.has(term)));
  const last = pieces.at(-1);
  const open = last?.isOpen && /[\p{L}\p{N}]$/u.test(text) && last.needs.at(-1);
  if (open && length(open) < 3 && needs.size > 1) {
    needs.delete(open);
    welcome.add(open);
  }
  plan.said = pieces.map(({ said }) => said).filter(Boolean).join(" ");
  plan.needs = [...needs].slice(0, MOST_NEEDS);
  plan.welcome = [...welcome].slice(0, MOST_WELCOME);
  if (open && length(open) > 2 && plan.needs.includes(open)) plan.open = open;
  if (special) special.shorten(plan);
  return plan;
}

/**
 * What may mean one document exactly, best first.
 * @param {Plan} plan
 * @returns {Promise<string[]>} terms
 */
export async function keysOf({ said, phrases }) {
  if (phrases.length || !(tokens(said).length > 1 || /[/:.@_-]/.test(said))) return [];
  const more = /[/:@?#]|\.git$/.test(said) && !said.includes(" ") && (await import("./keys.js").catch(unfetched)).partsOf(said);
  return [...new Set([said, ...(more || [])].map(norm))].filter((key) => length(key) > 2).slice(0, 8).map((key) => "=" + key);
}

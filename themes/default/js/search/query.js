// What was typed, as a plan of what to look for.
import { norm, tokens } from "./tokens.js";

const LONGEST = 400;
const MOST_NEEDS = 12;
const MOST_WELCOME = 6;
const MOST_KEYS = 8;
// `\p{White_Space}`; the regular expression of pieces cannot name it, for with `u` a case-insensitive `k` is a Kelvin sign too.
const SPACE = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const WORDS = `([^${SPACE}"]+)`;
const PIECES = new RegExp(`(-?)(?:(kind|owner|tag|lifecycle|system):(?:"([^"]+)"?|${WORDS})|"([^"]*)"?|${WORDS})`, "gi");

/** @typedef {[term: string, place: number][]} Phrase each term with its distance from the first */
/** @typedef {{ field: string, value: string, isExcluded: boolean }} Filter the value is a norm */
/**
 * What to look for. `open` is the need that also means what begins with it.
 * @typedef {{ said: string, needs: string[], welcome: string[], open: string | null, phrases: Phrase[],
 *   excluded: { words: string[][], phrases: Phrase[] }, filters: Filter[] }} Plan
 */

/**
 * What a piece of words says: the terms it needs, those it welcomes, and whether the last need is written with spaces.
 * @param {string} text
 */
function wordsOf(text) {
  /** @type {string[]} */
  const needs = [];
  /** @type {string[]} */
  const welcome = [];
  let isSpaced = false;
  const all = tokens(text);
  for (const [at, { text, form }] of all.entries()) {
    const next = all[at + 1]?.form;
    if (form === "joined" || (form === "word" && next === "hump")) welcome.push(text);
    else if (form !== "character" || (next !== "pair" && all[at - 1]?.form !== "pair")) {
      needs.push(text);
      isSpaced = form === "word" || form === "hump";
    }
  }
  return { needs, welcome, isSpaced };
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
 * Makes the plan of what somebody typed.
 * @param {string} typed
 * @returns {Plan}
 */
export function planOf(typed) {
  // A character is at most two units, so that a long text is not taken apart as a whole.
  const text = [...typed.slice(0, 2 * LONGEST)].slice(0, LONGEST).join("");
  /** @type {string[]} */
  const said = [];
  /** @type {Set<string>} */
  const needed = new Set();
  /** @type {Set<string>} */
  const wanted = new Set();
  /** @type {Plan} */
  const plan = { said: "", needs: [], welcome: [], open: null, phrases: [], excluded: { words: [], phrases: [] }, filters: [] };
  /** @type {string | null | undefined} */
  let open = null;
  for (const [piece, minus, field, quoted, value, inside, words] of text.matchAll(PIECES)) {
    open = null;
    if (field) {
      plan.filters.push({ field: field.toLowerCase(), value: norm(quoted ?? value), isExcluded: !!minus });
    } else if (words) {
      if (piece === "-") continue;
      const { needs, welcome, isSpaced } = wordsOf(words);
      if (minus) {
        if (needs.length) plan.excluded.words.push(needs);
        continue;
      }
      said.push(words);
      for (const term of needs) needed.add(term);
      for (const term of welcome) wanted.add(term);
      if (isSpaced && /[\p{L}\p{N}]$/u.test(text)) open = needs.at(-1);
    } else if (inside) {
      const phrase = phraseOf(inside);
      if (!minus) {
        said.push(inside);
        for (const [term] of phrase) needed.add(term);
      }
      if (phrase.length) (minus ? plan.excluded : plan).phrases.push(phrase);
    }
  }
  for (const term of needed) wanted.delete(term);
  const isShort = open && [...open].length < 3;
  if (open && isShort && needed.size > 1) {
    needed.delete(open);
    wanted.add(open);
  }
  plan.said = said.join(" ");
  plan.needs = [...needed].slice(0, MOST_NEEDS);
  plan.welcome = [...wanted].slice(0, MOST_WELCOME);
  if (open && !isShort && plan.needs.includes(open)) plan.open = open;
  const taken = new Set([...plan.needs, ...plan.welcome]);
  plan.phrases = plan.phrases.map((phrase) => phrase.slice(0, (phrase.findIndex(([term]) => !taken.has(term)) + 1 || Infinity) - 1));
  plan.phrases = plan.phrases.filter(({ length }) => length);
  return plan;
}

/**
 * What may mean one document exactly, best first.
 * @param {Plan} plan
 * @returns {string[]} terms
 */
export function keysOf({ said, phrases }) {
  if (phrases.length || !(tokens(said).length > 1 || /[/:.@_-]/.test(said))) return [];
  const all = [said];
  if (!said.includes(" ")) {
    const bare = said.replace(/^([a-z][a-z\d+.-]*:\/\/([^/?#@]*@)?|git@)/i, "").replace(/[?#].*$/, "").replace(/(\/|\.git)+$/, "");
    const project = bare.split("/-/")[0];
    const image = project.replace(/(^|\/)([^/][^/@:]*)[@:][^/]*$/, "$1$2");
    const [, host, port, path] = image.match(/^(?:([^/:]*):(?=\p{L})|([^/]*)\/)(.+)$/u) ?? [];
    let rest = path && /[.:]/.test(host ?? port) ? path : image;
    all.push(bare, project, image, rest);
    while (/\/.*\//.test(rest)) all.push((rest = rest.slice(0, rest.lastIndexOf("/"))));
  }
  const norms = new Set(all.map(norm).filter((one) => [...one].length > 2));
  return [...norms].slice(0, MOST_KEYS).map((one) => "=" + one);
}

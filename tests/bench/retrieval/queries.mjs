// Queries of readers who know what they look for: each means one page, and chance picks which.

import { Draw } from "../company/draw.mjs";

/** How many of each class make up 900. */
const CLASSES = { name: 150, operation: 100, title: 150, words: 100, typo: 100, prefix: 100, owned: 80, description: 120 };

/** What the classes are called in tables. */
export const LABELS = {
  name: "name",
  operation: "operation id",
  title: "doc title",
  words: "identifier as words",
  typo: "one-edit typo",
  prefix: "60 % prefix",
  owned: "owner and name",
  description: "three rare words",
};

/** @typedef {{ kind: keyof CLASSES, text: string, address: string }} Query */

/**
 * Draws queries; the same seed draws the same ones from the same pages.
 * @param {import("./pages.mjs").Page[]} pages
 * @param {{ count: number, seed: string }} asked `count` is of all classes together
 * @returns {Query[]}
 */
export function drawQueries(pages, { count, seed }) {
  const isOnly = [({ title }) => normal(title), ({ operation: id, address }) => normal(id) || address].map((give) => onlyOf(pages, give));
  const targets = pages.filter((page) => isOnly.every((is) => is(page)));
  const makers = { name, operation, title, words, typo, prefix: prefixer(pages), owned, description: describer(pages) };
  const whole = Object.values(CLASSES).reduce((sum, each) => sum + each, 0);
  return Object.entries(CLASSES).flatMap(([kind, share]) => {
    const draw = new Draw(`queries ${seed} ${kind}`);
    const drawn = [];
    for (const page of draw.some(targets, Infinity)) {
      if (drawn.length >= Math.round((count * share) / whole)) break;
      const text = makers[kind](page, draw);
      if (text) drawn.push({ kind, text, address: page.address });
    }
    return drawn;
  });
}

/** Lower case, without anything but letters and digits. */
const normal = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Answers whether what a page gives is given by no other. */
function onlyOf(pages, give) {
  const counts = new Map();
  for (const page of pages) counts.set(give(page), (counts.get(give(page)) ?? 0) + 1);
  return (page) => give(page) !== "" && counts.get(give(page)) === 1;
}

const NAMED = new Set(["component", "api", "system", "resource", "group"]);
const partsOf = (identifier) => identifier.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const hasLetters = (text, least) => normal(text).length >= least;

const name = ({ kind, title }) => (NAMED.has(kind) && kind !== "group" ? title : undefined);
/** What generators make of paths is no id that anybody would type. */
const TYPED = /^[A-Za-z][A-Za-z0-9]*([._-][A-Za-z0-9]+)*$/;
const operation = ({ operation: id }) => (hasLetters(id, 4) && TYPED.test(id) ? id : undefined);
const title = ({ kind, title: said }) => (kind === "doc" && hasLetters(said, 3) ? said : undefined);

function words({ kind, title: said, operation: id }) {
  const identifier = kind === "operation" ? id : kind === "component" ? said : "";
  const parts = partsOf(identifier);
  return parts.length > 1 && parts.length < 6 ? parts.join(" ").toLowerCase() : undefined;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** One letter left out, put in, exchanged or swapped with its neighbour, in a word that is long enough to be known by the rest. */
function typo({ title: said }, draw) {
  const found = said.split(/\s+/);
  const long = found.flatMap((word, at) => (/^[A-Za-z-]{5,}$/.test(word) ? [at] : []));
  if (found.length > 5 || long.length === 0 || /[/{}]/.test(said)) return undefined;
  const at = draw.one(long);
  const word = found[at].toLowerCase();
  const place = draw.whole(1, word.length - 2);
  const [head, letter, next, tail] = [word.slice(0, place), word[place], word[place + 1], word.slice(place + 2)];
  const edits = [head + next + tail, head + draw.one(LETTERS) + letter + next + tail, head + draw.one(LETTERS) + next + tail, head + next + letter + tail];
  const edited = draw.one(edits);
  return edited === word ? undefined : [...found.slice(0, at), edited, ...found.slice(at + 1)].join(" ");
}

/** The beginning of a title, if no other title begins so: or else it would not mean one page. */
function prefixer(pages) {
  const sorted = pages.map(({ title: said }) => normal(said)).sort();
  return ({ title: said }) => {
    const text = said.slice(0, Math.ceil(said.length * 0.6)).trim();
    const at = firstFrom(sorted, normal(text));
    const begun = sorted.slice(at, at + 2).filter((each) => each.startsWith(normal(text)));
    return hasLetters(text, 4) && begun.length === 1 ? text : undefined;
  };
}

/** Where the first text stands that is not less than another. */
function firstFrom(sorted, text) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

const owned = ({ kind, owner, title: said }) => (NAMED.has(kind) && owner && normal(owner) !== normal(said) ? `${owner} ${said}` : undefined);

/** The three words of a description that the fewest pages hold. */
function describer(pages) {
  const counts = new Map();
  for (const page of pages) for (const word of new Set(wordsOf(`${page.description} ${page.body}`))) counts.set(word, (counts.get(word) ?? 0) + 1);
  const isOnly = onlyOf(pages, ({ description }) => normal(description));
  return (page) => {
    if (!isOnly(page)) return undefined;
    // A description that is cut for the head of the page ends in half a sentence, and its last word is whole all the same.
    const found = [...new Set(wordsOf(page.description))];
    if (found.length < 6) return undefined;
    const rare = [...found].sort((a, b) => counts.get(a) - counts.get(b)).slice(0, 3);
    return found.filter((word) => rare.includes(word)).join(" ");
  };
}

const wordsOf = (text) => text.toLowerCase().match(/(?<![\p{L}\p{N}_./:-])\p{L}{4,}(?![\p{L}\p{N}_./:…-])/gu) ?? [];

// What a page says about some words, read from its text without making a document of it.
import { cut, isMarked } from "./hits.js";

const LENGTH = 200;
/** How much stands before the first mark. */
const BEFORE = 60;
/** Shorter ones are labels rather than sentences. */
const SENTENCE = 40;

const SKIPPED = new Set(["button", "h1", "nav", "script", "select", "style", "svg", "textarea"]);
/** What the program says about a page is not what the page says. */
const FURNITURE = / class="(cards|elsewhere|facts|notice|provenance|reference|relations|sample|tags)"/;
/** Classes of one letter after an `h` are colours of code. */
const LABEL = /^<span class="(?!h.")/;
const INLINE = new Set("a abbr b bdi cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr".split(" "));
const ENTITIES = new Map([["amp", "&"], ["lt", "<"], ["gt", ">"], ["quot", '"'], ["apos", "'"]]);

/**
 * The text of a page's `main`, one piece a block.
 * @param {string} html
 */
export function blocksOf(html) {
  const main = html.indexOf("<main");
  const end = html.lastIndexOf("</main");
  /** @type {string[]} */
  const blocks = [];
  if (main < 0) return blocks;
  let block = "";
  let isInLabel = false;
  for (let at = endOfTag(html, main); at < end; ) {
    const next = html.indexOf("<", at);
    block += html.slice(at, next);
    const name = /^\/?[a-z0-9]*/i.exec(html.slice(next + 1, next + 12))?.[0].toLowerCase() ?? "";
    at = endOfTag(html, next);
    const tag = html.slice(next, at);
    if (SKIPPED.has(name) || FURNITURE.test(tag)) at = html.indexOf(`</${name}`, at);
    if (at < 0) break;
    /** @type {boolean} */
    const isLabel = LABEL.test(tag) || (isInLabel && name === "/span");
    isInLabel = isLabel && name === "span";
    if (INLINE.has(name.replace("/", "")) && !isLabel) continue;
    blocks.push(block);
    block = "";
  }
  return [...blocks, block].map((text) => decoded(text).replace(/\s+/g, " ").trim()).filter(Boolean);
}

/** @param {string} html @param {number} at where it begins */
function endOfTag(html, at) {
  for (let quote = ""; at < html.length; at += 1) {
    const character = html[at];
    if (quote) quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === ">") return at + 1;
  }
  return at;
}

/** @param {string} text */
function decoded(text) {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (_, decimal, hexadecimal, name) => {
    if (name) return ENTITIES.get(name.toLowerCase()) ?? "";
    const code = decimal ? Number(decimal) : parseInt(hexadecimal, 16);
    return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
  });
}

/**
 * About two hundred characters around the place where most of the terms stand together; nothing if none does.
 * @param {string[]} blocks
 * @param {string[]} terms
 */
export function excerptOf(blocks, terms) {
  let best = { score: 0, text: "", begin: 0 };
  for (const text of blocks.filter(({ length }) => length >= SENTENCE)) {
    const found = placesOf(text, terms);
    found.forEach(({ begin }, first) => {
      const near = new Set();
      for (let at = first; at < found.length && found[at].begin < begin + LENGTH - BEFORE; at += 1) near.add(found[at].term);
      if (near.size > best.score) best = { score: near.size, text, begin };
    });
  }
  return best.score ? around(best.text, best.begin) : "";
}

/** @param {string} text @param {string[]} terms */
function placesOf(text, terms) {
  let begin = 0;
  return cut(text, terms).flatMap((piece, at, pieces) => {
    const place = { begin, term: piece.toLowerCase() };
    begin += piece.length;
    return isMarked(pieces, at) ? [place] : [];
  });
}

/** @param {string} text @param {number} begin */
function around(text, begin) {
  let start = begin > BEFORE ? text.lastIndexOf(" ", begin - BEFORE / 2) + 1 : 0;
  if (begin - start > BEFORE) start = begin - BEFORE / 2;
  let end = start + LENGTH;
  if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), end - BEFORE);
  // Half a character is none.
  const piece = text.slice(start, end).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
  return `${start ? "… " : ""}${piece}${end < text.length ? " …" : ""}`;
}

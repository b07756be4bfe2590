// What a built site says, page by page: the same documents for whoever makes an index of it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "parse5";

import { attribute, descendants, textOf } from "../../browser/support/tree.mjs";
import { filesBelow } from "../harness/site.mjs";

/** Pages of these sorts are documents; lists, findings and the page of what is not found are ways to documents. */
const SORTS = { entity: null, doc: "doc", "api-operation": "operation", "api-schema": "schema" };

/** What stands on a page and is not about it: ways to others, findings, where facts come from, code that we made up. */
const BESIDE = [
  ({ tagName }) => tagName === "nav",
  (element) => hasClass(element, "notice"),
  (element) => hasClass(element, "provenance"),
  (element) => hasClass(element, "reference-side"),
];

/**
 * @typedef {object} Page
 * @property {string} address from the site's root
 * @property {string} kind
 * @property {string} title
 * @property {string} description
 * @property {string} owner as readers see it, or nothing
 * @property {string[]} tags
 * @property {string} operation the id of an operation, or nothing
 * @property {string} body everything that it says about itself
 */

/**
 * Reads every document of a site, in the order of their addresses.
 * @param {string} site
 * @param {(page: Page, marked: () => string) => void} take `marked` gives the page as Pagefind likes it
 */
export function readPages(site, take) {
  for (const file of filesBelow(site)) {
    if (!file.endsWith(".html")) continue;
    const html = readFileSync(join(site, file), "utf8");
    if (!isDocument(html)) continue;
    const elements = [...descendants(parse(html, { sourceCodeLocationInfo: true }))];
    const body = elements.find(({ tagName }) => tagName === "body");
    const main = elements.find(({ tagName }) => tagName === "main");
    const heading = elements.find(({ tagName }) => tagName === "h1");
    if (!main || !heading) throw new Error(`${file} has no title`);
    const page = {
      address: file,
      kind: SORTS[attribute(body, "data-page")] ?? attribute(body, "data-kind"),
      title: words(textOf(heading)),
      description: attribute(elements.find((each) => attribute(each, "name") === "description") ?? heading, "content") ?? "",
      owner: ownerOf(elements),
      tags: elements.filter((each) => hasClass(each, "tags")).flatMap((list) => [...descendants(list)].filter(({ tagName }) => tagName === "li").map(textOf).map(words)),
      operation: operationOf(body, elements),
      body: words(ownText(main)),
    };
    take(page, () => marked(html, main, heading, elements));
  }
}

function isDocument(html) {
  const [, sort] = /<body data-page="([^"]*)"/.exec(html) ?? [];
  return sort in SORTS;
}

const hasClass = (element, name) => (attribute(element, "class") ?? "").split(/\s+/).includes(name);
const isBeside = (element) => BESIDE.some((is) => is(element));
const words = (text) => text.replace(/\s+/g, " ").trim();

function ownText(node) {
  if (node.nodeName === "#text") return node.value;
  if (node.tagName && isBeside(node)) return "";
  // Words of two cells or two items are two words, whatever stands between them in the source.
  const isApart = node.tagName && (BLOCKS.has(node.tagName) || hasClass(node, "eyebrow"));
  return (node.childNodes ?? []).map(ownText).join(isApart ? " " : "");
}
const BLOCKS = new Set(["main", "div", "section", "article", "header", "ul", "ol", "dl", "table", "thead", "tbody", "tr", "details"]);

/** The first team that the page says it belongs to. */
function ownerOf(elements) {
  const head = elements.find((each) => hasClass(each, "entity-head"));
  if (!head) return "";
  const inside = [...descendants(head)];
  const fact = inside.find(({ tagName, childNodes }) => tagName === "div" && childNodes.some((each) => each.tagName === "dt" && textOf(each) === "Owner"));
  const place = fact ?? inside.find((each) => each.tagName === "span" && /^owned by /.test(textOf(each)));
  const link = place && [...descendants(place)].find(({ tagName }) => tagName === "a");
  return link ? words(textOf(link)) : "";
}

function operationOf(body, elements) {
  if (attribute(body, "data-page") !== "api-operation") return "";
  const source = elements.find((each) => hasClass(each, "source"));
  const id = source?.childNodes.find(({ tagName }) => tagName === "code");
  return id ? words(textOf(id)) : "";
}

/** The page with Pagefind's attributes: what is its body, what weighs more, what is not about it. */
function marked(html, main, heading, elements) {
  const inside = [...descendants(main)];
  const inserts = [
    [main, "data-pagefind-body"],
    [heading, 'data-pagefind-weight="10"'],
    ...inside.filter((each) => hasClass(each, "lead")).map((each) => [each, 'data-pagefind-weight="3"']),
    ...elements.filter(isBeside).filter((each) => inside.includes(each)).map((each) => [each, "data-pagefind-ignore"]),
  ].map(([element, text]) => [element.sourceCodeLocation.startTag.startOffset + 1 + element.tagName.length, ` ${text}`]);
  let made = html;
  for (const [at, text] of inserts.sort(([a], [b]) => b - a)) made = made.slice(0, at) + text + made.slice(at);
  return made;
}

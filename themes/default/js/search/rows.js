// One row a hit: what it is, where it belongs, and what its page says about the words.
import { make } from "../element.js";
import { blocksOf, excerptOf } from "./excerpt.js";
import { marked, root } from "./hits.js";
import { remember, renew } from "./memory.js";

/** Renews the session. */
export { renew };

/** @typedef {import("./hits.js").Hit} Hit */

/** Milliseconds for which a row stands before its page is asked, so that typing asks for none. */
const PATIENCE = 300;

/** What is to be done once a row is seen. @type {WeakMap<Element, () => void>} */
const onSeen = new WeakMap();

const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    setTimeout(() => target.isConnected && onSeen.get(target)?.(), PATIENCE);
  }
});

/**
 * The rows of an answer.
 * @param {Pick<import("./hits.js").Answer, "hits" | "terms">} answer
 */
export function rowsOf({ hits, terms }) {
  return hits.map((hit) => {
    const link = make("a", { href: root + hit.address }, make("i", { className: `i i-${hit.kind}` }), ...marked(hit.title, terms));
    link.onclick = link.onauxclick = () => remember(hit);
    const about = [hit.kindLabel, hit.place, hit.ownerLabel].filter(Boolean).join(" · ");
    const row = make("li", {}, make("h2", {}, link), make("p", { className: "meta", textContent: about }));
    if (hit.description) row.append(make("p", { className: "description" }, ...marked(hit.description, terms)));
    // A part of a page is told by its description; the page would say it again.
    if (!hit.address.includes("#")) {
      onSeen.set(row, () => addExcerpt(row, hit, terms));
      observer.observe(row);
    }
    return row;
  });
}

/**
 * @param {HTMLElement} row
 * @param {Hit} hit
 * @param {string[]} terms
 */
async function addExcerpt(row, { address, description }, terms) {
  try {
    const page = await fetch(root + address, { redirect: "manual" });
    if (!page.ok) return;
    const blocks = blocksOf(await page.text()).filter((block) => block !== description);
    const excerpt = excerptOf(blocks, terms);
    if (excerpt) row.append(make("p", { className: "excerpt" }, ...marked(excerpt, terms)));
  } catch {
    // The description says enough.
  }
}

// What is kept in the browser: pages that a reader opened and starred, by site, and that a session was renewed.
import { make } from "../element.js";
import { root } from "./hits.js";

/** @typedef {{ address: string, title: string, kind: string, place: string }} Kept */

const MOST_RECENT = 8;
const MOST_STARRED = 50;
const RENEWED = "portolan-renewed";
/** Milliseconds that a renewed session lasts at least. */
const RENEWABLE = 120_000;
const HINT = 'Words, "phrases", -without, and filters: kind:api owner:payments tag:go lifecycle:production system:orders';
const STARRED = "starred";
const RECENT = "recent";

/** Sites that share a host share its storage. @param {string} name */
const keyOf = (name) => `portolan-${name}:${new URL(root).pathname}`;

/** @param {unknown} item @returns {item is Kept} */
function isKept(item) {
  if (typeof item !== "object" || item === null) return false;
  return ["address", "title", "kind", "place"].every((key) => typeof Reflect.get(item, key) === "string");
}

/** @param {string} name @returns {Kept[]} */
function read(name) {
  try {
    const items = JSON.parse(localStorage.getItem(keyOf(name)) ?? "[]");
    return Array.isArray(items) ? items.filter(isKept) : [];
  } catch {
    return []; // Closed to us, or written by somebody else.
  }
}

/** @param {string} name @param {Kept[]} items */
function write(name, items) {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify(items));
  } catch {
    // Nothing is kept.
  }
}

/** @param {Kept[]} items @param {string} address */
const without = (items, address) => items.filter((item) => item.address !== address);

/**
 * Keeps what was opened, most recent first.
 * @param {Kept} hit
 */
export function remember({ address, title, kind, place }) {
  write(RECENT, [{ address, title, kind, place }, ...without(read(RECENT), address)].slice(0, MOST_RECENT));
}

/**
 * Adds to a palette what is kept, and what stands around the hits: ways out, to all results, and to keep this page.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLInputElement} field
 */
export function addMemory(dialog, field) {
  const page = thisPage();
  const close = make("button", { type: "button", className: "tool", textContent: "Esc", ariaLabel: "Esc, close" });
  const lists = make("div", { className: "kept" });
  const all = make("a", { textContent: "All results" });
  const star = make("button", { type: "button", className: "tool star", textContent: "Star this page", hidden: !page });
  const show = () => {
    lists.hidden = field.value.trim() !== "";
    all.href = `${root}search.html?${new URLSearchParams({ q: field.value })}`;
    star.ariaPressed = String(read(STARRED).some(({ address }) => address === page?.address));
    const kept = [...listOf(STARRED, "Starred"), ...listOf(RECENT, "Recent")];
    lists.replaceChildren(...(kept.length ? kept : [make("p", { className: "meta", textContent: HINT })]));
  };
  /** @param {string} name @param {string} label */
  function listOf(name, label) {
    const rows = read(name).map((item) => rowOf(item, () => {
      write(name, without(read(name), item.address));
      show();
      field.focus();
    }));
    return rows.length ? [make("p", { className: "label", textContent: label }), make("ul", { ariaLabel: label }, ...rows)] : [];
  }
  star.onclick = () => {
    const others = without(read(STARRED), page?.address ?? "");
    if (page) write(STARRED, star.ariaPressed === "true" ? others : [page, ...others].slice(0, MOST_STARRED));
    show();
  };
  const click = (/** @type {MouseEvent} */ { target }) => {
    if (target === dialog || target === close) dialog.close();
    else if (target instanceof Element) rememberOption(target.closest("[role=option]"));
  };
  field.after(close);
  dialog.append(lists, make("p", { className: "foot" }, all, star));
  dialog.addEventListener("click", click);
  dialog.addEventListener("auxclick", click);
  dialog.addEventListener("keydown", (event) => step(event, [field, ...lists.querySelectorAll("a")]));
  // The palette tells the reason why there is no answer.
  dialog.addEventListener("expired", () => renew(field.value));
  field.addEventListener("input", show);
  field.addEventListener("focus", show);
  show();
  const query = keptQuery();
  if (!query) return;
  field.value = query;
  field.dispatchEvent(new Event("input"));
}

/** @param {Kept} item @param {() => void} onclick */
function rowOf({ address, title, kind, place }, onclick) {
  const link = make("a", { href: root + address }, make("i", { className: `i i-${kind}` }), title);
  const remove = make("button", { type: "button", className: "remove", textContent: "×", ariaLabel: `Remove ${title}`, onclick });
  return make("li", {}, link, make("small", { textContent: place }), remove);
}

/** @param {Element | null} option a hit that was opened */
function rememberOption(option) {
  const name = option?.firstElementChild;
  if (!(option instanceof HTMLAnchorElement) || !name) return;
  const kind = /i-(\S+)/.exec(name.firstElementChild?.className ?? "")?.[1] ?? "";
  const [place] = name.nextElementSibling?.textContent?.split(" · ") ?? [];
  remember({ address: option.href.slice(root.length), title: name.textContent ?? "", kind, place: place ?? "" });
}

/** The query with which the page was loaded again; the address says it once. */
function keptQuery() {
  const query = new URLSearchParams(location.hash.slice(1)).get("q");
  if (query !== null) history.replaceState(null, "", location.href.split("#")[0]);
  return query;
}

/**
 * Loads the page again, which renews the session of a reader; but not again and again, since it may not.
 * @param {string} [query] to go on with, if the address does not say it
 */
export function renew(query) {
  try {
    if (Date.now() - Number(sessionStorage.getItem(RENEWED)) < RENEWABLE) return;
    sessionStorage.setItem(RENEWED, String(Date.now()));
  } catch {
    return; // What cannot be remembered must not be repeated.
  }
  if (query) history.replaceState(null, "", `#${new URLSearchParams({ q: query })}`);
  location.reload();
}

/** The page that is open, unless it is none of this site's. @returns {Kept | undefined} */
function thisPage() {
  const address = location.href.split(/[?#]/)[0];
  const { page, kind } = document.body.dataset;
  if (page === "not-found" || !address.startsWith(root)) return undefined;
  const site = document.querySelector(".site-title")?.textContent ?? "";
  const title = document.title.replace(` · ${site}`, "");
  return { address: address.slice(root.length), title, kind: kind ?? "doc", place: "" };
}

/**
 * Goes up and down in what is kept.
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} stops
 */
function step(event, stops) {
  const by = { ArrowDown: 1, ArrowUp: stops.length - 1 }[event.key];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  if (!by || at < 0 || event.defaultPrevented) return;
  event.preventDefault();
  stops[(at + by) % stops.length].focus();
}

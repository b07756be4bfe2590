// What a reader opened and starred: kept in the browser, by site, and shown while the field is empty.
import { make } from "../element.js";
import { root } from "./hits.js";

/** @typedef {{ address: string, title: string, kind: string, place: string }} Kept */
/** @typedef {{ show: () => void, remember: typeof remember }} Memory */

const MOST_RECENT = 8;
const MOST_STARRED = 50;
const STARRED = "starred";
const RECENT = "recent";

/** Sites that share a host share its storage. @param {string} name */
const keyOf = (name) => `portolan-${name}:${root.pathname}`;

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
 * Shows what is kept, and offers to keep this page.
 * @param {HTMLElement} foot where the star goes
 * @param {HTMLElement} place where the lists go
 * @param {HTMLInputElement} field where the keyboard is
 * @returns {Memory}
 */
export function addMemory(foot, place, field) {
  const page = thisPage();
  const star = make("button", { type: "button", className: "tool star", textContent: "Star this page" });
  const show = () => {
    star.ariaPressed = String(read(STARRED).some(({ address }) => address === page?.address));
    place.replaceChildren(...listOf(STARRED, "Starred"), ...listOf(RECENT, "Recent"));
  };
  /** @param {string} name @param {string} label */
  function listOf(name, label) {
    const rows = read(name).map((item) => {
      const link = make("a", { href: root + item.address }, make("i", { className: `i i-${item.kind}` }), item.title);
      const remove = make("button", { type: "button", className: "remove", textContent: "×", ariaLabel: `Remove ${item.title}` });
      remove.onclick = () => {
        write(name, without(read(name), item.address));
        show();
        field.focus();
      };
      return make("li", {}, link, make("small", { textContent: item.place }), remove);
    });
    return rows.length ? [make("p", { className: "label", textContent: label }), make("ul", { ariaLabel: label }, ...rows)] : [];
  }
  star.onclick = () => {
    const others = without(read(STARRED), page?.address ?? "");
    if (page) write(STARRED, star.ariaPressed === "true" ? others : [page, ...others].slice(0, MOST_STARRED));
    show();
  };
  if (page) foot.append(star);
  addKeys(place, field);
  return { show, remember };
}

/** The page that is open, unless it is none of this site's. @returns {Kept | undefined} */
function thisPage() {
  const address = location.href.split(/[?#]/)[0];
  const { page, kind } = document.body.dataset;
  if (page === "not-found" || !address.startsWith(root.href)) return undefined;
  const site = document.querySelector(".site-title")?.textContent ?? "";
  const title = document.title.replace(` · ${site}`, "");
  return { address: address.slice(root.href.length), title, kind: kind ?? "doc", place: "" };
}

/** @param {HTMLElement} place @param {HTMLInputElement} field */
function addKeys(place, field) {
  field.closest("dialog")?.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [field, ...place.querySelectorAll("a")];
    const at = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    if (!step || at < 0 || place.hidden) return;
    event.preventDefault();
    stops[(at + step + stops.length) % stops.length].focus();
  });
}

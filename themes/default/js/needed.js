// Loads what only some pages need, on those pages.
import { offerSearch } from "./search/offer.js";

/**
 * Looks for what needs more, and brings it.
 * @param {Document} page
 */
export function bringWhatIsNeeded(page) {
  /** @type {HTMLElement | null} */
  const section = page.querySelector("[data-form]");
  if (section) import("./form.js").then(({ addForm }) => addForm(section));
  /** @type {HTMLElement | null} */
  const caller = page.querySelector("[data-console]");
  if (caller) import("./try.js").then(({ addConsole }) => addConsole(caller));
  if (page.querySelector("[data-filter], .sample")) import("./reference.js").then(({ addAll }) => addAll(page));
  /** @type {HTMLAnchorElement | null} */
  const link = page.querySelector("[data-search]");
  if (link) offerSearch(link, page.querySelector("[data-results]"));
}

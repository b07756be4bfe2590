// The page of results: the query lives in the address, and everything else follows from it.
import { make } from "../element.js";
import { filtersOf } from "./filters.js";
import { ask, site } from "./hits.js";
import { renew, rowsOf } from "./rows.js";

/** @typedef {import("./hits.js").Answer} Answer */

const STEP = 10;

const queryOfAddress = () => new URLSearchParams(location.search).get("q") ?? "";

/**
 * Turns the list of all lists into a page to search from.
 * @param {HTMLElement} place
 */
export function addResults(place) {
  const lists = place.nextElementSibling;
  const field = make("input", { type: "search", className: "field", ariaLabel: "Search", placeholder: "Search", autocomplete: "off", spellcheck: false });
  const status = make("p", { role: "status", className: "meta" });
  const filters = make("div", { className: "filters" });
  const hits = make("ol", { className: "found" });
  const more = make("button", { type: "button", className: "tool", textContent: "More results", hidden: true });
  const isWide = matchMedia("(min-width: 62.5rem)").matches;
  const side = make("details", { open: isWide }, make("summary", { textContent: "Filters" }), filters);
  const columns = make("div", { className: "result-columns" }, side, make("div", {}, hits, more));
  let turn = 0;
  let isTyping = false;

  /** @param {"pushState" | "replaceState"} change */
  const tellAddress = (change) => {
    const query = field.value ? `?${new URLSearchParams({ q: field.value })}` : "";
    try {
      history[change](null, "", location.pathname + query);
    } catch {
      // Some browsers allow a hundred changes in half a minute; the next one tells this one, too.
    }
  };

  const search = async (from = 0) => {
    const mine = ++turn;
    const isEmpty = !field.value.trim();
    const answer = await ask(field.value, { from });
    if (mine !== turn) return;
    status.textContent = answer.sentence;
    const rows = rowsOf(answer);
    if (from) hits.append(...rows);
    else hits.replaceChildren(...rows);
    if (from) rows[0]?.querySelector("a")?.focus();
    else filters.replaceChildren(...filtersOf(answer.facets, field.value, choose));
    more.hidden = rows.length < STEP || answer.total === from + STEP;
    lists?.toggleAttribute("hidden", !isEmpty);
    columns.hidden = isEmpty;
    if (answer.reason === "expired") renew();
  };

  /** @param {string} query what the choice of a filter makes of it */
  const choose = (query) => {
    field.value = query;
    isTyping = false;
    tellAddress("pushState");
    search();
  };

  field.oninput = () => {
    // One way back leads over all that was typed at once.
    tellAddress(isTyping ? "replaceState" : "pushState");
    isTyping = true;
    search();
  };
  field.onchange = () => (isTyping = false);
  more.onclick = () => search(hits.children.length);
  addEventListener("popstate", () => {
    field.value = queryOfAddress();
    search();
  });

  place.querySelector(".lead")?.replaceWith(field, status);
  place.append(columns);
  field.value = queryOfAddress();
  tellAddress("replaceState");
  if (!field.value) field.focus();
  site.preload();
  search();
}

// What a query may be narrowed by. Filters are a part of the query's text: there is no second truth.
import { make } from "../element.js";

/** @typedef {import("./hits.js").Answer["facets"]} Facets */
/** @typedef {{ field: string, value: string, begin: number, end: number }} Filter */

const LABELS = new Map([["kind", "Kind"], ["owner", "Owner"], ["lifecycle", "Lifecycle"], ["system", "System"], ["tag", "Tag"]]);
const SHOWN = 8;

/** A phrase, a filter, or anything else that is one piece. */
const PIECE = /"[^"]*"?|(kind|owner|tag|lifecycle|system):("[^"]*"?|[^\s"]+)|[^\s"]+/gi;

/** @param {string} text */
const norm = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * The filters of a query, but not those of what is excluded.
 * @param {string} query
 * @returns {Filter[]}
 */
export function chosenIn(query) {
  return [...query.matchAll(PIECE)].flatMap(({ 0: piece, 1: field, 2: value, index }) =>
    field ? [{ field: field.toLowerCase(), value: value.replaceAll('"', ""), begin: index, end: index + piece.length }] : [],
  );
}

/**
 * A query with a filter more.
 * @param {string} query @param {string} field @param {string} key
 */
export function withFilter(query, field, key) {
  const value = key.replaceAll('"', " ");
  return `${query.trimEnd()} ${field}:${/\s/.test(value) ? `"${value}"` : value}`.trimStart();
}

/**
 * A query with some of its filters taken out.
 * @param {string} query @param {Filter[]} filters
 */
export function withoutFilters(query, filters) {
  let rest = query;
  for (const { begin, end } of [...filters].reverse()) rest = `${rest.slice(0, begin).trimEnd()} ${rest.slice(end).trimStart()}`;
  return rest.trim();
}

/**
 * The lists of what the hits are, each entry a button that adds a filter or takes it out.
 * @param {Facets} facets
 * @param {string} query
 * @param {(query: string) => void} choose
 */
export function filtersOf(facets, query, choose) {
  const chosen = chosenIn(query);
  return [...LABELS].flatMap(([field, label]) => {
    let left = chosen.filter((filter) => filter.field === field);
    const entries = facets.find((facet) => facet.field === field)?.entries ?? [];
    const buttons = entries.map(({ key, label, count }) => {
      const means = (/** @type {Filter} */ { value }) => [key, label].some((name) => norm(name) === norm(value));
      const own = left.filter(means);
      left = left.filter((filter) => !means(filter));
      const next = () => choose(own.length ? withoutFilters(query, own) : withFilter(query, field, key));
      return buttonOf(label || key, count, own.length > 0, next);
    });
    // What nothing has is shown too, or it could not be taken out.
    const idle = left.map((filter) => buttonOf(filter.value, 0, true, () => choose(withoutFilters(query, [filter]))));
    const all = [...idle, ...buttons];
    return all.length ? [groupOf(label, all)] : [];
  });
}

/** @param {string} label @param {number} count @param {boolean} isChosen @param {() => void} onclick */
function buttonOf(label, count, isChosen, onclick) {
  const number = make("span", { className: "count", textContent: String(count) });
  return make("button", { type: "button", ariaPressed: String(isChosen), onclick }, make("span", { textContent: label }), " ", number);
}

/** @param {string} label @param {HTMLElement[]} buttons */
function groupOf(label, buttons) {
  const rest = buttons.splice(SHOWN);
  const more = rest.length ? [make("details", {}, make("summary", { textContent: `${rest.length} more` }), ...rest)] : [];
  return make("div", { role: "group", ariaLabel: label }, make("p", { className: "label", textContent: label }), ...buttons, ...more);
}

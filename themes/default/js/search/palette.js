// The palette: a field over any page, and the best hits below it while somebody types.
import { make } from "../element.js";
import { ask, marked, preload, root } from "./hits.js";

/** @typedef {import("./hits.js").Answer} Answer */

/** What a reader opened and starred. @type {import("./memory.js").Memory | undefined} */
let memory;
/** Counts what was asked, so that a late answer to an earlier keystroke is known. */
let turn = 0;
/** Whether the list answers what stands in the field. */
let isCurrent = true;
/** What is to be opened as soon as it does. @type {KeyboardEvent | undefined} */
let wanted;
/** @type {HTMLAnchorElement[]} */
let options = [];
let chosen = 0;

const field = make("input", { type: "search", role: "combobox", ariaLabel: "Search", ariaAutoComplete: "list", ariaExpanded: "false" });
Object.assign(field, { placeholder: "Search", autocomplete: "off", spellcheck: false, enterKeyHint: "go" });
field.setAttribute("aria-controls", "p--hits");
const close = make("button", { type: "button", className: "tool", textContent: "Esc", ariaLabel: "Close" });
const status = make("p", { role: "status", className: "meta" });
const list = make("div", { id: "p--hits", role: "listbox", ariaLabel: "Hits", className: "hits", hidden: true });
const kept = make("div", { className: "kept" });
const all = make("a", { textContent: "All results" });
const foot = make("p", { className: "foot" }, all);
const dialog = make("dialog", { className: "palette", ariaLabel: "Search" }, make("div", { className: "asked" }, field, close), status, list, kept, foot);

field.oninput = change;
field.onkeydown = press;
close.onclick = () => dialog.close();
dialog.onclick = ({ target }) => {
  if (target === dialog) dialog.close();
};
list.onpointermove = ({ target }) => choose(options.findIndex((option) => option.contains(/** @type {Node} */ (target))));
// What comes first in the document is what a page is searched by; the palette lies above the page in any case.
document.body.prepend(dialog);

/**
 * Shows the palette.
 * @param {string} text to search for at once
 */
export async function openPalette(text) {
  if (!dialog.open) dialog.showModal();
  if (text) {
    field.value = text;
    history.replaceState(null, "", location.href.split("#")[0]);
  }
  field.select();
  preload();
  change();
  memory ??= await import("./memory.js").then(({ addMemory }) => addMemory(foot, kept, field), () => undefined);
  memory?.show();
}

async function change() {
  const mine = ++turn;
  const isEmpty = !field.value.trim();
  wanted = undefined;
  isCurrent = false;
  all.href = `${root}search.html?${new URLSearchParams({ q: field.value })}`;
  kept.hidden = !isEmpty;
  const { answer, sentence } = isEmpty ? { sentence: "" } : await ask(field);
  if (mine !== turn) return;
  isCurrent = true;
  status.textContent = sentence;
  show(answer);
  if (wanted && dialog.open) open(wanted);
}

/** @param {Answer} [answer] */
function show(answer) {
  const { hits, terms } = answer ?? { hits: [], terms: [] };
  /** @type {HTMLElement[]} */
  const groups = [];
  options = hits.map((hit, at) => {
    const { kind, kindLabel, title, place, ownerLabel, description } = hit;
    const about = [place, ownerLabel, description].filter(Boolean).join(" · ");
    const name = make("span", { className: "title" }, make("i", { className: `i i-${kind}` }), ...marked(title, terms));
    const option = make("a", { role: "option", id: `p--hit-${at}`, href: root + hit.address, tabIndex: -1 }, name, make("small", {}, ...marked(about, terms)));
    option.onclick = option.onauxclick = () => memory?.remember(hit);
    if (hits[at - 1]?.kind !== kind) groups.push(make("div", { role: "group", ariaLabel: kindLabel }));
    groups[groups.length - 1].append(option);
    return option;
  });
  list.replaceChildren(...groups);
  list.hidden = !hits.length;
  list.scrollTop = 0;
  field.ariaExpanded = String(!list.hidden);
  choose(0);
}

/** @param {number} at */
function choose(at) {
  if (options[at]) chosen = at;
  options.forEach((option, each) => (option.ariaSelected = String(each === chosen)));
  field.setAttribute("aria-activedescendant", options[chosen]?.id ?? "");
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.isComposing) return;
  const { key, shiftKey } = event;
  const step = new Map([["ArrowDown", chosen + 1], ["ArrowUp", chosen - 1], ["Home", 0], ["End", options.length - 1]]).get(key);
  if (key === "Escape") dialog.close();
  else if (key === "Enter") open(event);
  else if (step !== undefined && !shiftKey && options.length) {
    choose((step + options.length) % options.length);
    options[chosen].scrollIntoView({ block: "nearest" });
  } else return;
  event.preventDefault();
}

/** @param {KeyboardEvent} event whose modifiers say where */
function open(event) {
  const { ctrlKey, metaKey, shiftKey } = event;
  if (!isCurrent) wanted = event;
  else options[chosen]?.dispatchEvent(new MouseEvent("click", { ctrlKey, metaKey, shiftKey, bubbles: true, cancelable: true }));
}

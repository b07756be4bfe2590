// The palette: a field over any page, and the best hits below it while somebody types.
import { make } from "../element.js";
import { ask, marked, root, site } from "./hits.js";

/** @type {HTMLAnchorElement[]} */
let options = [];
let chosen = 0;
/** The answer to the last keystroke. */
let pending = Promise.resolve();

const field = make("input", { type: "search", role: "combobox", placeholder: "Search", ariaLabel: "Search", spellcheck: false, oninput, onkeydown });
field.setAttribute("aria-controls", "p--hits");
const status = make("p", { role: "status", className: "meta" });
const list = make("div", { id: "p--hits", role: "listbox", ariaLabel: "Hits", className: "hits" });
const dialog = make("dialog", { className: "palette", ariaLabel: "Search" }, make("div", { className: "asked" }, field), status, list);
// What comes first in the document is what a page is searched by; the palette lies above the page in any case.
document.body.prepend(dialog);
import("./memory.js").then((memory) => memory.addMemory(dialog, field), () => {});

/** Shows the palette. */
export function openPalette() {
  if (!dialog.open) dialog.showModal();
  field.select();
  site.preload();
  oninput();
}

function oninput() {
  pending = show();
}

async function show() {
  const text = field.value;
  const { hits, terms, sentence, reason } = await ask(text);
  // A late answer to an earlier keystroke is none.
  if (text !== field.value) return;
  /** @type {HTMLElement[]} */
  const groups = [];
  options = hits.map(({ kind, kindLabel, title, address, place, ownerLabel, description }, at) => {
    const name = make("span", {}, make("i", { className: `i i-${kind}` }), ...marked(title, terms));
    const about = make("small", { textContent: [place, ownerLabel, description].filter(Boolean).join(" · ") });
    if (kind !== hits[at - 1]?.kind) groups.push(make("div", { role: "group", ariaLabel: kindLabel }));
    const option = make("a", { role: "option", id: `p--hit-${at}`, href: root + address, tabIndex: -1, onpointermove: () => choose(at) }, name, about);
    groups[groups.length - 1].append(option);
    return option;
  });
  status.textContent = sentence;
  list.replaceChildren(...groups);
  list.hidden = !hits[0];
  field.ariaExpanded = String(!list.hidden);
  choose(0);
  if (reason) dialog.dispatchEvent(new Event(reason));
}

/** @param {number} at */
function choose(at) {
  chosen = at;
  options.forEach((option, each) => (option.ariaSelected = String(each === at)));
  field.setAttribute("aria-activedescendant", options[at]?.id ?? "");
}

/** @param {KeyboardEvent} event */
function onkeydown(event) {
  const last = options.length - 1;
  /** @type {Record<string, number>} */
  const steps = { Home: 0, End: last, ArrowDown: chosen + 1, ArrowUp: chosen + last };
  const to = steps[event.key] % options.length;
  if (event.isComposing || event.shiftKey) return;
  if (event.key === "Escape") dialog.close();
  else if (event.key === "Enter") open(event);
  else if (options[to]) {
    choose(to);
    options[to].scrollIntoView({ block: "nearest" });
  } else return;
  event.preventDefault();
}

/** @param {KeyboardEvent} event whose modifiers say where */
async function open(event) {
  const text = field.value;
  // Who types fast means what the list is going to say.
  await pending;
  if (text === field.value && dialog.open) options[chosen]?.dispatchEvent(new MouseEvent("click", event));
}

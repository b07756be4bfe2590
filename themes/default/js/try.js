// The console of an API: a form for one operation at a time, and what came back. What is typed leaves the page in the
// request and in no other way, and secrets are forgotten with the page.
import { ask } from "./ask.js";
import { addCopyButtons } from "./copy.js";
import { make } from "./element.js";
import { exchange } from "./exchange.js";

/** @typedef {import("./request.js").Call} Call */
/** @typedef {{id: string, href: string, name: string}} Operation */

// With more operations than that there is a filter above them.
const MANY = 20;

/**
 * Reads the operations from the lists of the page.
 * @param {HTMLElement} section
 * @returns {{title: string, operations: Operation[]}[]}
 */
const listsOf = (section) =>
  [...section.querySelectorAll("section")].map((list) => ({
    title: list.querySelector("h2")?.textContent ?? "",
    operations: [...list.querySelectorAll("li")].map((item) => {
      const [{ href, textContent }] = item.getElementsByTagName("a");
      return { id: item.id, href, name: textContent?.trim().replace(/\s+/g, " ") ?? "" };
    }),
  }));

/**
 * The choice of an operation.
 * @param {{title: string, operations: Operation[]}[]} lists
 */
function chooser(lists) {
  const field = make("select", { className: "field", id: "p--operation" });
  const filter = make("input", { type: "search", className: "field", placeholder: "Filter operations" });
  filter.setAttribute("aria-label", "Filter operations");
  const offer = () => {
    const words = filter.value.toLowerCase().split(/\s+/);
    const chosen = field.value;
    field.replaceChildren();
    for (const { title, operations } of lists) {
      const shown = operations.filter(({ id, name }) => id === chosen || words.every((word) => name.toLowerCase().includes(word)));
      const options = shown.map(({ id, name }) => new Option(name, id));
      if (options.length) field.append(...(title ? [make("optgroup", { label: title }, ...options)] : options));
    }
    if (chosen) field.value = chosen;
  };
  offer();
  filter.addEventListener("input", offer);
  const isLong = lists.reduce((sum, { operations }) => sum + operations.length, 0) > MANY;
  const row = make("div", { className: "ask" }, make("label", { htmlFor: field.id }, "Operation"), ...(isLong ? [filter] : []), field);
  return { field, row };
}

/** @param {string[]} lines @param {string} className */
const said = (lines, className) => lines.map((line) => make("p", { className }, line));

/**
 * Makes the console of the list of operations.
 * @param {HTMLElement} section holds the links to the operations; its data tells the servers
 */
export function addConsole(section) {
  const lists = listsOf(section);
  const operations = lists.flatMap((list) => list.operations);
  // A page that was opened as a file may not even read the files beside it.
  if (!location.protocol.startsWith("http") || !operations.length) return;
  const api = JSON.parse(section.dataset.console ?? "");
  /** @type {import("./ask.js").Memory} */
  const memory = { typed: new Map(), secrets: new Map() };
  const { field: chosen, row } = chooser(lists);
  const [about, fields, problems, notes] = ["about", "parts", "problems", "parts"].map((className) => make("div", { className }));
  const send = make("button", { type: "submit", className: "send" }, "Send");
  const cancel = make("button", { type: "button", className: "tool", disabled: true }, "Cancel");
  const command = make("code", {});
  const answer = exchange(cancel);
  const form = make("form", { autocomplete: "off", noValidate: true }, row, about, fields);
  form.append(make("div", { className: "controls" }, send, cancel), problems, notes);
  answer.section.append(make("h2", {}, "As a command"), make("pre", { tabIndex: 0 }, command));
  form.setAttribute("aria-label", "Request");
  problems.setAttribute("role", "alert");

  /** @type {(() => import("./request.js").Request) | undefined} */
  let request;
  const update = () => {
    const made = request?.();
    command.textContent = made?.curl ?? "";
    problems.replaceChildren();
    notes.replaceChildren(...said(made?.notes ?? [], "meta"));
  };

  /** @param {string} id */
  const load = async (id) => {
    const { href, ...operation } = operations.find((one) => one.id === id) ?? operations[0];
    chosen.value = operation.id;
    try {
      /** @type {Call} */
      const call = await (await fetch(href.replace(/\.html$/, ".json"))).json();
      // Somebody may have chosen another one meanwhile.
      if (chosen.value !== operation.id) return;
      const asked = ask(call, api, memory);
      request = asked.request;
      about.replaceChildren(make("a", { href }, call.title));
      fields.replaceChildren(...asked.parts);
    } catch {
      request = undefined;
      fields.replaceChildren(...said(["What this operation asks for could not be loaded."], "notice"));
    }
    update();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const made = request?.();
    if (!made) return;
    problems.replaceChildren(...said(made.problems, "problem"));
    if (made.problems.length) answer.refuse();
    else answer.send(made);
  });
  fields.addEventListener("input", update);
  cancel.addEventListener("click", answer.stop);
  chosen.addEventListener("input", () => {
    history.replaceState(null, "", `#${chosen.value}`);
    load(chosen.value);
  });
  addEventListener("hashchange", () => load(location.hash.slice(1)));
  addEventListener("pagehide", () => {
    answer.stop();
    for (const held of memory.secrets.values()) Object.assign(held, { user: "", secret: "" });
    for (const field of form.querySelectorAll("input")) if (field.autocomplete === "off") field.value = "";
  });
  section.replaceChildren(form, answer.section);
  addCopyButtons(section);
  load(location.hash.slice(1));
}

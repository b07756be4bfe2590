// Makes a form of the table of inputs, which writes the snippet that stands above it.
import { make } from "./element.js";
import { judge, read as known } from "./inputs.js";

// What is text without quotes: not what some reader takes for something else.
const PLAIN = /^(?!(null|true|false|yes|no|on|off|y|n|nan|inf)$)[a-z_/$]([\w/$.@+~-]|:(?=[a-z\d]))*$/i;
// What JSON leaves as it is, and YAML 1.1 does not print.
const ODD = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * Writes a value as YAML that readers of 1.1 and 1.2 understand alike.
 * @param {unknown} value
 * @returns {string}
 */
export function scalar(value) {
  if (typeof value === "string" && PLAIN.test(value)) return value;
  if (Array.isArray(value)) return `[${value.map(scalar).join(", ")}]`;
  /** @param {string} odd */
  const escape = (odd) => `\\u${odd.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return String(JSON.stringify(value)).replace(ODD, escape).replace(/^(-?\d+)e/, "$1.0e");
}

/**
 * Reads what somebody typed; nothing is no value, and `""` is the empty text.
 * @param {import("./inputs.js").Type} type
 * @param {string} typed
 */
export function read(type, typed) {
  if (!typed.trim()) return;
  if (type === "string") return typed === '""' ? "" : typed;
  const value = known(type, typed);
  // A list may also be written with one item a line.
  return type === "array" && !Array.isArray(value) ? typed.trim().split(/\s*\n\s*/) : value;
}

/**
 * Sets the value of a field, which a select offers beside the words.
 * @param {HTMLSelectElement | HTMLInputElement | HTMLTextAreaElement} field
 * @param {string[]} words
 */
const choose = (field, words, value = field.value) => {
  const options = [...new Set([...words, value])].map((word) => new Option(word || "–", word));
  if ("options" in field) field.replaceChildren(...options);
  // Touching it for nothing disturbs who types just now.
  if (field.value !== value) field.value = value;
};

/**
 * Adds the control of one input in a cell of its own.
 * @param {HTMLTableRowElement} row
 */
function control(row) {
  /** @type {import("./inputs.js").Input} */
  const input = JSON.parse(row.dataset.input ?? "");
  const { name, type, rules = [] } = input;
  const isList = type === "array";
  const isChoice = !isList && (type === "boolean" || [input, ...rules].some((one) => one.options));
  const field = make(isChoice ? "select" : isList ? "textarea" : "input", {
    className: "field",
    inputMode: type === "number" ? "decimal" : "",
    placeholder: isList ? "one per line" : "",
  });
  const note = make("p", { className: "problem", id: `${row.id}-problem` });
  field.setAttribute("aria-label", `Value of ${name}`);
  field.setAttribute("aria-describedby", note.id);
  const cell = row.appendChild(make("td", {}, field, note));
  cell.dataset.label = "Value";
  return { input, field, note };
}

/**
 * Makes the form, and keeps its state in the address.
 * @param {HTMLElement} section holds the snippet and the table of inputs
 */
export function addForm(section) {
  const { form, versions = "" } = section.dataset;
  const pins = versions.split(" ");
  const [code] = section.querySelectorAll("pre > code");
  const [snippet] = section.getElementsByClassName("snippet");
  const [head, ...rows] = section.getElementsByTagName("tr");
  const written = [...code.childNodes];
  const controls = rows.map(control);
  const inputs = controls.map(({ input }) => input);
  const lines = code.textContent.split("\n").slice(3);
  const placeholders = inputs.map(({ mandatory }) => lines.splice(0, mandatory ? 1 : 0));
  const pin = make("select", { className: "field" });
  const reset = make("button", { type: "button", className: "copy" }, "Reset");
  snippet.prepend(make("div", { className: "controls" }, make("label", {}, "Version ", pin), reset));
  head.append(make("th", { scope: "col" }, "Value"));

  const update = () => {
    const kept = new URLSearchParams();
    if (pin.value !== pins[0]) kept.set("version", pin.value);
    const given = new Map(controls.map(({ input, field }) => [input.name, read(input.type, field.value)]));
    const judged = judge(inputs, given);
    const lines = controls.flatMap(({ input: { name, type, mandatory }, field, note }, at) => {
      const { options, usual, problem } = judged[at];
      const value = given.get(name);
      if (field.value) kept.set(`i.${name}`, field.value);
      const words = options ?? (type === "boolean" ? [true, false] : []);
      choose(field, ["", ...words.map((one) => String(one) || '""')]);
      note.textContent = value === undefined ? "" : problem;
      field.setAttribute("aria-invalid", String(!!note.textContent));
      if (value === undefined || problem) return placeholders[at];
      const line = scalar(value);
      return mandatory || line !== scalar(usual) ? `      ${scalar(name)}: ${line}` : [];
    });
    if (lines.length) lines.unshift("    inputs:");
    lines.unshift("include:", `  - component: ${scalar(`${form}@${pin.value}`)}`);
    if (`${kept}`) code.textContent = [...lines, ""].join("\n");
    else code.replaceChildren(...written);
    return `${kept}` ? `#${kept}` : location.pathname;
  };
  /** @param {string} hash */
  const fill = (hash) => {
    const kept = new URLSearchParams(hash.slice(1));
    choose(pin, pins, pins.find((one) => one === kept.get("version")) ?? pins[0]);
    for (const { input, field } of controls) {
      choose(field, [""], kept.get(`i.${input.name}`) ?? "");
    }
    return update();
  };
  /** @param {string} address */
  const keep = (address) => history.replaceState(null, "", address);
  section.oninput = () => keep(update());
  reset.onclick = () => keep(fill(""));
  fill(location.hash);
}

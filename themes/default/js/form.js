// Makes a form of the table of inputs, which writes the snippet that stands above it.
import { judge } from "./inputs.js";

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
  if (PLAIN.test(value) && typeof value === "string") return value;
  if (Array.isArray(value)) return `[${value.map(scalar).join(", ")}]`;
  const escape = (odd) => `\\u${odd.charCodeAt().toString(16).padStart(4, 0)}`;
  return String(JSON.stringify(value)).replace(ODD, escape).replace(/^(-?\d+)e/, "$1.0e");
}

/**
 * Reads what somebody typed; nothing is no value, and `""` is the empty text.
 * @param {string} type
 * @param {string} typed
 */
export function read(type, typed) {
  if (!typed.trim()) return;
  if (type === "string") return typed === '""' ? "" : typed;
  try {
    const known = JSON.parse(typed);
    if (type !== "array" || Array.isArray(known)) return known;
  } catch {
    // Not JSON: a list with one item a line, or a text that the type does not take.
  }
  return type === "array" ? typed.trim().split(/\s*\n\s*/) : typed;
}

const make = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const choose = (select, words) => {
  const { value } = select;
  const all = new Set(value ? [...words, value] : words);
  select.replaceChildren(...[...all].map((word) => new Option(word || "–", word)));
  select.value = value;
};

/** Adds the control of one input in a cell of its own. */
function control(row) {
  const input = JSON.parse(row.dataset.input);
  const { name, type, rules = [] } = input;
  const isList = type === "array";
  const isChoice = !isList && (type === "boolean" || [input, ...rules].some((one) => one.options));
  const field = make(isChoice ? "select" : isList ? "textarea" : "input", {
    className: "field",
    ariaLabel: `Value of ${name}`,
    inputMode: type === "number" ? "decimal" : "",
    placeholder: isList ? "one per line" : "",
  });
  const problem = make("p", { className: "problem", id: `${row.id}-problem` });
  field.setAttribute("aria-describedby", problem.id);
  const cell = make("td", {}, field, problem);
  cell.dataset.label = "Value";
  row.append(cell);
  const offer = (options = type === "boolean" ? [true, false] : []) =>
    isChoice && choose(field, ["", ...options.map((one) => String(one) || '""')]);
  return { input, field, problem, offer };
}

/**
 * Makes the form, and keeps its state in the address.
 * @param {HTMLElement} section holds the snippet and the table of inputs
 */
export function addForm(section) {
  const { form, version, versions } = section.dataset;
  const code = section.querySelector("pre > code");
  const written = [...code.childNodes];
  const placeholders = code.textContent.split("\n").slice(3);
  const controls = [...section.querySelectorAll("[data-input]")].map(control);
  const pin = make("select", { className: "field" });
  choose(pin, [version, ...versions.split(" ")]);
  const reset = make("button", { type: "button", className: "copy" }, "Reset");
  section.querySelector("[data-controls]").append(make("label", {}, "Version ", pin), reset);
  section.querySelector("thead tr").append(make("th", { scope: "col" }, "Value"));
  section.classList.add("live");

  const update = () => {
    const kept = new URLSearchParams();
    if (pin.value !== version) kept.set("version", pin.value);
    const given = new Map();
    for (const { input, field } of controls) {
      if (field.value) kept.set(`i.${input.name}`, field.value);
      given.set(input.name, read(input.type, field.value));
    }
    const { problems, choices } = judge(controls.map(({ input }) => input), given);
    let next = 0;
    const lines = controls.flatMap(({ input: { name, mandatory }, field, problem, offer }) => {
      const choice = choices.get(name);
      const value = given.get(name);
      const wrong = value === undefined ? "" : problems.get(name);
      const placeholder = mandatory ? placeholders[next++] : [];
      offer(choice.options);
      problem.textContent = wrong ?? "";
      field.ariaInvalid = String(!!wrong);
      if (value === undefined || wrong) return placeholder;
      const line = scalar(value);
      return mandatory || line !== scalar(choice.default) ? `      ${scalar(name)}: ${line}` : [];
    });
    if (lines.length) lines.unshift("    inputs:");
    const head = ["include:", `  - component: ${scalar(`${form}@${pin.value}`)}`];
    if (kept.size) code.textContent = [...head, ...lines, ""].join("\n");
    else code.replaceChildren(...written);
    return kept.size ? `#${kept}` : location.pathname;
  };
  const fill = (hash) => {
    const kept = new URLSearchParams(hash.slice(1));
    pin.value = kept.get("version") ?? version;
    pin.value ||= version;
    for (const { input, field } of controls) {
      const value = kept.get(`i.${input.name}`) ?? "";
      if (field.options) choose(field, ["", value]);
      field.value = value;
    }
    return update();
  };
  const keep = (address) => history.replaceState(null, "", address);
  section.addEventListener("input", () => keep(update()));
  reset.addEventListener("click", () => keep(fill("")));
  fill(location.hash);
}

// The fields of the console's form.
import { make } from "./element.js";
import { isKept } from "./request.js";

/** @typedef {import("./parameters.js").Parameter} Parameter */
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

let fields = 0;

/**
 * A field with its label, and what is said about it.
 * @param {string} label
 * @param {Field} field
 * @param {Parameter} [parameter] what it is the field of
 */
export function labelled(label, field, parameter) {
  field.id = `p--field-${(fields += 1)}`;
  const name = make("label", { htmlFor: field.id }, parameter ? make("code", {}, label) : label);
  if (parameter?.required) name.append(" ", make("span", { className: "chip required" }, "required"));
  const row = make("div", { className: "ask" }, name, field);
  const about = parameter ? aboutOf(parameter) : "";
  if (about) {
    const note = make("p", { className: "meta", id: `${field.id}-about` }, about);
    field.setAttribute("aria-describedby", note.id);
    row.append(note);
  }
  return row;
}

/** @param {Parameter} parameter */
function aboutOf(parameter) {
  const { about, type } = parameter;
  const form = type === "array" ? "One value a line." : type === "object" ? "An object as JSON." : "";
  const kept = isKept(parameter) ? "A browser does not let a page send it; the command has it." : "";
  return [about, form, kept].filter(Boolean).join(" ");
}

/**
 * A field that offers values, each with what it is called.
 * @param {[value: string, name: string][]} options
 */
export function choice(options) {
  const field = make("select", { className: "field" });
  field.append(...options.map(([value, name]) => new Option(name, value)));
  return field;
}

/**
 * The field of a parameter, or of a part of a form.
 * @param {Parameter} parameter
 * @param {string} [value]
 * @returns {Field}
 */
export function fieldOf({ type, options, required, hint = "", ...parameter }, value = parameter.value ?? "") {
  if (type === "file") return make("input", { type: "file", className: "field" });
  if (options) {
    const offered = [...new Set([...(required && value ? [] : [""]), ...options, value])];
    const field = choice(offered.map((one) => [one, one || "–"]));
    field.value = value;
    return field;
  }
  const usual = { className: "field", spellcheck: false, placeholder: hint.replaceAll("\n", ", "), value };
  if (type === "array" || type === "object") return make("textarea", { ...usual, rows: 2 });
  return make("input", { ...usual, type: "text", inputMode: type === "number" ? "decimal" : "" });
}

/**
 * A field for what nobody else should see, and what no browser should keep.
 * @param {"text" | "password"} type
 * @param {string} value
 */
export const secretField = (type, value) => make("input", { type, value, className: "field", autocomplete: "off", spellcheck: false });

/**
 * The file that somebody chose.
 * @param {Field | undefined} field
 */
export const fileOf = (field) => (field && "files" in field ? (field.files?.[0] ?? undefined) : undefined);

/**
 * Fields under a heading.
 * @param {string} legend
 * @param {...Node} rows
 */
export const group = (legend, ...rows) => make("fieldset", {}, make("legend", {}, legend), ...rows);

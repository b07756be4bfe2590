// How the values of parameters are written into a request (OpenAPI 3.1, "Style Values"; RFC 6570).

/**
 * What a call is given beside a body.
 * @typedef {object} Parameter
 * @property {string} name
 * @property {string} [in] `path`, `query`, `querystring`, `header`, `cookie`
 * @property {boolean} [required]
 * @property {string} [type] `array`, `object`, `number`, `file`; or nothing
 * @property {string} [value] what it begins with
 * @property {string} [hint] what it might be
 * @property {string[]} [options]
 * @property {string} [about]
 * @property {string} [style]
 * @property {boolean} [explode]
 * @property {boolean} [reserved] whether `/`, `:` and the like stay as they are
 * @property {boolean} [json]
 */
/** @typedef {string | string[] | [string, string][]} Value text, a list, or fields by name */

// What may stand in a query and means nothing there.
const RESERVED = /%(21|24|27|28|29|2A|2C|2F|3A|3B|3F|40)/g;

/**
 * As one part of an address: only unreserved characters stay (RFC 3986).
 * @param {string} text
 * @param {boolean} [reserved] whether reserved ones stay, and what is escaped already
 */
export function encode(text, reserved) {
  // Half a character cannot be written at all.
  const whole = text.replace(/\p{Surrogate}/gu, "\ufffd");
  const part = encodeURIComponent(whole).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return reserved ? part.replace(RESERVED, decodeURIComponent).replace(/%25([\da-f]{2})/gi, "%$1") : part;
}

/** @param {unknown} value */
const text = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/**
 * Reads JSON, or nothing.
 * @param {string} typed
 * @returns {unknown}
 */
export function json(typed) {
  try {
    return JSON.parse(typed);
  } catch {
    return undefined;
  }
}

/**
 * Whether a value is an object of JSON.
 * @param {unknown} value
 * @returns {value is object}
 */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads what somebody typed; nothing is no value. What cannot be read is an error with the reason in words.
 * @param {Parameter} parameter
 * @param {string} typed
 * @returns {Value | undefined}
 */
export function valueOf({ name, type, json: isJson }, typed) {
  if (!typed.trim()) return undefined;
  const value = json(typed);
  if (isJson) {
    if (value === undefined) throw new Error(`${name} is not valid JSON`);
    return typed.trim();
  }
  if (type === "array") return (Array.isArray(value) ? value : typed.trim().split(/\s*\n\s*/)).map(text);
  if (type !== "object") return typed;
  if (!isObject(value)) throw new Error(`${name} is not a JSON object`);
  return Object.entries(value).map(([key, one]) => /** @type {[string, string]} */ ([key, text(one)]));
}

/**
 * @param {Value} value
 * @returns {value is [string, string][]}
 */
const isFields = (value) => Array.isArray(value) && Array.isArray(value[0]);

/**
 * Writes a value into a path or a header.
 * @param {Parameter} parameter
 * @param {Value} value
 * @param {(text: string) => string} [written] how each part is written
 */
export function inPath({ name, style = "simple", explode = false }, value, written = encode) {
  const isMatrix = style === "matrix";
  const before = isMatrix ? ";" : style === "label" ? "." : "";
  const named = isMatrix ? `${written(name)}=` : "";
  if (typeof value === "string") return before + (value ? named : named.slice(0, -1)) + written(value);
  const parts = isFields(value) ? value.map((pair) => pair.map(written).join(explode ? "=" : ",")) : value.map((one) => written(String(one)));
  if (!explode) return before + named + parts.join(",");
  if (isMatrix && !isFields(value)) return parts.map((part) => before + named + part).join("");
  return before + parts.join(before || ",");
}

/** @type {Record<string, string>} */
const BETWEEN = { spaceDelimited: "%20", pipeDelimited: "%7C", tabDelimited: "%09" };

/**
 * Writes a value as parts of a query.
 * @param {Parameter} parameter
 * @param {Value} value
 * @returns {string[]} each `name=value`
 */
export function inQuery({ name, style = "form", explode = style === "form", reserved }, value) {
  /** @param {string} one */
  const part = (one) => encode(one, reserved);
  /** @type {(key: string, one: string) => string} */
  const pair = (key, one) => `${key}=${part(one)}`;
  const key = encode(name);
  if (typeof value === "string") return [pair(key, value)];
  if (isFields(value)) {
    if (style === "deepObject") return value.map(([field, one]) => pair(`${key}%5B${encode(field)}%5D`, one));
    if (explode) return value.map(([field, one]) => pair(encode(field), one));
  } else if (explode || style === "deepObject") {
    return value.map((one) => pair(key, String(one)));
  }
  return [`${key}=${value.flat().map((one) => part(one)).join(BETWEEN[style] ?? ",")}`];
}

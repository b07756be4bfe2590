// Which values the inputs of a CI/CD component accept, by the rules by which GitLab and the portal judge.

/** @typedef {[sign: string, left: any, right?: any]} Expression */
/** @typedef {{options?: unknown[], default?: unknown}} Choice what an input offers */
/** @typedef {Choice & {if?: Expression}} Rule */
/** @typedef {"string" | "number" | "boolean" | "array"} Type */
/** @typedef {Choice & {name: string, type: Type, mandatory?: boolean, pattern?: string, rules?: Rule[]}} Input */

/** @param {unknown} value */
const text = (value) =>
  value == null ? "" : typeof value === "string" ? value : JSON.stringify(value);

/**
 * A value as GitLab reads it for a type.
 * @param {Type} type
 * @param {unknown} value
 * @returns {any}
 */
export function read(type, value) {
  if (type === "string") return text(value);
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** @type {(type: Type, value: unknown) => boolean} */
const isOf = (type, value) => {
  if (type === "array") return Array.isArray(value);
  return type === "number" ? Number.isFinite(value) : typeof value === type;
};

/** @type {(left: unknown, right: unknown) => boolean} */
const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);

/** @param {unknown} value */
function isPresent(value) {
  if (typeof value === "string") return value.trim() !== "";
  if (value && typeof value === "object") return Object.keys(value).length > 0;
  return value != null && value !== false;
}

/**
 * @param {Expression} expression
 * @param {Map<string, unknown>} values
 * @returns {unknown}
 */
function evaluate([sign, left, right], values) {
  /** @param {Expression} one */
  const value = (one) => evaluate(one, values);
  /** @param {Expression} one */
  const holds = (one) => isPresent(value(one));
  switch (sign) {
    case "input": return values.get(left) ?? null;
    case "value": return left;
    case "==": return same(value(left), value(right));
    case "=~": return new RegExp(right, "u").test(text(value(left)));
    case "!": return !holds(left);
    case "&&": return holds(left) && holds(right);
    case "||": return holds(left) || holds(right);
  }
}

/**
 * Whether what a value comes to is only known when the pipeline is made.
 * @param {unknown} value
 */
const isOpen = (value) => /\$[a-z_{[]/i.test(JSON.stringify(value));

/**
 * @param {Input} input
 * @param {unknown} value
 * @param {unknown[]} [options]
 */
function wrong({ type, pattern }, value, options) {
  const known = typeof value === "object" ? value : read(type, value);
  if (!isOf(type, known)) return `not of type ${type}`;
  /** @type {unknown[]} */
  const items = type === "array" ? known : [known];
  if (options && !items.every((item) => options.some((option) => same(option, item)))) {
    return "not among the options";
  }
  if (pattern && !new RegExp(pattern, "u").test(known)) return "does not match the pattern";
  return "";
}

/**
 * Judges the value of each input, and tells what it offers beside the others.
 * @param {Input[]} inputs what the page says of each
 * @param {Map<string, unknown>} given
 * @returns {{options?: unknown[], usual?: unknown, problem: string}[]} for each input; `usual` is what it is if it is not given
 */
export function judge(inputs, given) {
  const values = new Map([...given].filter(([, value]) => value != null));
  const isAnyOpen = [...values.values()].some(isOpen);
  return inputs.map((input) => {
    const { name, type, rules = [], mandatory } = input;
    const isUnsure = isAnyOpen && rules.length > 0;
    const rule = rules.find((one) => !isUnsure && (!one.if || isPresent(evaluate(one.if, values))));
    const options = isUnsure ? undefined : (rule?.options ?? input.options);
    const usual = rule?.default ?? input.default;
    const value = values.get(name);
    let problem = "";
    if (value !== undefined) problem = isOpen(value) ? "" : wrong(input, value, options);
    else if (mandatory) problem = "missing";
    else values.set(name, read(type, usual));
    return { options, usual, problem };
  });
}

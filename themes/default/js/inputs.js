// Which values the inputs of a CI/CD component accept, by the rules by which GitLab and the portal judge.

const text = (value) =>
  value == null ? "" : typeof value === "string" ? value : JSON.stringify(value);

/** A value as GitLab reads it for a type. */
export function read(type, value) {
  if (type === "string") return text(value);
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const isOf = {
  string: (value) => typeof value === "string",
  number: (value) => Number.isFinite(value),
  boolean: (value) => typeof value === "boolean",
  array: Array.isArray,
};

const same = (left, right) => left === right || JSON.stringify(left) === JSON.stringify(right);

function isPresent(value) {
  if (typeof value === "string") return value.trim() !== "";
  if (value && typeof value === "object") return Object.keys(value).length > 0;
  return value != null && value !== false;
}

function evaluate([sign, left, right], values) {
  const value = (one) => evaluate(one, values) ?? null;
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

/** Whether what a value comes to is only known when the pipeline is made. */
const isOpen = (value) => /\$[a-z_{[]/i.test(JSON.stringify(value) ?? "");

function accepts(type, options, value) {
  const isOne = (item) => options.some((option) => same(option, item));
  return type === "array" ? value.every(isOne) : isOne(value);
}

function wrong({ type, pattern }, value, options) {
  const known = read(type, value);
  if (!isOf[type](known) || (type === "string" && typeof value === "object")) {
    return `not of type ${type}`;
  }
  if (options && !accepts(type, options, known)) return "not among the options";
  if (pattern && !new RegExp(pattern, "u").test(known)) return "does not match the pattern";
}

/**
 * Judges values.
 * @param {{name: string, type: string}[]} inputs what the page says of each input
 * @param {Map<string, unknown>} given
 * @returns {{problems: Map<string, string>, choices: Map<string, {options?: unknown[], default?: unknown}>}} what is wrong
 *   with an input, and what it offers beside these values
 */
export function judge(inputs, given) {
  const problems = new Map();
  const choices = new Map();
  const context = new Map([...given].filter(([, value]) => value != null));
  const isAnyOpen = [...given.values()].some(isOpen);
  for (const name of given.keys()) {
    if (!inputs.some((input) => input.name === name)) problems.set(name, "unknown");
  }
  for (const input of inputs) {
    const { name, type, rules = [], mandatory } = input;
    const rule = isAnyOpen ? null : rules.find((one) => !one.if || isPresent(evaluate(one.if, context)));
    const options = isAnyOpen && rules.length ? undefined : (rule?.options ?? input.options);
    choices.set(name, { options, default: rule?.default ?? input.default });
    const value = context.get(name);
    if (value !== undefined) {
      const problem = !isOpen(value) && wrong(input, value, options);
      if (problem) problems.set(name, problem);
    } else if (mandatory) {
      problems.set(name, "missing");
    } else {
      context.set(name, read(type, rule?.default ?? input.default ?? null));
    }
  }
  return { problems, choices };
}

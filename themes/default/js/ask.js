// What the console asks for to call one operation: each part makes its fields, and reads them when the request is made.
import { make } from "./element.js";
import { choice, fieldOf, fileOf, group, labelled, secretField } from "./fields.js";
import { keyOf, parametersOf, requestOf, serverOf } from "./request.js";

/** @typedef {import("./request.js").Call} Call */
/** @typedef {import("./request.js").Given} Given */
/** @typedef {import("./request.js").Proof} Proof */
/** @typedef {import("./request.js").Server} Server */
/** @typedef {import("./fields.js").Field} Field */
/**
 * What the form of one operation leaves to that of the next, as long as the page is there.
 * @typedef {{typed: Map<string, string>, secrets: Map<string, {user: string, secret: string}>}} Memory
 */
/** @template {keyof Given} Key @typedef {{parts: Node[], read: () => Pick<Given, Key>}} Part */

/** @type {[string, string][]} */
const PLACES = [
  ["path", "Path parameters"],
  ["query", "Query parameters"],
  ["querystring", "Query string"],
  ["header", "Headers"],
  ["cookie", "Cookies"],
];

/** @type {Proof[][]} for descriptions that say nothing of proofs */
const USUAL = [
  [],
  [{ scheme: "token", way: "bearer", name: "Bearer", about: "Bearer token" }],
  [{ scheme: "password", way: "basic", about: "User name and password (Basic)" }],
];

/**
 * A choice with fields of its own for each option; of one option there is no choice.
 * @param {string} label
 * @param {string[]} options
 * @param {number} first
 * @param {(at: number) => Node[]} fields
 */
function choiceWith(label, options, first, fields) {
  const field = choice(options.map((name, at) => [String(at), name]));
  const rows = make("div", { className: "parts" });
  const show = () => rows.replaceChildren(...fields(Number(field.value)));
  field.value = String(first);
  field.addEventListener("input", show);
  show();
  const shown = options.length > 1 ? labelled(label, field) : make("p", {}, make("code", {}, options[0]));
  return { rows: [shown, rows], at: () => Number(field.value) };
}

/**
 * @param {Server[]} servers
 * @returns {Part<"server">}
 */
function server(servers) {
  if (!servers.length) {
    const note = make("p", { className: "notice" }, "No server of this operation can be called from a browser.");
    return { parts: [note], read: () => ({ server: "" }) };
  }
  /** @type {Map<string, Field>} */
  const chosen = new Map();
  const names = servers.map(({ url, about }) => (about ? `${url} · ${about}` : url));
  const { rows, at } = choiceWith("Address", names, 0, (at) => {
    chosen.clear();
    return (servers[at].variables ?? []).map(({ name, value, options }) => {
      const field = fieldOf({ name, value, options, required: true });
      chosen.set(name, field);
      return labelled(name, field, { name });
    });
  });
  const read = () => ({ server: serverOf(servers[at()], ({ name, value }) => chosen.get(name)?.value ?? value) });
  return { parts: [group("Server", ...rows)], read };
}

/**
 * @param {Call} call
 * @param {Memory} memory
 * @returns {Part<"typed">}
 */
function parameters(call, { typed }) {
  const asked = parametersOf(call);
  /** @type {Map<string, Field>} */
  const fields = new Map();
  const parts = PLACES.flatMap(([place, legend]) => {
    const rows = asked
      .filter((one) => one.in === place)
      .map((one) => {
        const key = keyOf(one);
        const field = fieldOf(one, typed.get(key));
        fields.set(key, field);
        field.addEventListener("input", () => typed.set(key, field.value));
        return labelled(one.name, field, one);
      });
    return rows.length ? [group(legend, ...rows)] : [];
  });
  return { parts, read: () => ({ typed: (parameter) => fields.get(keyOf(parameter))?.value ?? "" }) };
}

/**
 * @param {Call} call
 * @param {Memory} memory
 * @returns {Part<"proofs">}
 */
function proofs({ proofs = USUAL }, { secrets }) {
  const ways = proofs.some((one) => !one.length) ? proofs : [...proofs, []];
  // Anybody may call it.
  if (!ways.flat().length) return { parts: [], read: () => ({ proofs: [] }) };
  const names = ways.map((one) => one.map(({ about }) => about).join(" and ") || "None");
  /** @param {Proof} proof */
  const heldOf = ({ scheme }) => {
    const held = secrets.get(scheme) ?? { user: "", secret: "" };
    secrets.set(scheme, held);
    return held;
  };
  /** @param {Proof} proof */
  const fieldsOf = (proof) => {
    const { scheme, way, about } = proof;
    if (way === "none") return [make("p", { className: "meta" }, `${about}: a page cannot give that.`)];
    const held = heldOf(proof);
    /** @type {(label: string, key: "user" | "secret") => HTMLElement} */
    const ask = (label, key) => {
      const field = secretField(key === "user" ? "text" : "password", held[key]);
      field.addEventListener("input", () => (held[key] = field.value));
      return labelled(label, field);
    };
    if (way === "basic") return [ask("User name", "user"), ask("Password", "secret")];
    return [ask(`${way === "bearer" ? "Token" : "Key"} (${scheme})`, "secret")];
  };
  const known = ways.findIndex((one) => one.some(({ scheme }) => secrets.get(scheme)?.secret));
  const { rows, at } = choiceWith("Scheme", names, Math.max(known, 0), (at) => ways[at].flatMap(fieldsOf));
  const read = () => ({ proofs: ways[at()].map((proof) => ({ proof, ...heldOf(proof) })) });
  return { parts: [group("Authentication", ...rows)], read };
}

/**
 * @param {Call} call
 * @returns {Part<"body" | "text" | "field" | "file">}
 */
function body({ bodies = [], needs_body: required }) {
  /** @type {Map<string, Field>} */
  const fields = new Map();
  if (!bodies.length) return { parts: [], read: () => ({ text: "", field: () => undefined }) };
  const { rows, at } = choiceWith("Media type", bodies.map(({ type }) => type), 0, (at) => {
    const { file, text = "", fields: asked } = bodies[at];
    fields.clear();
    if (asked) {
      return asked.map((one) => {
        const field = fieldOf(one);
        fields.set(one.name, field);
        return labelled(one.name, field, one);
      });
    }
    const field = fieldOf({ name: "", type: file ? "file" : "object", value: text });
    if ("rows" in field) field.rows = Math.min(20, Math.max(4, text.split("\n").length));
    fields.set("", field);
    return [labelled(file ? "File" : "Text", field)];
  });
  const read = () => ({
    body: bodies[at()],
    text: fields.get("")?.value ?? "",
    field: (/** @type {{name: string}} */ { name }) => fileOf(fields.get(name)) ?? fields.get(name)?.value,
    file: fileOf(fields.get("")),
  });
  return { parts: [group(required ? "Body (required)" : "Body", ...rows)], read };
}

/**
 * Makes the fields of an operation.
 * @param {Call} call
 * @param {{servers: Server[], origins: string[]}} api
 * @param {Memory} memory
 * @returns {{parts: Node[], request: () => import("./request.js").Request}}
 */
export function ask(call, { servers, origins }, memory) {
  const where = server(call.servers ?? servers);
  const [who, what, which] = [proofs(call, memory), parameters(call, memory), body(call)];
  return {
    parts: [where, who, what, which].flatMap(({ parts }) => parts),
    request: () => requestOf(call, { origins, ...where.read(), ...who.read(), ...what.read(), ...which.read() }),
  };
}

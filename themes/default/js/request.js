// Puts a request together: what the browser sends, and the same as a command.
import { encode, inPath, inQuery, isObject, json, valueOf } from "./parameters.js";

/** @typedef {import("./parameters.js").Parameter} Parameter */
/** @typedef {import("./parameters.js").Value} Value */
/** @typedef {{name: string, value: string, options?: string[]}} Variable a part of a server's address */
/** @typedef {{url: string, about?: string, variables?: Variable[]}} Server */
/** @typedef {{scheme: string, way: string, name?: string, about: string}} Proof */
/** @typedef {{type: string, text?: string, fields?: Parameter[], file?: boolean}} Body */
/**
 * An operation, as the file beside its page tells it.
 * @typedef {object} Call
 * @property {string} title
 * @property {string} verb
 * @property {string} path
 * @property {Server[]} [servers]
 * @property {Parameter[]} [parameters]
 * @property {Proof[][]} [proofs]
 * @property {string} [accept]
 * @property {Body[]} [bodies]
 * @property {boolean} [needs_body]
 */
/**
 * What the reader chose and typed.
 * @typedef {object} Given
 * @property {string} server its address, without variables
 * @property {string[]} origins those that may be called
 * @property {(parameter: Parameter) => string} typed
 * @property {{proof: Proof, user: string, secret: string}[]} proofs
 * @property {Body} [body]
 * @property {string} text the body
 * @property {(field: Parameter) => (string | File | undefined)} field a part of the body
 * @property {File} [file] the body
 */
/** @typedef {string | {variable: string}} Piece text, or the name of an environment variable */
/** @typedef {{name: string, value: string, shown: Piece[]}} Header */
/**
 * @typedef {object} Request
 * @property {string} method
 * @property {string} url
 * @property {Header[]} headers what the browser sends
 * @property {string | FormData | File} [body]
 * @property {string[]} problems why it cannot be sent
 * @property {string[]} notes what the reader should know
 * @property {string} curl the same as a command, with variables for secrets
 */

// What browsers do not let a page set (Fetch, "forbidden request-header").
const KEPT = /^(accept-(charset|encoding)|access-control-request-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|via|proxy-.*|sec-.*)$/i;

/**
 * Whether a browser refuses to send a parameter for a page.
 * @param {Parameter} parameter
 */
export const isKept = (parameter) => parameter.in === "cookie" || (parameter.in === "header" && KEPT.test(parameter.name));

/**
 * What tells a parameter from the others of its call.
 * @param {Parameter} parameter
 */
export const keyOf = (parameter) => `${parameter.in} ${parameter.name}`;

/**
 * The parameters of a call, those in its path that nobody declared among them.
 * @param {Call} call
 * @returns {Parameter[]}
 */
export function parametersOf({ path, parameters = [] }) {
  const names = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name);
  const missing = new Set(names.filter((name) => !parameters.some((one) => one.in === "path" && one.name === name)));
  return [...[...missing].map((name) => ({ name, in: "path", required: true })), ...parameters];
}

/**
 * The address of a server.
 * @param {Server} server
 * @param {(variable: Variable) => string} chosen
 */
export function serverOf({ url, variables = [] }, chosen) {
  return variables.reduce((made, variable) => made.replaceAll(`{${variable.name}}`, () => chosen(variable)), url);
}

/** @param {string} text for a POSIX shell; what no argument can hold is left out */
const quoted = (text) => `'${text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, "").replaceAll("'", "'\\''")}'`;

/** @param {Piece[]} pieces */
const argument = (pieces) => pieces.map((piece) => (typeof piece === "string" ? quoted(piece) : `"$${piece.variable}"`)).join("");

/**
 * Where a request goes.
 * @param {Call} call
 * @param {Given} given
 * @param {(parameter: Parameter) => Value | undefined} value
 */
function address(call, given, value) {
  const parameters = parametersOf(call);
  const base = new URL(given.server);
  if (!given.origins.includes(base.origin)) throw new Error(`${base.origin} is no server that the description names`);
  const path = call.path.replace(/\{([^{}]*)\}|[^{}]+|[{}]/g, (part, name) => {
    if (name === undefined) return encodeURI(part.replace(/\p{Surrogate}/gu, "\ufffd")).replace(/%25([\da-f]{2})/gi, "%$1").replaceAll("#", "%23");
    const parameter = parameters.find((one) => one.in === "path" && one.name === name);
    const given = parameter && value(parameter);
    return parameter && given !== undefined ? inPath(parameter, given) : part;
  });
  if (/(^|\/)(\.|%2e){1,2}(\/|\?|$)/i.test(path)) throw new Error("a browser takes . and .. out of a path");
  const query = parameters.flatMap((one) => {
    const given = one.in === "query" || one.in === "querystring" ? value(one) : undefined;
    if (given === undefined) return [];
    if (one.in === "query") return inQuery(one, given);
    const text = String(given);
    return isObject(json(text)) ? inQuery({ name: "" }, valueOf({ name: "", type: "object" }, text) ?? "") : [encode(text)];
  });
  const url = `${base.origin}${base.pathname.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
  const all = [base.search.slice(1), ...query].filter(Boolean).join("&");
  const made = all ? `${url}${path.includes("?") ? "&" : "?"}${all}` : url;
  // Whatever a description holds, the request goes to the server that was chosen.
  if (new URL(made).origin !== base.origin) throw new Error("the path leads to another server");
  return made;
}

/**
 * The body of a request.
 * @param {Call} call
 * @param {Given} given
 * @returns {{type?: string, sent?: string | FormData | File, options: string[]}} `options` are those of the command
 */
function bodyOf({ needs_body: isNeeded }, { body, text, field, file }) {
  if (!body) return { options: [] };
  const { type, fields } = body;
  if (body.file) {
    if (file) return { type, sent: file, options: [`--data-binary ${quoted(`@${file.name}`)}`] };
    if (isNeeded) throw new Error("the body is missing: choose a file");
    return { options: [] };
  }
  if (!fields) {
    if (text) return { type, sent: text, options: [`--data-raw ${quoted(text)}`] };
    if (isNeeded) throw new Error("the body is missing");
    return { options: [] };
  }
  /** @type {[string, string | File][]} */
  const parts = fields.flatMap((one) => {
    const given = field(one);
    const value = typeof given === "string" ? (one.type === "array" ? valueOf(one, given) : given.trim() && given) : given;
    if (value === undefined || value === "") {
      if (one.required) throw new Error(`${one.name} is missing`);
      return [];
    }
    return (Array.isArray(value) ? value : [value]).map((each) => /** @type {[string, string | File]} */ ([one.name, each]));
  });
  if (!parts.length) return { options: [] };
  if (!/^multipart\//i.test(type)) {
    const sent = parts.map(([name, value]) => `${encode(name)}=${encode(String(value))}`).join("&");
    return { type, sent, options: [`--data-raw ${quoted(sent)}`] };
  }
  const sent = new FormData();
  for (const [name, value] of parts) sent.append(name, value);
  const options = parts.map(([name, value]) =>
    typeof value === "string" ? `--form-string ${quoted(`${name}=${value}`)}` : `-F ${quoted(`${name}=@${value.name}`)}`,
  );
  // The browser says the type, because it draws the boundary.
  return { sent, options };
}

/** @param {string} text in bytes of UTF-8, as RFC 7617 has it */
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/**
 * Puts a request together; what is wrong with it is told, and then it must not be sent.
 * @param {Call} call
 * @param {Given} given
 * @returns {Request}
 */
export function requestOf(call, given) {
  /** @type {string[]} */
  const problems = [];
  /** @type {string[]} */
  const notes = [];
  /** @type {<T>(work: () => T) => T | undefined} */
  const attempt = (work) => {
    try {
      return work();
    } catch (error) {
      problems.push(error instanceof TypeError ? "the address of the server is not valid" : /** @type {Error} */ (error).message);
    }
  };
  /** @type {Map<string, Value | undefined>} */
  const values = new Map();
  const parameters = parametersOf(call);
  for (const one of parameters) {
    const before = problems.length;
    const value = attempt(() => valueOf(one, given.typed(one)));
    const isMissing = value === undefined && one.required && !isKept(one);
    if (isMissing && problems.length === before) problems.push(`${one.name} is missing`);
    values.set(keyOf(one), value);
  }
  /** @type {Header[]} */
  const headers = [];
  /** @type {(name: string, value: string, shown?: Piece[]) => void} */
  const add = (name, value, shown = [value]) => {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) problems.push(`${name} cannot be the name of a header`);
    else if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) problems.push(`${name} holds characters that no header can hold`);
    const before = headers.findIndex((header) => header.name.toLowerCase() === name.toLowerCase());
    if (before >= 0) headers.splice(before, 1);
    headers.push({ name, value, shown });
  };
  if (call.accept) add("Accept", call.accept);
  /** @type {string[]} */
  const cookies = [];
  for (const one of parameters) {
    const value = values.get(keyOf(one));
    if (value === undefined) continue;
    if (one.in === "header") add(one.name, inPath(one, value, (part) => part));
    if (one.in === "cookie") cookies.push(...inQuery(one, value));
  }
  let url = attempt(() => address(call, given, (one) => values.get(keyOf(one)))) ?? "";
  /** @type {Piece[]} */
  const shown = [url];
  /** @type {string[]} */
  const options = [];
  for (const { proof, user, secret } of given.proofs) {
    const { way, name = "" } = proof;
    if (way === "basic") {
      options.push('-u "$API_USER:$API_PASSWORD"');
      if (user || secret) headers.push({ name: "Authorization", value: `Basic ${base64(`${user}:${secret}`)}`, shown: [] });
    } else if (way === "none") {
      notes.push(`${proof.scheme} is a proof that a page cannot give: ${proof.about}`);
    } else if (way === "query") {
      const before = `${url.includes("?") ? "&" : "?"}${encode(name)}=`;
      shown.push(before, { variable: "API_KEY" });
      if (secret) url += before + encode(secret);
    } else {
      const isToken = way === "bearer";
      const before = isToken ? `${name} ` : "";
      /** @type {Piece[]} */
      const pieces = [before, { variable: isToken ? "TOKEN" : "API_KEY" }];
      add(isToken ? "Authorization" : name, secret && before + secret, pieces.filter(Boolean));
    }
  }
  const { type, sent, options: ofBody } = attempt(() => bodyOf(call, given)) ?? { options: [] };
  if (type) add("Content-Type", type);
  if (type?.includes("json") && typeof sent === "string" && json(sent) === undefined) notes.push("The body is not valid JSON; it is sent as it is.");
  const method = call.verb;
  if (/^(connect|trace|track)$/i.test(method)) problems.push(`a browser does not send ${method}`);
  const isBodiless = /^(get|head)$/i.test(method);
  if (sent && isBodiless) notes.push(`A browser sends no body with ${method}; the command does.`);
  const kept = [...headers.filter((header) => KEPT.test(header.name)).map((header) => header.name), ...(cookies.length ? ["Cookie"] : [])];
  if (kept.length) notes.push(`A browser does not let a page send ${kept.join(" and ")}; the command does.`);
  const words = [`curl ${method === "GET" && !sent ? "" : method === "HEAD" ? "--head " : `-X ${/^\w+$/.test(method) ? method : quoted(method)} `}--globoff ${argument(shown)}`];
  const ofHeaders = headers.filter((header) => header.shown.length).map(({ name, shown }) => `-H ${argument(typeof shown[0] === "string" ? [`${name}: ${shown[0]}`, ...shown.slice(1)] : [`${name}: `, ...shown])}`);
  if (cookies.length) ofHeaders.push(`-H ${quoted(`Cookie: ${cookies.join("; ")}`)}`);
  return {
    method,
    url,
    headers: headers.filter((header) => header.value && !KEPT.test(header.name)),
    body: isBodiless ? undefined : sent,
    problems,
    notes,
    curl: [...words, ...options, ...ofHeaders, ...ofBody].join(" \\\n  "),
  };
}

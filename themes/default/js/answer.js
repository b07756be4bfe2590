// Reads what came back: never more than a page can show, and never as anything but text.

/** How many bytes are read. */
export const MOST = 4 << 20;
const SHOWN = 300_000;

/**
 * Reads the body of a response up to a limit.
 * @param {Response} response
 * @returns {Promise<{bytes: Uint8Array, isCut: boolean}>}
 */
export async function read({ body }) {
  const reader = body?.getReader();
  /** @type {Uint8Array[]} */
  const parts = [];
  let size = 0;
  while (reader && size <= MOST) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
  }
  const isCut = size > MOST;
  if (isCut) reader?.cancel();
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, isCut };
}

/**
 * The text of a body; nothing if it is none.
 * @param {Uint8Array} bytes
 * @param {string} type the media type
 * @param {boolean} isCut
 */
export function textOf(bytes, type, isCut) {
  if (/^(image\/(?!svg)|audio|video|font)/i.test(type)) return undefined;
  const charset = /charset\s*=\s*"?([\w:-]+)/i.exec(type)?.[1];
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: isCut });
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * JSON with a line for each value, and every value as it came: numbers keep their digits. Other text stays as it is.
 * @param {string} text
 */
export function pretty(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let depth = 0;
  let before = "";
  let made = "";
  // Depth costs a line its length, so that very deep values are not indented on.
  const line = () => `\n${"  ".repeat(Math.min(depth, 40))}`;
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s"[\]{},:]+/g)) {
    const isEnd = token === "}" || token === "]";
    if (isEnd) depth -= 1;
    const isInside = before === "{" || before === "[";
    if (isEnd ? !isInside : isInside || before === ",") made += line();
    made += token === ":" ? ": " : token;
    if (token === "{" || token === "[") depth += 1;
    before = token;
  }
  return made;
}

/** @param {number} bytes */
export function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/**
 * What is shown of a body, and what is said about it.
 * @param {Uint8Array} bytes
 * @param {string} type
 * @param {boolean} isCut
 * @returns {{text: string, note: string}}
 */
export function shown(bytes, type, isCut) {
  if (!bytes.length) return { text: "", note: "The body is empty." };
  const text = textOf(bytes, type, isCut);
  if (text === undefined) return { text: "", note: `The body is binary (${type || "of no type"}) and not shown.` };
  const made = isCut ? text : pretty(text);
  const isLong = made.length > SHOWN;
  const note = isCut ? `The body is longer than ${sizeOf(MOST)}; the rest was not read.` : isLong ? "The body is long; its beginning is shown." : "";
  return { text: isLong ? `${made.slice(0, SHOWN)}…` : made, note };
}

/**
 * Why a request failed, in words.
 * @param {string} url
 * @param {{origin: string, protocol: string}} here where the page is
 * @param {{isBlocked: boolean, isOnline: boolean}} seen what the browser told besides
 */
export function reason(url, here, { isBlocked, isOnline }) {
  const { protocol, host, hostname } = new URL(url);
  if (isBlocked) return `The browser did not send the request: this page may speak with the servers of the description only, and the request, or a redirect, leads elsewhere.`;
  const isLocal = /^(localhost|127\..*|\[::1\])$/.test(hostname);
  if (here.protocol === "https:" && protocol === "http:" && !isLocal) {
    return `The browser did not send the request: this page came by HTTPS, and ${host} is called by HTTP, which browsers refuse (mixed content). Call it by HTTPS, or with the command.`;
  }
  if (!isOnline) return "The browser is offline.";
  return `The browser could not reach ${host}, or may not read its answer. Most often the API does not allow calls from other sites (CORS): it has to answer with “Access-Control-Allow-Origin: ${here.origin}”, to the OPTIONS request that asks beforehand too. Else the host is down, not known in your network, or has a certificate that your browser does not trust. The command below does without the browser.`;
}

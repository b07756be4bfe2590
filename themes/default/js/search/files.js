// The files that search reads: fetches them, tells what is wrong with them, and keeps what they say.
import { tokens } from "./tokens.js";

const FORMAT = 1;
const MOST_FILES = 400;
const MOST_SECONDS = 30;
const TEXT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const SENTENCES = {
  expired: "Your session has ended: reload the page and search again.",
  offline: "The site does not answer: see whether you are connected and search again.",
  missing: "This site has no search index, or it has just changed: reload the page and search again.",
  damaged: "The search index of this site cannot be read.",
  version: "The search index of this site is of another version: reload the page and search again.",
  unsupported: "Search needs a newer browser.",
  local: "Search needs a web server: it does not work on pages that are opened as files.",
};

/** @typedef {"expired" | "offline" | "missing" | "damaged" | "version" | "unsupported"} Reason */

/** Why there is no answer: a sentence for readers, and its reason. */
export class SearchProblem extends Error {
  /**
   * @param {Reason} reason
   * @param {unknown} [cause]
   * @param {keyof typeof SENTENCES} [sentence]
   */
  constructor(reason, cause, sentence = reason) {
    super(SENTENCES[sentence], { cause });
    this.reason = reason;
  }
}

/**
 * What it means that something could not be fetched. A session that has ended shows as a redirect that may not be followed.
 * @param {unknown} error
 */
export const unfetched = (error) =>
  new SearchProblem(error instanceof TypeError && globalThis.navigator?.onLine !== false ? "expired" : "offline", error);

/**
 * Compares texts as their UTF-8 bytes would.
 * @param {string} left
 * @param {string} right
 */
export function compare(left, right) {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  return (left.codePointAt(at) ?? -1) - (right.codePointAt(at) ?? -1);
}

/** What a file says, read from its beginning to its end; throws where it says more than it has. */
export class Bytes {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get left() {
    return this.bytes.length - this.at;
  }

  number() {
    let value = 0;
    for (let scale = 1; scale < 2 ** 35; scale *= 128) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new RangeError();
  }

  /**
   * @param {number} limit what the number may not exceed
   */
  atMost(limit) {
    const value = this.number();
    if (value > limit) throw new RangeError();
    return value;
  }

  take(length = this.atMost(this.left)) {
    return this.bytes.subarray(this.at, (this.at += length));
  }

  string() {
    return TEXT.decode(this.take());
  }

  text() {
    return TEXT.decode(this.take(this.left));
  }

  /** Lines that all have an end. */
  lines() {
    return this.text().split("\n").slice(0, -1);
  }

  /**
   * Documents in ascending order.
   * @param {number} count
   * @param {number} limit
   */
  documents(count, limit) {
    const all = new Uint32Array(count);
    for (let at = 0, last = -1; at < count; at++) {
      const gap = this.number();
      last = at ? last + gap : gap;
      if (last >= limit || (at && !gap)) throw new RangeError();
      all[at] = last;
    }
    return all;
  }

  /**
   * Words, each written as what differs from the one before it.
   * @returns {Generator<string>} to be asked once what follows a word is read
   */
  *words() {
    let before = new Uint8Array();
    while (this.left > 0) {
      const shared = this.atMost(before.length);
      const rest = this.take();
      const word = new Uint8Array(shared + rest.length);
      word.set(before.subarray(0, shared));
      word.set(rest, shared);
      before = word;
      yield TEXT.decode(word);
    }
  }
}

/** A term of a file, with the documents that have it and how much each is about it. */
export class Entry {
  /**
   * @param {string} term
   * @param {number} place
   * @param {number} df
   * @param {Uint8Array} list
   * @param {number} limit
   */
  constructor(term, place, df, list, limit) {
    this.term = term;
    this.place = place;
    this.df = df;
    this.levels = list.subarray(list.length - df);
    this.unread = { list, limit };
  }

  // Most terms of a file are never looked at.
  get documents() {
    const documents = new Bytes(this.unread.list).documents(this.df, this.unread.limit);
    Object.defineProperty(this, "documents", { value: documents });
    return documents;
  }
}

/** The titles of documents. */
export class Names {
  /**
   * @param {Uint32Array} documents
   * @param {string[]} titles
   * @param {string[]} lower
   * @param {string[]} norms
   */
  constructor(documents, titles, lower, norms) {
    this.documents = documents;
    this.titles = titles;
    this.lower = lower;
    this.norms = norms;
  }

  /** The words and humps of each, with a line feed before each of them. */
  get words() {
    const words = this.titles.map((title) => {
      const plain = tokens(title).filter(({ form }) => form === "word" || form === "hump");
      return plain.map(({ text }) => "\n" + text).join("");
    });
    Object.defineProperty(this, "words", { value: words });
    return words;
  }
}

/** @typedef {Map<string, Entry>} Terms */
/** @typedef {{ field: string, entries: { key: string, label: string }[], starts: Uint32Array, places: number[] }} Facet `places` of a document are between its start and the next */

/** @type {(bytes: Bytes, limit: number) => Terms} */
function termsOf(bytes, limit) {
  const all = new Map();
  for (const term of bytes.words()) {
    const df = bytes.atMost(limit);
    const list = bytes.take();
    if (list.length < 2 * df) throw new RangeError();
    all.set(term, new Entry(term, all.size, df, list, limit));
  }
  if (!all.size) throw new RangeError();
  return all;
}

/** @type {(bytes: Bytes, limit: number) => Names} */
function namesOf(bytes, limit) {
  const documents = bytes.documents(bytes.atMost(bytes.left), limit);
  const titles = bytes.lines();
  if (titles.length !== documents.length) throw new RangeError();
  // All at once, which is many times as fast as one by one.
  const lower = titles.join("\n").toLowerCase();
  const norms = lower.replace(/[^\p{L}\p{N}\n]+/gu, "");
  return new Names(documents, titles, lower.split("\n"), norms.split("\n"));
}

/** @type {(bytes: Bytes, limit: number) => Facet[]} */
function facetsOf(bytes, limit) {
  const all = ["kind", "owner", "lifecycle", "system", "tag"].map((field) => {
    const entries = [];
    for (let left = bytes.number(); left > 0; left--) {
      const key = bytes.string();
      entries.push({ key, label: bytes.string() || key });
    }
    return { field, entries, starts: new Uint32Array(), places: /** @type {number[]} */ ([]) };
  });
  for (const facet of all) {
    if (limit > bytes.left) throw new RangeError();
    facet.starts = new Uint32Array(limit + 1);
    for (let document = 0; document < limit; document++) {
      const most = facet.entries.length;
      const isTag = facet.field === "tag";
      for (let left = isTag ? bytes.number() : 1; left > 0; left--) {
        const place = bytes.atMost(most);
        if (place) facet.places.push(place - 1);
      }
      facet.starts[document + 1] = facet.places.length;
    }
  }
  return all;
}

/** The files of one state of the site. */
export class Files {
  /** @type {Map<string, Promise<any>>} in the order of their last use */
  #kept = new Map();

  /**
   * @param {string | URL} base
   * @param {typeof fetch} get
   * @param {{ format: number, documents: number, terms: [string, string][], documentFiles: string[], names: [string, string][],
   *   facets: string, positions: string, vocabulary: string }} manifest
   */
  constructor(base, get, manifest) {
    this.base = base;
    this.get = get;
    this.manifest = manifest;
    this.count = manifest.documents;
  }

  /**
   * @template T
   * @param {string} name
   * @param {(bytes: Bytes, limit: number) => T} decode
   * @returns {Promise<T>}
   */
  read(name, decode) {
    const fetched = this.#kept.get(name) ?? bytesOf(this.base, this.get, name, "force-cache").then((bytes) => decode(bytes, this.count));
    this.#kept.delete(name);
    this.#kept.set(name, fetched);
    fetched.catch(() => this.#kept.delete(name));
    if (this.#kept.size > MOST_FILES) this.#kept.delete(this.#kept.keys().next().value ?? "");
    return fetched;
  }

  /** @param {string} hash */
  terms(hash) {
    return this.read("t-" + hash, termsOf);
  }

  facets() {
    return this.read("f-" + this.manifest.facets, facetsOf);
  }

  /**
   * The names among which a query looks.
   * @param {string} norm
   */
  names(norm) {
    const { names } = this.manifest;
    const place = placeOf(names, norm);
    const next = names[place + 1]?.[0].startsWith(norm) ? 2 : 1;
    return Promise.all(names.slice(place, place + next).map(([, hash]) => this.read("n-" + hash, namesOf)));
  }

  /**
   * Title, description, place and address.
   * @param {number} document
   */
  async document(document) {
    const lines = await this.read("d-" + this.manifest.documentFiles[document >> 6], (bytes) => bytes.lines());
    const found = lines.slice((document & 63) * 4, (document & 63) * 4 + 4);
    if (found.length < 4) throw new RangeError();
    return found;
  }
}

/**
 * To which file of a list something belongs.
 * @param {[string, string][]} list
 * @param {string} key
 */
export function placeOf(list, key) {
  let place = 0;
  for (let above = list.length; above - place > 1; ) {
    const middle = (place + above) >> 1;
    if (compare(list[middle][0], key) > 0) above = middle;
    else place = middle;
  }
  return place;
}

/**
 * Reads the manifest; with `cache` "no-cache" as it is now.
 * @param {string | URL} base
 * @param {typeof fetch} get
 * @param {RequestCache} cache
 */
export async function openFiles(base, get, cache) {
  const manifest = JSON.parse((await bytesOf(base, get, "manifest", cache)).text());
  if (manifest.format !== FORMAT) throw new SearchProblem("version");
  if (!Number.isInteger(manifest.documents)) throw new RangeError();
  return new Files(base, get, manifest);
}

/**
 * @param {string | URL} base
 * @param {typeof fetch} get
 * @param {string} name
 * @param {RequestCache} cache
 */
async function bytesOf(base, get, name, cache) {
  const address = new URL(`search/${name}.bin`, base);
  if (address.protocol === "file:") throw new SearchProblem("unsupported", address, "local");
  let bytes;
  try {
    const response = await get(address, { cache, redirect: "manual", signal: AbortSignal.timeout(MOST_SECONDS * 1000) });
    if (response.type === "opaqueredirect") throw new TypeError(response.type);
    if (response.ok) bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw unfetched(error);
  }
  if (!bytes) throw new SearchProblem("missing", address);
  // A host may have unpacked it on the way.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new Bytes(bytes);
  if (!globalThis.DecompressionStream) throw new SearchProblem("unsupported");
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Bytes(new Uint8Array(await new Response(unpacked).arrayBuffer()));
}

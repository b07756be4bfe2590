// The files that search reads: fetches them, tells what is wrong with them, and keeps what they say.

const MOST_FILES = 400;
const PATIENCE = 30_000;
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const SENTENCES = {
  expired: "Your session has ended: reload the page.",
  offline: "The site cannot be reached.",
  missing: "The search index is gone: reload the page.",
  damaged: "The search index cannot be read.",
  version: "The search index is of another version: reload the page.",
  unsupported: "Search needs a web server and a newer browser.",
};

/** @typedef {"expired" | "offline" | "missing" | "damaged" | "version" | "unsupported"} Reason */

/** Why there is no answer: a sentence for readers, and its reason. */
export class SearchProblem extends Error {
  /**
   * @param {Reason} reason
   * @param {unknown} [cause]
   */
  constructor(reason, cause) {
    super(SENTENCES[reason], { cause });
    this.reason = reason;
  }
}

/**
 * Throws what it means that something could not be fetched. A session that has ended shows as a redirect that is not followed.
 * @param {unknown} error
 * @returns {never}
 */
export function unfetched(error) {
  throw new SearchProblem(error instanceof TypeError && globalThis.navigator?.onLine !== false ? "expired" : "offline", error);
}

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

/** @param {unknown} isSane what holds in every file that makes sense */
const check = (isSane) => {
  if (!isSane) throw new RangeError();
};

/** @typedef {ReturnType<typeof reader>} Reader */

/**
 * Reads bytes from their beginning to their end; throws where they claim more than there is.
 * @param {Uint8Array} bytes
 */
export function reader(bytes) {
  let at = 0;
  const left = () => bytes.length - at;
  const number = (limit = 2 ** 32 - 1) => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte > 127) continue;
      check(byte >= 0 && value <= limit);
      return value;
    }
  };
  const take = (length = number(left())) => bytes.subarray(at, (at += length));
  const text = (length = left()) => UTF8.decode(take(length));
  return {
    left,
    number,
    take,
    text,
    string: () => text(number(left())),
    /** Lines that all have an end. */
    lines: () => text().split("\n").slice(0, -1),
    /**
     * Numbers below a limit in ascending order, each less the one before it.
     * @param {number} count
     * @param {number} limit
     */
    ascending(count, limit) {
      let last = -1;
      return new Uint32Array(count).map((_, at) => {
        const gap = number();
        check(!at || gap);
        last = at ? last + gap : gap;
        check(last < limit);
        return last;
      });
    },
    /** Words, each written as what differs from the one before it; to be asked again once what follows a word is read. */
    *words() {
      for (let before = new Uint8Array(); left() > 0; ) {
        const kept = before.subarray(0, number(before.length));
        before = Uint8Array.of(...kept, ...take());
        yield UTF8.decode(before);
      }
    },
  };
}

/** @typedef {{ term: string, place: number, df: number, levels: Uint8Array, documents: () => Uint32Array }} Entry of a term file */
/** @typedef {Map<string, Entry>} Terms */
/** @typedef {ReturnType<typeof namesOf>} Names */
/** @typedef {ReturnType<typeof facetsOf>[number]} Facet with the entries that each document has */
/** @typedef {Awaited<ReturnType<typeof openFiles>>} Files */

/** @type {(bytes: Reader, limit: number) => Terms} */
function termsOf(bytes, limit) {
  const all = new Map();
  for (const term of bytes.words()) {
    const df = bytes.number(limit);
    const list = bytes.take();
    check(list.length >= 2 * df);
    /** @type {Uint32Array} */
    let read;
    // Most terms of a file are never looked at.
    const documents = () => (read ??= reader(list).ascending(df, limit));
    all.set(term, { term, place: all.size, df, levels: list.subarray(list.length - df), documents });
  }
  check(all.size);
  return all;
}

/**
 * @param {Reader} bytes
 * @param {number} limit
 */
function namesOf(bytes, limit) {
  const documents = bytes.ascending(bytes.number(bytes.left()), limit);
  const titles = bytes.lines();
  check(titles.length === documents.length);
  // All at once, which is many times as fast as one by one.
  const norms = titles.join("\n").toLowerCase().replace(/[^\p{L}\p{N}\n]+/gu, "").split("\n");
  return { documents, titles, norms };
}

/**
 * @param {Reader} bytes
 * @param {number} limit
 */
function facetsOf(bytes, limit) {
  const facets = ["kind", "owner", "lifecycle", "system", "tag"].map((field) => {
    const entries = [];
    for (let left = bytes.number(); left > 0; left--) {
      const key = bytes.string();
      entries.push({ key, label: bytes.string() || key });
    }
    /** @type {number[][]} */
    const column = [];
    return { field, entries, column };
  });
  check(facets.length * limit <= bytes.left());
  for (const facet of facets) {
    const most = facet.entries.length;
    // One list for all documents that have the same.
    const lists = [[], ...facet.entries.map((_, place) => [place])];
    const tags = () => Array.from({ length: bytes.number(most) }, () => bytes.number(most) - 1).filter((place) => place >= 0);
    facet.column = Array.from({ length: limit }, facet.field === "tag" ? tags : () => lists[bytes.number(most)]);
  }
  return facets;
}

/**
 * To which file of a list something belongs.
 * @param {[string, string][]} list
 * @param {string} key
 */
export function placeOf(list, key) {
  return list.reduce((found, [first], place) => (compare(first, key) > 0 ? found : place), 0);
}

/**
 * Opens the files of the site as it is; with "no-cache" as it is now.
 * @param {string | URL} base
 * @param {typeof fetch} get
 * @param {RequestCache} cache
 */
export async function openFiles(base, get, cache) {
  /** @type {(name: string, cache: RequestCache) => Promise<Reader>} */
  const fetched = async (name, cache) => {
    const address = new URL(`search/${name}.bin`, base);
    if (address.protocol === "file:") throw new SearchProblem("unsupported", address);
    const bytes = await get(address, { cache, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) }).then(async (response) => {
      if (response.type === "opaqueredirect") throw new TypeError();
      return response.ok && new Uint8Array(await response.arrayBuffer());
    }).catch(unfetched);
    if (!bytes) throw new SearchProblem("missing", address);
    // A host may have unpacked it on the way.
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return reader(bytes);
    if (!globalThis.DecompressionStream) throw new SearchProblem("unsupported");
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return reader(new Uint8Array(await new Response(unpacked).arrayBuffer()));
  };
  /** @type {{ format: number, documents: number, terms: [string, string][], documentFiles: string[], names: [string, string][],
   *   facets: string, positions: string, vocabulary: string }} */
  const manifest = JSON.parse((await fetched("manifest", cache)).text());
  const { format, documents, names } = manifest;
  if (format !== 1) throw new SearchProblem("version");
  check(Number.isInteger(documents));
  /** @type {Map<string, Promise<any>>} in the order of their last use */
  const kept = new Map();
  /** @type {<T>(name: string, decode: (bytes: Reader, limit: number) => T) => Promise<T>} */
  const read = (name, decode) => {
    const found = kept.get(name) ?? fetched(name, "force-cache").then((bytes) => decode(bytes, documents));
    kept.delete(name);
    kept.set(name, found);
    found.catch(() => kept.delete(name));
    if (kept.size > MOST_FILES) kept.delete([...kept.keys()][0]);
    return found;
  };
  return {
    manifest,
    read,
    facets: () => read("f-" + manifest.facets, facetsOf),
    /** @param {string} hash */
    terms: (hash) => read("t-" + hash, termsOf),
    /**
     * The names among which a query looks.
     * @param {string} norm
     */
    names(norm) {
      const place = placeOf(names, norm);
      const end = place + (names[place + 1]?.[0].startsWith(norm) ? 2 : 1);
      return Promise.all(names.slice(place, end).map(([, hash]) => read("n-" + hash, namesOf)));
    },
    /**
     * Title, description, place and address.
     * @param {number} document
     */
    async document(document) {
      const lines = await read("d-" + manifest.documentFiles[document >> 6], (bytes) => bytes.lines());
      const at = (document & 63) * 4;
      check(lines.length >= at + 4);
      return lines.slice(at, at + 4);
    },
  };
}

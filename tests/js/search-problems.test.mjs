// What the search says when its files cannot be had or read: a sentence and a reason, never another error, and never without end.
import assert from "node:assert/strict";
import test from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";

import { SearchProblem, openSearch } from "../../themes/default/js/search/engine.js";
import { searchFiles, server } from "./support/search-files.mjs";

const BASE = "https://portal.example.com/docs/";
const site = (...more) => [
  { title: "Orders", kind: "component", owner: "group:shop", tags: ["go"], description: "Takes orders.", body: "the service account pays" },
  { title: "Hooks", kind: "api", owner: "group:hooks", description: "Calls back.", body: "a service account" },
  { title: "Guide", body: "how the account of a service works", keys: ["acme/shop"] },
  ...more,
];
const { files } = searchFiles(site());
/** What together reads every kind of file. */
const QUERIES = ["orders", "or", '"service account"', "acme/shop", "accuont -guide", "kind:api", "xqzwvk"];

const search = (text, instead, given = files) => openSearch(BASE, server(given, instead)).search(text);
const problem = async (promise) => {
  const found = await promise.then(() => assert.fail("there is an answer"), (error) => error);
  assert.ok(found instanceof SearchProblem, found.stack);
  assert.match(found.message, /^[A-Z][^.]+\.$/);
  return found.reason;
};
/** Pretends to be a browser that is or is not connected, as long as `work` lasts. */
const whileOnline = async (onLine, work) => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: { onLine }, configurable: true });
  try {
    return await work();
  } finally {
    if (before) Object.defineProperty(globalThis, "navigator", before);
    else delete globalThis.navigator;
  }
};

test("a session that has ended is told, be it a redirect or a refusal", async () => {
  const redirect = Object.defineProperty(new Response(null), "type", { value: "opaqueredirect" });
  const refuse = () => Promise.reject(new TypeError("Failed to fetch"));
  for (const letter of ["manifest", "f-", "n-", "t-", "d-"]) {
    const at = (answer) => (name) => (name.startsWith(letter) ? answer() : undefined);
    assert.equal(await problem(search("orders", at(() => redirect))), "expired", letter);
    assert.equal(await whileOnline(true, () => problem(search("orders", at(refuse)))), "expired", letter);
    assert.equal(await whileOnline(false, () => problem(search("orders", at(refuse)))), "offline", letter);
  }
  const timeout = () => Promise.reject(new DOMException("signal timed out", "TimeoutError"));
  assert.equal(await problem(search("orders", timeout)), "offline");
});

test("after a problem the next query asks again", async () => {
  let isDown = true;
  const get = server(files, () => (isDown ? Promise.reject(new TypeError("Failed to fetch")) : undefined));
  const { search, preload } = openSearch(BASE, get);
  await preload();
  assert.equal(await problem(search("orders")), "expired");
  isDown = false;
  assert.equal((await search("orders")).hits[0].title, "Orders");
});

test("every fetch gives up at some time", async () => {
  const get = server(files);
  await openSearch(BASE, get).search("orders");
  assert.ok(get.asked.length > 4 && get.asked.every(({ signal }) => signal instanceof AbortSignal));
});

/** A site that changes below the page; its files are so small that a new query needs new ones. */
function changing() {
  let current = searchFiles(site(), { termBytes: 40 }).files;
  const get = server({ has: (name) => current.has(name), get: (name) => current.get(name) });
  const change = () => (current = searchFiles(site({ title: "Orders of tomorrow" }), { termBytes: 40 }).files);
  const manifests = () => get.asked.filter(({ name }) => name === "manifest.bin").map(({ cache }) => cache);
  return { ...openSearch(BASE, get), change, manifests };
}

test("a site that was published again below the page is read anew, once", async () => {
  const { search, change, manifests } = changing();
  assert.equal((await search("account")).total, 3);
  change();
  assert.equal((await search("tomorrow")).hits[0].title, "Orders of tomorrow");
  assert.equal((await search("account")).total, 3);
  assert.deepEqual(manifests(), ["default", "no-cache"]);
});

test("queries side by side renew the site once", async () => {
  const { search, change, manifests } = changing();
  await search("account");
  change();
  const all = await Promise.all(["tomorrow", "orders", "guide", "hooks"].map((text) => search(text)));
  assert.deepEqual(all.map(({ hits }) => hits[0].title), ["Orders of tomorrow", "Orders", "Guide", "Hooks"]);
  assert.deepEqual(manifests(), ["default", "no-cache"]);
});

test("files that stay away are told after one more look", async () => {
  for (const letter of ["f-", "n-", "t-", "d-"]) {
    const left = new Map([...files].filter(([name]) => !name.startsWith(letter)));
    const get = server(left);
    assert.equal(await problem(openSearch(BASE, get).search("orders")), "missing");
    assert.equal(get.asked.filter(({ name }) => name === "manifest.bin").length, 2);
    assert.ok(get.asked.length < 15, `${get.asked.length} requests`);
  }
  assert.equal(await problem(search("orders", undefined, new Map())), "missing");
  assert.equal(await problem(search("orders", () => new Response("broken", { status: 500 }))), "missing");
});

const manifest = (change) => {
  const changed = JSON.stringify({ ...JSON.parse(gunzipSync(files.get("manifest.bin"))), ...change });
  return new Map([...files, ["manifest.bin", gzipSync(changed)]]);
};

test("another version is refused", async () => {
  for (const format of [0, 2, "1", null, undefined, {}]) assert.equal(await problem(search("orders", undefined, manifest({ format }))), "version");
});

test("a browser that cannot unpack, and a page that is a file, are told what is missing", async () => {
  const { DecompressionStream } = globalThis;
  delete globalThis.DecompressionStream;
  try {
    assert.equal(await problem(search("orders")), "unsupported");
  } finally {
    globalThis.DecompressionStream = DecompressionStream;
  }
  const local = openSearch("file:///srv/site/", server(files)).search("orders");
  await assert.rejects(local, ({ reason, message }) => reason === "unsupported" && /web server/.test(message));
});

test("a page of another kind in place of a file is damage", async () => {
  for (const letter of ["manifest", "f-", "n-", "t-", "d-"]) {
    const page = (name) => (name.startsWith(letter) ? new Response("<!doctype html><title>Sign in</title>") : undefined);
    assert.equal(await problem(search("orders", page)), "damaged", letter);
  }
});

const unpacked = new Map([...files].map(([name, bytes]) => [name, gunzipSync(bytes)]));
const LETTERS = ["m", "n", "f", "t", "p", "d", "v"];

/** Answers every query from changed files, with an answer or with a sentence; returns how often it is a sentence. */
async function survives(letter, change, about, from = unpacked) {
  const changed = new Map([...from].map(([name, bytes]) => [name, name.startsWith(letter) ? change(bytes, name) : bytes]));
  const { search } = openSearch(BASE, server(changed));
  let problems = 0;
  for (const text of QUERIES) {
    await search(text).catch((error) => {
      assert.ok(error instanceof SearchProblem, `${letter} ${about}: ${error.stack}`);
      problems++;
    });
  }
  return problems;
}

test("a manifest that makes no sense is damage, or harmless", async () => {
  const values = [undefined, null, -1, 0.5, 1e9, 2 ** 53, "x", [], {}, [[]], [null], [["a"]], [["", "0"]], ["__proto__"]];
  for (const key of ["documents", "terms", "documentFiles", "names", "facets", "positions", "vocabulary"]) {
    for (const value of values) {
      await survives("m", () => manifest({ [key]: value }).get("manifest.bin"), `${key}: ${JSON.stringify(value)}`);
    }
  }
  for (const text of ["", "null", "[]", "1", '"x"', "{", "\xff"]) assert.ok(await survives("m", () => Buffer.from(text, "latin1"), text));
});

test("a file that ends anywhere is damage, or harmless", async () => {
  for (const letter of LETTERS) {
    const longest = Math.max(...[...unpacked].filter(([name]) => name.startsWith(letter)).map(([, { length }]) => length));
    for (let length = 0; length < longest; length++) await survives(letter, (bytes) => bytes.subarray(0, length), `cut to ${length}`);
    for (const length of [1, 2, 9, 18]) {
      assert.ok(await survives(letter, (bytes) => bytes.subarray(0, length), `packed, cut to ${length}`, files), `${letter} ${length}`);
    }
  }
});

test("a file with changed bytes is damage, or harmless", async () => {
  for (const letter of LETTERS) {
    for (let at = 0; at < 200; at += at < 40 ? 1 : 7) {
      for (const change of [0x01, 0x7f, 0x80, 0xff]) {
        await survives(letter, (bytes) => bytes.map((byte, place) => (place === at % bytes.length ? byte ^ change : byte)), `^${change} at ${at}`);
      }
    }
  }
});

test("a count that a file claims is not believed", async () => {
  const claim = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]);
  for (const letter of LETTERS) {
    for (let at = 0; at < 30; at++) {
      await survives(letter, (bytes) => Buffer.concat([bytes.subarray(0, at), claim, bytes.subarray(at)]), `claims at ${at}`);
    }
  }
});

const HOSTILE = ["__proto__", "constructor", "toString valueOf", "a\ud800b \udfff", "🎉👩‍💻", "שלום עולם", "\u202eabc", "\0", "%00", "=", "=acmeshop", "=\"", "\"".repeat(399),
  "-".repeat(400), "kind:__proto__", "-tag:constructor owner:toString", "kind:\ud800", "a".repeat(10_000), "a b ".repeat(3_000), "可".repeat(10_000), "İ".repeat(400),
  "-a ".repeat(140), "\"a b\" ".repeat(80), "a/".repeat(200), ".git".repeat(100), "@".repeat(400), "https://".repeat(50), "\n\t\u2028", "<img src=x onerror=alert(1)>", "(((((", "\\", "$&", "*", "a* OR b~2"];

test("nothing that is typed is too much", async () => {
  const search = openSearch(BASE, server(files));
  for (const text of HOSTILE) {
    const answer = await search.search(text);
    assert.ok(Array.isArray(answer.hits) && answer.facets.every(({ entries }) => entries.every(({ count }) => count > 0)), text);
  }
});

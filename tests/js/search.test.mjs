// The search of the reader's browser, from the files of a site to the hits: the rules of `src/search/FORMAT.md`.
import assert from "node:assert/strict";
import test from "node:test";

import { openSearch } from "../../themes/default/js/search/engine.js";
import { searchFiles, server } from "./support/search-files.mjs";

const BASE = "https://portal.example.com/docs/";

const SITE = [
  { title: "Orders API", kind: "api", owner: "group:shop", ownerLabel: "Shop team", lifecycle: "production", system: "shop", tags: ["rest", "sales"],
    description: "Takes and tells orders.", body: "Every order has a state. See the service account that pays.", keys: ["acme/shop/orders"] },
  { title: "Orders", kind: "component", owner: "group:shop", ownerLabel: "Shop team", lifecycle: "production", system: "shop", tags: ["go"],
    description: "The service behind the orders.", body: "Runs on kubernetes.", keys: ["acme/shop/checkout", "registry.example.com/acme/checkout"] },
  { title: "Order handling guide", owner: "group:shop", ownerLabel: "Shop team", description: "How to cancel orders.", body: "An account of each service, and how kubernetes runs it." },
  { title: "createWebhook", kind: "operation", owner: "group:hooks", description: "Creates a webhook.", place: "Hooks API", keys: ["createWebhook", "POST /v1/webhooks"] },
  { title: "deleteWebhook", kind: "operation", owner: "group:hooks", description: "Deletes a webhook.", place: "Hooks API", keys: ["DELETE /v1/webhooks"] },
  { title: "Webhook", kind: "schema", owner: "group:hooks", description: "What is called back.", body: "url secret" },
  { title: "Hooks", kind: "component", owner: "group:hooks", lifecycle: "deprecated", tags: ["go", "rest"], description: "Calls back.", body: "service account for kubernetes" },
  { title: "aws-lc-rs", kind: "resource", owner: "group:crypto", lifecycle: "experimental", tags: ["rust"], description: "Cryptography.", body: "" },
  { title: "google_compute_instance", kind: "resource", owner: "group:cloud", description: "A machine." },
  { title: "可观测性指南", owner: "group:cloud", description: "可观测性 with traces", body: "观测 something" },
  { title: "stage", kind: "input", owner: "group:cloud", description: "The stage of the job." },
  { title: "constructor", owner: "group:odd", description: "__proto__ and toString and hasOwnProperty" },
  { title: "<b onclick=x>Bold</b>", owner: "group:odd", description: "markup" },
  { title: "\ufeff𐐀 above the plane", owner: "group:odd", description: "\u{10400}\u{10428}\u{10428} letters" },
  { title: "Zebra", kind: "doc", owner: "group:zoo", body: "kubernetes kubernetes kubernetes" },
  { title: "Zoo", kind: "system", owner: "group:zoo", body: "animals" },
];

const small = searchFiles(SITE);
const open = (files = small.files, instead) => {
  const get = server(files, instead);
  return { ...openSearch(BASE, get), asked: get.asked };
};
const titles = ({ hits }) => hits.map(({ title }) => title);

const any = (...expected) => ({ expected, isInOrder: false });
const first = (...expected) => ({ expected, isFirst: true });

/** What is typed, and the titles of the hits: all in order, all in any order, or the first ones. */
const CASES = [
  ["orders", first("Orders")],
  ["Orders API", first("Orders API")],
  ["orders-api", first("Orders API")],
  ["order handling", ["Order handling guide", "Orders API"]],
  ["ord", any("Orders", "Orders API", "Order handling guide")],
  ["webhook", ["Webhook", "createWebhook", "deleteWebhook"]],
  ["create webhook", first("createWebhook")],
  ["createwebhook", ["createWebhook"]],
  ["CreateWebhook", first("createWebhook")],
  ["aws lc rs", ["aws-lc-rs"]],
  ["awslcrs", ["aws-lc-rs"]],
  ["google_compute_instance", ["google_compute_instance"]],
  ["googlecomputeinstance", ["google_compute_instance"]],
  ["compute inst", ["google_compute_instance"]],
  ["可观测性", ["可观测性指南"]],
  ["观测", ["可观测性指南"]],
  ["指", ["可观测性指南"]],
  ['"service account"', ["Hooks", "Orders API"]],
  ['"account service"', []],
  ['"service" kubernetes', any("Orders", "Order handling guide", "Hooks", "Orders API")],
  ['kubernetes -"service account"', any("Order handling guide", "Orders", "Zebra")],
  ["kubernetes -orders", ["Zebra", "Hooks"]],
  ["kubernetes -orders -zebra", ["Hooks"]],
  ["kubernetes -nosuchword -!", any("Hooks", "Order handling guide", "Orders", "Zebra")],
  ['"观测性"', ["可观测性指南"]],
  ['"测观"', []],
  ["kind:component", any("Hooks", "Orders")],
  ["kind:component kind:system", any("Hooks", "Orders", "Zoo")],
  ["kind:component tag:rest", ["Hooks"]],
  ["tag:go tag:rust lifecycle:production", ["Orders"]],
  ['owner:"shop team" kind:api', ["Orders API"]],
  ["owner:group:shop -kind:doc -kind:api", ["Orders"]],
  ["kind:nonsense", []],
  ["kind:nonsense kind:api", ["Orders API"]],
  ["kind:api -kind:nonsense", ["Orders API"]],
  ["webhook kind:schema", ["Webhook"]],
  ["-kind:operation owner:grouphooks", ["Hooks", "Webhook"]],
  ["constructor", ["constructor"]],
  ["__proto__", ["constructor"]],
  ["toString", first("constructor")],
  ["hasOwnProperty", first("constructor")],
  ["bold", ["<b onclick=x>Bold</b>"]],
  ["\u{10400}\u{10428}\u{10428}", ["\ufeff𐐀 above the plane"]],
  ["stage", ["stage"]],
  ["acme/shop/checkout", first("Orders")],
  ["https://gitlab.example.com/acme/shop/checkout/-/tree/main?x=1", first("Orders")],
  [`https://gitlab.example.com/acme/shop/checkout/-/blob/main/${"deep/".repeat(20)}README.md`, first("Orders")],
  ["git@gitlab.example.com:acme/shop/orders.git", first("Orders API")],
  ["registry.example.com/acme/checkout:1.2", first("Orders")],
  ["POST /v1/webhooks", first("createWebhook")],
  ["kuberentes", any("Hooks", "Order handling guide", "Orders", "Zebra")],
  ["webhok", ["Webhook", "createWebhook", "deleteWebhook"]],
  ["xxxyyyzzz", []],
  ["", []],
  ["-", []],
  ["🎉", []],
  ["z", ["Zoo", "Zebra"]],
  ["ze", ["Zebra"]],
  ["zz", []],
  ["we", any("Webhook", "createWebhook", "deleteWebhook")],
  ["c#", any("createWebhook", "constructor", "google_compute_instance")],
  ["z kind:system", ["Zoo"]],
];

test("what is typed finds what it should, in order", async () => {
  const search = open();
  for (const [typed, wanted] of CASES) {
    const { expected, isInOrder = true, isFirst } = Array.isArray(wanted) ? { expected: wanted } : wanted;
    const found = titles(await search.search(typed));
    const order = (all) => (isInOrder ? all : [...all].sort());
    assert.deepEqual(order(isFirst ? found.slice(0, expected.length) : found), order(expected), typed);
  }
});

test("a hit says what it is and where", async () => {
  const { hits, total, isPartial, corrections, terms } = await open().search("orders api");
  assert.deepEqual(hits[0], {
    document: small.documents.findIndex(({ title }) => title === "Orders API"),
    title: "Orders API", address: "ordersapi/", kind: "api", kindLabel: "api", owner: "group:shop", ownerLabel: "Shop team",
    place: "", description: "Takes and tells orders.",
  });
  assert.deepEqual({ total, isPartial, corrections, terms }, { total: 1, isPartial: false, corrections: [], terms: ["orders", "api"] });
});

test("hits that have only some of the words say so", async () => {
  const { total, isPartial, hits } = await open().search("zebra webhook");
  assert.deepEqual({ total, isPartial, some: hits.length > 1 }, { total: 0, isPartial: true, some: true });
});

test("a correction is told, and what is marked is the word that was meant", async () => {
  const { corrections, terms } = await open().search("kuberentes zebar");
  assert.deepEqual(corrections, [{ from: "kuberentes", to: "kubernetes" }, { from: "zebar", to: "zebra" }]);
  assert.deepEqual(terms, ["kubernetes", "zebra"]);
});

test("what means one document exactly is not corrected", async () => {
  const { corrections, hits } = await open().search("POST /v1/webhooks");
  assert.deepEqual({ corrections, title: hits[0].title }, { corrections: [], title: "createWebhook" });
});

test("the vocabulary is asked only for what is near nothing else", async () => {
  const { files } = searchFiles(SITE, { termBytes: 30 });
  for (const [typed, isAsked] of [["kubernetes", false], ["kubernetse", false], ["kqbernetes", false], ["qubernetes", true]]) {
    const search = open(files);
    const { total, corrections } = await search.search(typed);
    assert.equal(total, 4, typed);
    assert.equal(search.asked.some(({ name }) => name.startsWith("v-")), isAsked, typed);
    assert.equal(corrections.length, typed === "kubernetes" ? 0 : 1);
  }
});

const counts = ({ facets }, field) =>
  Object.fromEntries(facets.find((facet) => facet.field === field).entries.map(({ key, count }) => [key, count]));

test("counts are of the full hits, and of a filter's own field as if it were not there", async () => {
  const search = open();
  const all = await search.search("kubernetes");
  assert.deepEqual(counts(all, "kind"), { component: 2, doc: 2 });
  assert.deepEqual(counts(all, "tag"), { go: 2, rest: 1 });
  assert.deepEqual(counts(all, "owner"), { "group:shop": 2, "group:hooks": 1, "group:zoo": 1 });
  const some = await search.search("kubernetes kind:component");
  assert.equal(some.total, 2);
  assert.deepEqual(counts(some, "kind"), { component: 2, doc: 2 });
  assert.deepEqual(counts(some, "owner"), { "group:hooks": 1, "group:shop": 1 });
  const few = await search.search("kubernetes kind:component -tag:rest");
  assert.equal(few.total, 1);
  assert.deepEqual(counts(few, "kind"), { component: 1, doc: 2 });
  assert.deepEqual(counts(few, "tag"), { go: 2, rest: 1 });
  const { facets } = await search.search("owner:group:shop");
  assert.deepEqual(facets[0].entries, ["component", "api", "doc"].map((key) => ({ key, label: key, count: 1 })));
  assert.deepEqual(facets[1].entries.find(({ key }) => key === "group:shop"), { key: "group:shop", label: "Shop team", count: 3 });
});

test("ten by ten, with the hits of a kind together", async () => {
  const kinds = ["api", "doc", "component"];
  const many = Array.from({ length: 37 }, (_, at) => ({ title: `Cargo ${String(at).padStart(2, "0")}`, kind: kinds[at % 3], body: "cargo ".repeat(at) }));
  const search = open(searchFiles(many).files);
  const whole = await search.search("cargo", { count: 50 });
  assert.equal(whole.total, 37);
  assert.equal(new Set(titles(whole)).size, 37);
  for (let ten = 0; ten < 37; ten += 10) {
    const some = whole.hits.slice(ten, ten + 10).map(({ kind }) => kind);
    assert.equal(some.filter((kind, at) => kind !== some[at - 1]).length, new Set(some).size, some.join());
    assert.deepEqual(titles(await search.search("cargo", { from: ten })), titles(whole).slice(ten, ten + 10));
  }
  assert.deepEqual(titles(await search.search("cargo", { from: 7, count: 9 })), titles(whole).slice(7, 16));
  assert.deepEqual(titles(await search.search("cargo", { from: 40 })), []);
  assert.equal((await search.search("cargo", { count: 1e12 })).hits.length, 37);
  assert.equal((await search.search("c", { count: 50 })).hits.length, 37);
});

test("a part of the hits is where the whole has it, also where full hits end", async () => {
  const kinds = ["api", "doc", "component"];
  const many = Array.from({ length: 40 }, (_, at) => ({ title: `Crate ${at}`, kind: kinds[at % 3], body: at < 23 ? "deep sea" : "deep" }));
  const search = open(searchFiles(many).files);
  const whole = await search.search("deep sea", { count: 40 });
  assert.equal(whole.total, 23);
  for (let from = 0; from < 40; from++) {
    for (const count of [1, 3, 10]) {
      assert.deepEqual(titles(await search.search("deep sea", { from, count })), titles(whole).slice(from, from + count), `${from} ${count}`);
    }
  }
});

test("the same hits from many small files as from few", async () => {
  const split = open(searchFiles(SITE, { termBytes: 60 }).files);
  const one = open();
  for (const [typed] of CASES) {
    // What is near a wrong word depends on the file that it would be in.
    if (/kuber|webhok|webhooks/.test(typed)) continue;
    assert.deepEqual(await split.search(typed), await one.search(typed), typed);
  }
  const names = open(searchFiles(SITE, { namesInOne: 4, namesInEach: 2 }).files);
  for (const typed of ["Orders API", "orders", "webhook", "z", "we", "ord", "可观测性指南"]) {
    assert.deepEqual(titles(await names.search(typed))[0], titles(await one.search(typed))[0], typed);
  }
  assert.ok(names.asked.filter(({ name }) => name.startsWith("n-")).length > 3);
});

test("an ordinary query reads few files, and each once", async () => {
  const search = open();
  await search.preload();
  assert.deepEqual(search.asked.map(({ name }) => name.slice(0, 2)).sort(), ["f-", "ma", "n-"]);
  await search.search("kubernetes");
  await search.search("kubernetes");
  assert.deepEqual(search.asked.map(({ name }) => name.slice(0, 2)).sort(), ["d-", "f-", "ma", "n-", "t-"]);
  await search.search("z");
  await search.search("orders -kubernetes");
  assert.equal(search.asked.length, 5);
  for (const { name, cache, redirect } of search.asked) {
    assert.deepEqual({ cache, redirect }, { cache: name === "manifest.bin" ? "default" : "force-cache", redirect: "manual" });
  }
  assert.equal(open().asked.length, 0);
});

test("what a host has unpacked on the way is read as well", async () => {
  const { gunzipSync } = await import("node:zlib");
  const unpacked = new Map([...small.files].map(([name, bytes]) => [name, gunzipSync(bytes)]));
  assert.deepEqual(await open(unpacked).search('"service account"'), await open().search('"service account"'));
});

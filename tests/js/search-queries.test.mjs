// What is typed becomes the plan that `portolan search` makes of it too: both read the same file of cases.
// A line is `{typed, plan}`, and a plan has
//   said      what the words and phrases say, joined by a space
//   needs     the terms that a document should have, in their order (of words and of phrases)
//   welcome   the terms that add to the points of a document
//   open      the need that also means what begins with it, or null
//   phrases   lists of [term, its distance from the first]
//   excluded  {words: a list of the needs of each excluded piece, phrases: as above}
//   filters   {field, value: its norm, isExcluded}
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { keysOf, planOf } from "../../themes/default/js/search/query.js";

const lines = readFileSync(new URL("../fixtures/search/queries.jsonl", import.meta.url), "utf8").split("\n");

test("what is typed becomes the plans of the cases", async () => {
  const cases = lines.filter(Boolean).map((line) => JSON.parse(line));
  assert.ok(cases.length > 90, `${cases.length} cases`);
  for (const { typed, plan } of cases) assert.deepEqual(await planOf(typed), plan, typed);
});

test("half characters are no letters, and count as characters", async () => {
  const { needs, open } = await planOf("\ud800kafka \udc00");
  assert.deepEqual({ needs, open }, { needs: ["kafka"], open: null });
  assert.deepEqual((await planOf("🎉".repeat(398) + " ab")).needs, ["a"]);
});

test("of a long text only the beginning is read", async () => {
  assert.equal((await planOf("words and ".repeat(1_000_000))).said.length, 399);
  for (const part of ["-", '"', "a-", "kind:", '-"', "可", "/", ":", "@a", ".git"]) {
    const plan = await planOf(part.repeat(5_000));
    assert.ok(plan.needs.length < 13 && (await keysOf(plan)).length < 9, part);
  }
});

/** Each what may be pasted, with the keys that are tried, best first. */
const KEYS = [
  ["orders", []],
  ["createWebhook", ["createwebhook"]],
  ["get /v1/orders", ["getv1orders"]],
  ['"get orders" /v1', []],
  ["kind:api acme/shop", ["acmeshop"]],
  ["c.d", []],
  ["acme/shop/checkout", ["acmeshopcheckout", "acmeshop"]],
  ["https://gitlab.example.com/acme/shop/-/blob/main/README.md?plain=1#L3",
    ["httpsgitlabexamplecomacmeshopblobmainreadmemdplain1l3", "gitlabexamplecomacmeshopblobmainreadmemd", "gitlabexamplecomacmeshop", "acmeshop"]],
  ["git@gitlab.example.com:acme/shop.git/", ["gitgitlabexamplecomacmeshopgit", "gitlabexamplecomacmeshop", "acmeshop"]],
  ["ssh://git@gitlab.example.com:2222/acme/shop.git", ["sshgitgitlabexamplecom2222acmeshopgit", "gitlabexamplecom2222acmeshop", "acmeshop"]],
  ["registry.example.com:5050/acme/image:1.2", ["registryexamplecom5050acmeimage12", "registryexamplecom5050acmeimage", "acmeimage"]],
  ["registry.example.com/acme/image@sha256:0a1b", ["registryexamplecomacmeimagesha2560a1b", "registryexamplecomacmeimage", "acmeimage"]],
  ["@acme/ui@1.2.3", ["acmeui123", "acmeui"]],
  ["lodash@4.17", ["lodash417", "lodash"]],
  ["a1/b2/c3/d4/e5/f6/g7/h8/i9/j0", ["a1b2c3d4e5f6g7h8i9j0", "a1b2c3d4e5f6g7h8i9", "a1b2c3d4e5f6g7h8", "a1b2c3d4e5f6g7", "a1b2c3d4e5f6", "a1b2c3d4e5", "a1b2c3d4", "a1b2c3"]],
];

test("what is pasted is tried as the keys that it may be", async () => {
  for (const [typed, keys] of KEYS) assert.deepEqual(await keysOf(await planOf(typed)), keys.map((key) => `=${key}`), typed);
});

// Text becomes words as in the builder: both read the same file of cases.
// A line is `[text, [[token, position, form], …]]`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { norm, tokens } from "../../themes/default/js/search/tokens.js";

const lines = readFileSync(new URL("../fixtures/search/tokens.jsonl", import.meta.url), "utf8").split("\n");

test("text becomes the words of the cases", () => {
  const cases = lines.filter(Boolean).map((line) => JSON.parse(line));
  assert.ok(cases.length > 90, `${cases.length} cases`);
  for (const [text, expected] of cases) {
    assert.deepEqual(tokens(text).map(({ text, position, form }) => [text, position, form]), expected, text);
  }
});

test("half a character is no letter", () => {
  assert.deepEqual(tokens("a\ud800b \udc00").map(({ text }) => text), ["a", "b"]);
});

test("a long text is read in a time that grows as the text does", () => {
  for (const part of ["a", "a-", "-", "aB", "可", "a.-_/:"]) assert.ok(tokens(part.repeat(100_000)).length < 200_001);
});

test("the norm has letters and digits alone, in lower case", () => {
  assert.equal(norm("Create-Webhook_2 (ÄÖ)"), "createwebhook2äö");
  assert.equal(norm("İΣ ΑΣ"), "iςας");
  assert.equal(norm("可观 🎉"), "可观");
});

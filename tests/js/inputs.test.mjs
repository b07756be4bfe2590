// The form of a component's page judges as the program does: both read the same table of cases.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { judge } from "../../themes/default/js/inputs.js";

const WORDS = new Set(["missing", "unknown"]);

for (const file of ["hand.json", "generated.json"]) {
  test(`the form agrees with the cases of ${file}`, () => {
    const cases = JSON.parse(readFileSync(new URL(`../fixtures/ci-inputs/${file}`, import.meta.url)));
    let accepted = 0;
    let refused = 0;
    for (const { spec, inputs, tries } of cases) {
      for (const { values, wrong } of tries) {
        const { problems } = judge(inputs, new Map(Object.entries(values)));
        const word = (problem) => (WORDS.has(problem) ? problem : "invalid");
        const told = Object.fromEntries([...problems].map(([name, problem]) => [name, word(problem)]));
        assert.deepEqual(told, wrong, JSON.stringify({ spec, values }));
        Object.keys(wrong).length ? refused++ : accepted++;
      }
    }
    assert.ok(accepted > cases.length / 2 && refused > cases.length / 2, `${accepted} and ${refused}`);
  });
}

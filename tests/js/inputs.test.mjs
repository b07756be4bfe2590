// The form of a component's page judges as the program does: both read the same table of cases.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { judge } from "../../themes/default/js/inputs.js";

/** A form has no control for an input that does not exist, so `judge` says nothing of one. */
function told(inputs, values) {
  const judged = judge(inputs, new Map(Object.entries(values)));
  const word = (problem) => (problem === "missing" ? problem : "invalid");
  const problems = inputs.flatMap(({ name }, at) => (judged[at].problem ? [[name, word(judged[at].problem)]] : []));
  const unknown = Object.keys(values).filter((name) => !inputs.some((input) => input.name === name));
  return Object.fromEntries([...problems, ...unknown.map((name) => [name, "unknown"])]);
}

for (const file of ["hand.json", "generated.json"]) {
  test(`the form agrees with the cases of ${file}`, () => {
    const cases = JSON.parse(readFileSync(new URL(`../fixtures/ci-inputs/${file}`, import.meta.url)));
    let accepted = 0;
    let refused = 0;
    for (const { spec, inputs, tries } of cases) {
      for (const { values, wrong } of tries) {
        assert.deepEqual(told(inputs, values), wrong, JSON.stringify({ spec, values }));
        Object.keys(wrong).length ? refused++ : accepted++;
      }
    }
    assert.ok(accepted > cases.length / 2 && refused > cases.length / 2, `${accepted} and ${refused}`);
  });
}

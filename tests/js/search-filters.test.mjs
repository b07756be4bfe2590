/** Filters are a part of the query's text: what is chosen is read from it, and a choice writes it anew. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenIn, withFilter, withoutFilters } from '../../themes/default/js/search/filters.js';

const CHOSEN = [
  ['checkout', []],
  ['checkout kind:api', ['kind api']],
  ['KIND:API Owner:"data platform" tag:"open', ['kind API', 'owner data platform', 'tag open']],
  ['-kind:api "kind:doc of" kind: xkind:api', []],
  ['"a" kind:api kind:doc', ['kind api', 'kind doc']],
  ['__proto__:x constructor:y', []],
];

for (const [query, filters] of CHOSEN) {
  test(`the filters of ${query}`, () => {
    assert.deepEqual(chosenIn(query).map(({ field, value }) => `${field} ${value}`), filters);
  });
}

test('a filter that is added can be taken out again, whatever its key', () => {
  for (const key of ['api', 'data platform', 'a"b', 'c++', '日本', 'group:default/payments', '"']) {
    for (const query of ['', 'checkout', '"a phrase" -not', 'kind:doc checkout']) {
      const more = withFilter(query, 'owner', key);
      const own = chosenIn(more).filter(({ field }) => field === 'owner');
      assert.equal(own.length, 1, more);
      assert.equal(withoutFilters(more, own), query);
    }
  }
});

test('what stands around filters stays', () => {
  const query = 'one kind:api two kind:doc three';
  assert.equal(withoutFilters(query, chosenIn(query)), 'one two three');
});

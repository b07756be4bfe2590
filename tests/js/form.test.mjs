// What the form of a component writes and reads, without a page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const FOLDER = new URL('../../themes/default/js/', import.meta.url);
const { read, scalar } = await import(new URL('form.js', FOLDER));

test('values are written as the program writes them', () => {
  const cases = JSON.parse(readFileSync(new URL('../fixtures/ci-scalars/cases.json', import.meta.url)));
  for (const [value, yaml] of cases) assert.equal(scalar(value), yaml, JSON.stringify(value));
});

test('numbers have a point before their exponent, or YAML 1.1 takes them for text', () => {
  assert.equal(scalar(1e21), '1.0e+21');
  assert.equal(scalar(-1.5e-9), '-1.5e-9');
});

test('what is typed is read for its type', () => {
  assert.equal(read('string', '  '), undefined);
  assert.equal(read('string', '""'), '');
  assert.equal(read('string', '8'), '8');
  assert.equal(read('number', '8'), 8);
  assert.equal(read('number', 'eight'), 'eight');
  assert.equal(read('boolean', 'true'), true);
  assert.deepEqual(read('array', 'a\n b \n\nc: d\n'), ['a', 'b', 'c: d']);
  assert.deepEqual(read('array', '["a", {"b": 1}]'), ['a', { b: 1 }]);
  assert.deepEqual(read('array', '8'), ['8']);
});

test('the form loads less than 3,000 bytes', (t) => {
  const code = (name) => readFileSync(new URL(name, FOLDER), 'utf8').split('\n').map((line) => line.trim());
  // As the program writes scripts: without comments and indentation.
  const isCode = (line) => line !== '' && !/^(\/\/|\/\*|\* |\*\/)/.test(line);
  const size = ['form.js', 'inputs.js', 'element.js'].reduce((sum, name) => sum + gzipSync(code(name).filter(isCode).join('\n')).length, 0);
  t.diagnostic(`${size} bytes compressed`);
  assert.ok(size < 3000, `${size} bytes`);
});

/** What readers type and what they should find first: a table over the example, asked through the palette as a reader does. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './support/chromium.mjs';
import { buildExample, removeExample, ROOT } from './support/portal.mjs';
import { serve } from './support/server.mjs';

const INPUT = 'dialog input[role=combobox]';

let site, server, browser, tab, cases;

before(async () => {
  const lines = await readFile(join(ROOT, 'tests/fixtures/search/first-hits.jsonl'), 'utf8');
  cases = lines.trim().split('\n').map((line) => JSON.parse(line));
  site = await buildExample();
  server = await serve(site, { base: '/some/base/' });
  browser = await launch();
  tab = await browser.newPage();
  await tab.goto(server.url);
  await tab.keyboard.press('/');
  await tab.waitForSelector(INPUT, { visible: true });
});

after(async () => {
  await browser?.close();
  await server?.close();
  if (site) await removeExample(site);
});

/** Types a query and waits until the palette has answered it and no other. */
async function firstOf(query) {
  await tab.$eval(INPUT, (input) => (input.value = ''));
  await tab.$eval(INPUT, (input, text) => {
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, query);
  await tab.waitForFunction((text) => document.querySelector('dialog [role=listbox]')?.getAttribute('data-query') === text, {}, query);
  return tab.evaluate(() => document.querySelector('dialog a[role=option]')?.href ?? null);
}

test('each query of the table has its page first', async (t) => {
  assert.ok(cases.length >= 40);
  const wrong = [];
  for (const { query, first, why } of cases) {
    const found = await firstOf(query);
    const expected = first && new URL(first, server.url).href;
    if (found !== expected) wrong.push(`${query} (${why}): ${found?.slice(server.url.length) ?? 'nothing'}, not ${first ?? 'nothing'}`);
  }
  t.diagnostic(`${cases.length - wrong.length} of ${cases.length} right`);
  assert.deepEqual(wrong, []);
});

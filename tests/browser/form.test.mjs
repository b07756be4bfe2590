/** The form of a CI/CD component: it writes the YAML, refuses what the component refuses, and lives in the address. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { complaintsOf, launch } from './support/chromium.mjs';
import { buildExample, removeExample } from './support/portal.mjs';
import { serve } from './support/server.mjs';

const PAGE = 'cicomponent/acme/docs-check-prose.html';

let site, server, browser;

before(async () => {
  site = await buildExample();
  server = await serve(site, { base: '/some/base/' });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  if (site) await removeExample(site);
});

const snippet = (tab) => tab.$eval('.snippet code', (code) => code.textContent);

test('it writes good values, refuses bad ones and comes back from the address', async () => {
  const tab = await browser.newPage();
  const { complaints, stop } = complaintsOf(tab, server.origin);
  await tab.goto(server.url + PAGE, { waitUntil: 'networkidle0' });
  await tab.select('#input-audience select', 'customers');
  await tab.type('#input-release input', 'nope');
  assert.match(await snippet(tab), /audience: customers\n/);
  assert.doesNotMatch(await snippet(tab), /nope/);
  assert.equal(await tab.$eval('#input-release input', (input) => input.ariaInvalid), 'true');
  assert.notEqual(await tab.$eval('#input-release-problem', (problem) => problem.textContent), '');
  await tab.$eval('#input-release input', (input) => (input.value = ''));
  await tab.type('#input-release input', 'v1.2');
  await tab.type('#input-paths textarea', 'a: b\nc');
  const written = await snippet(tab);
  assert.match(written, /release: v1\.2\n {6}paths: \["a: b", c\]\n$/);
  const levels = await tab.$eval('#input-level select', (select) => [...select.options].map(({ value }) => value));
  assert.deepEqual(levels, ['', 'spelling', 'everything'], 'rules choose the options');
  const address = tab.url();
  await tab.goto('about:blank');
  await tab.goto(address, { waitUntil: 'networkidle0' });
  assert.equal(await snippet(tab), written);
  stop();
  assert.deepEqual(complaints, []);
  await tab.close();
});

test('the version changes the snippet, it is copied as it stands, and reset brings back what was there', async () => {
  const context = await browser.createBrowserContext();
  await context.overridePermissions(server.origin, ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
  const tab = await context.newPage();
  await tab.goto(server.url + PAGE, { waitUntil: 'networkidle0' });
  const before = await snippet(tab);
  const versions = await tab.$eval('.controls select', (select) => [...select.options].map(({ value }) => value));
  assert.deepEqual(versions, ['1.0.0', '0.3.0', '0.2.0'], 'the newest comes first, and none is empty');
  await tab.select('.controls select', '0.3.0');
  const changed = await snippet(tab);
  assert.equal(changed, before.replace('@1.0.0', '@0.3.0'));
  await tab.hover('.snippet pre');
  await tab.click('.snippet .code-frame .copy');
  assert.equal(await tab.evaluate(() => navigator.clipboard.readText()), changed);
  await tab.select('#input-draft select', 'true');
  assert.match(await snippet(tab), /draft: true\n/);
  await tab.click('.controls .copy');
  assert.equal(await snippet(tab), before);
  assert.equal(new URL(tab.url()).hash, '');
  assert.notEqual(await tab.$('.snippet .hc'), null, 'and its colours');
  await context.close();
});

test('without scripts the snippet and the table are there, and no control', async () => {
  const tab = await browser.newPage();
  await tab.setJavaScriptEnabled(false);
  await tab.goto(server.url + PAGE);
  assert.match(await snippet(tab), /component: .*docs-check\/prose@1\.0\.0\n {4}inputs:\n {6}audience: team/);
  assert.equal((await tab.$$('[data-input]')).length, 8);
  assert.equal((await tab.$$('.field')).length, 0);
  await tab.close();
});

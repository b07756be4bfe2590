/**
 * What readers see when the files of the search are not as they should be, and when what they typed is not: a sentence, never an
 * exception and never a list that stays empty without a word. The engine and the index are the real ones.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from './support/chromium.mjs';
import { buildExample, removeExample } from './support/portal.mjs';
import { serve } from './support/server.mjs';

const INPUT = 'dialog input[role=combobox]';

let site, server, browser, manifest;

before(async () => {
  site = await buildExample();
  server = await serve(site, { base: '/some/base/' });
  browser = await launch();
  manifest = JSON.parse(gunzipSync(await readFile(join(site, 'search/manifest.bin'))));
});

after(async () => {
  await browser?.close();
  await server?.close();
  if (site) await removeExample(site);
});

/**
 * Opens the palette in a tab of its own profile whose search files are answered by `answer`, and hands both to `work`.
 * `answer` gets the name of a file and its bytes, and returns what is sent instead, or nothing.
 */
async function withTab(answer, work) {
  const context = await browser.createBrowserContext();
  const tab = await context.newPage();
  const exceptions = [];
  const loads = [];
  const state = { answer };
  tab.on('pageerror', (error) => exceptions.push(String(error)));
  tab.on('load', () => loads.push(tab.url()));
  await tab.setRequestInterception(true);
  tab.on('request', async (request) => {
    const name = new URL(request.url()).pathname.match(/\/search\/([\w.-]+\.bin)$/)?.[1];
    const file = name && (await readFile(join(site, 'search', name)).catch(() => undefined));
    const changed = name && state.answer(name, file);
    // A page that is loaded again asks for nothing any more.
    await (changed ? request.respond({ contentType: 'application/octet-stream', ...changed }) : request.continue()).catch(() => {});
  });
  await tab.goto(`${server.url}index.html`, { waitUntil: 'networkidle0' });
  await open(tab);
  await work(tab, state, loads);
  assert.deepEqual(exceptions, []);
  await context.close();
}

async function open(tab) {
  await tab.keyboard.press('/');
  await tab.waitForSelector(INPUT, { visible: true });
}

/** Puts a text into the palette, waits for its answer, and returns what stands there. */
async function told(tab, text) {
  await tab.$eval(INPUT, (input, text) => {
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
  const said = () => {
    const options = document.querySelectorAll('dialog a[role=option]').length;
    const sentence = document.querySelector('dialog [role=status]').textContent;
    return (options || sentence) && { options, sentence };
  };
  // A field keeps no line feeds.
  await tab.waitForFunction(() => document.querySelector('dialog [role=listbox]').dataset.query === document.querySelector('dialog input').value);
  return tab.evaluate(said);
}

const half = (_, file) => ({ body: file.subarray(0, file.length / 2) });
const only = (letter, answer) => (name, file) => (name.startsWith(`${letter}-`) ? answer(name, file) : undefined);
const packed = (value) => gzipSync(JSON.stringify(value));

const OUTAGES = [
  ['terms are not there', only('t', () => ({ status: 404, body: 'no' })), /gone/],
  ['all but the manifest is gone', (name) => (name === 'manifest.bin' ? undefined : { status: 404, body: 'no' }), /gone/],
  ['nothing is there', () => ({ status: 404, body: 'no' }), /gone/],
  ['terms are cut off', only('t', half), /cannot be read/],
  ['names are cut off', only('n', half), /cannot be read/],
  ['facets are cut off', only('f', half), /cannot be read/],
  ['documents are cut off', only('d', half), /cannot be read/],
  ['terms are noise', only('t', () => ({ body: Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 167 + 13) % 256)) })), /cannot be read/],
  ['facets say nothing', only('f', () => ({ body: gzipSync('') })), /cannot be read/],
  ['terms are a page', only('t', () => ({ body: '<!doctype html><p>Welcome', contentType: 'text/html' })), /cannot be read/],
  ['the manifest is a page', (name) => (name === 'manifest.bin' ? { body: '<!doctype html><p>Welcome' } : undefined), /cannot be read/],
  ['the manifest is of another version', (name) => (name === 'manifest.bin' ? { body: packed({ ...manifest, format: 2 }) } : undefined), /another version/],
  ['the server fails', () => ({ status: 500, body: 'no' }), /\.$/],
];

for (const [what, answer, sentence] of OUTAGES) {
  test(`readers are told when ${what}, and find again once it is mended`, async () => {
    await withTab(answer, async (tab, state) => {
      const problem = await told(tab, 'checkout service');
      assert.equal(problem.options, 0);
      assert.match(problem.sentence, sentence);
      state.answer = () => undefined;
      await tab.reload({ waitUntil: 'networkidle0' });
      await open(tab);
      assert.ok((await told(tab, 'checkout service')).options > 0);
    });
  });
}

test('a session that has ended reloads the page once, keeps the query, and then says so', async () => {
  const login = () => ({ status: 302, headers: { location: 'https://login.example.com/' }, body: '' });
  await withTab(login, async (tab, state, loads) => {
    await tab.$eval(INPUT, (input) => {
      input.value = 'checkout';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await tab.waitForFunction(() => /session/i.test(document.querySelector('dialog [role=status]')?.textContent ?? '') && document.querySelector('dialog input').value === 'checkout', { timeout: 20_000 });
    // Time for a second load, if there were one.
    await new Promise((done) => setTimeout(done, 1_000));
    assert.equal(loads.length, 2, `the page is loaded and loaded again once: ${loads.join(', ')}`);
    assert.match(await tab.$eval('dialog [role=status]', (status) => status.textContent), /session has ended/);
    state.answer = () => undefined;
    assert.ok((await told(tab, 'checkout ')).options > 0, 'a renewed session needs no further load');
  });
});

test('readers without a network are told, and find again once there is one', async () => {
  await withTab(() => undefined, async (tab) => {
    await tab.waitForNetworkIdle();
    await tab.setOfflineMode(true);
    const problem = await told(tab, 'runbook owner:payments');
    assert.equal(problem.options, 0);
    assert.match(problem.sentence, /cannot be reached|session has ended/);
    await tab.setOfflineMode(false);
    assert.ok((await told(tab, 'runbook owner:catalogue')).options > 0);
  });
});

test('no text is too strange to be answered', async () => {
  const strange = [
    '__proto__', 'constructor', 'toString', 'hasOwnProperty owner:__proto__', 'kind:constructor', '-__proto__', '"__proto__"',
    'checkout '.repeat(1_200), 'x'.repeat(10_000), '"'.repeat(10_000), '-'.repeat(10_000), 'kind:'.repeat(2_000), '🦔🦔 hedgehog 👩‍👩‍👧', 'ما هو مفتاح', 'שלום checkout',
    '\u202echeckout', '\ud800', 'checkout \udfff\ud800 api', '\0', '\u0000checkout', 'e\u0301te\u0301', '<img src=x onerror=alert(1)>', '$& $1 $$', '(?:[', '\\', '%00', '..', '/', '//', 'https://', '@', '=checkout',
  ];
  await withTab(() => undefined, async (tab) => {
    for (const text of strange) {
      const answer = await told(tab, text).catch((error) => assert.fail(`${JSON.stringify(text.slice(0, 40))}: ${error}`));
      if (/\S/.test(text)) assert.ok(answer, `${JSON.stringify(text.slice(0, 40))} is answered by nothing`);
    }
    assert.ok((await told(tab, 'checkout')).options > 0);
  });
});

/** The console of an API, against a server of this machine: it sends what was typed, shows what came back, keeps nothing. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import { complaintsOf, launch } from './support/chromium.mjs';
import { build, remove, temporaryFolder } from './support/portal.mjs';
import { serve } from './support/server.mjs';

const CONSOLE = 'api/default/pets/try.html';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const HOSTILE = '<img src=x onerror=alert(1)>';

let folder, server, browser, open, closed, other;

before(async () => {
  folder = await temporaryFolder();
  const allowed = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*, authorization', 'access-control-allow-methods': '*', 'access-control-expose-headers': '*' };
  open = await api(allowed);
  other = await api(allowed);
  closed = await api({});
  const project = join(folder, 'repositories', 'acme', 'pets');
  await mkdir(project, { recursive: true });
  await writeFile(join(project, '.portolan.yaml'), '{}\n');
  await writeFile(join(project, 'catalog-info.yaml'), JSON.stringify(descriptor()));
  await writeFile(join(project, 'api.json'), JSON.stringify(description()));
  await writeFile(join(folder, 'portolan.yaml'), 'sources: [{ directory: ./repositories }]\napis: { try_it: ["api:default/pets"] }\n');
  await build(['-c', join(folder, 'portolan.yaml')], join(folder, 'site'));
  server = await serve(join(folder, 'site'), { base: '/some/base/' });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  for (const each of [server, open, closed, other]) await each?.close();
  if (folder) await remove(folder);
});

/** A server that answers with what it was asked, with these headers. */
async function api(headers) {
  const asked = [];
  const listener = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (request.method === 'OPTIONS') return response.writeHead(204, headers).end();
    asked.push({ method: request.method, url: request.url, headers: request.headers, body });
    if (request.url.startsWith('/slow')) return undefined;
    if (request.url.startsWith('/away')) return response.writeHead(302, { ...headers, location: `${other.origin}/elsewhere` }).end();
    if (request.url.startsWith('/picture')) return response.writeHead(200, { ...headers, 'content-type': 'image/png' }).end(Buffer.from([137, 80, 78, 71, 0]));
    const status = request.url.startsWith('/missing') ? 404 : 200;
    return response.writeHead(status, { ...headers, 'content-type': 'application/json', 'x-said': HOSTILE }).end(JSON.stringify({ method: request.method, said: HOSTILE, big: 1 }).replace('"big":1', '"big":12345678901234567890'));
  });
  await new Promise((listening) => listener.listen(0, '127.0.0.1', listening));
  const close = () => {
    listener.closeAllConnections();
    return new Promise((closed) => listener.close(closed));
  };
  return { asked, origin: `http://127.0.0.1:${listener.address().port}`, close };
}

function descriptor() {
  const spec = { type: 'openapi', lifecycle: 'production', owner: 'group:us', definition: { $text: './api.json' } };
  return { apiVersion: 'backstage.io/v1alpha1', kind: 'API', metadata: { name: 'pets' }, spec };
}

function description() {
  const answer = { responses: { 200: { description: 'Yes.', content: { 'application/json': {} } } } };
  const plain = (operationId) => ({ get: { operationId, tags: ['others'], ...answer } });
  const body = { type: 'object', required: ['name'], properties: { name: { type: 'string', example: 'Rex' } } };
  const feed = {
    operationId: 'feedPet',
    summary: `Feed ${HOSTILE}`,
    tags: [HOSTILE],
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'tags', in: 'query', schema: { type: 'array', items: { type: 'string' } }, description: HOSTILE },
      { name: 'mode', in: 'query', schema: { enum: ['slow', HOSTILE] } },
      { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
      { name: 'session', in: 'cookie', schema: { type: 'string' } },
    ],
    requestBody: { required: true, content: { 'application/json': { schema: body }, 'multipart/form-data': { schema: body } } },
    ...answer,
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1.0.0' },
    servers: [{ url: `${open.origin}/{base}`, variables: { base: { default: 'v1' } } }, { url: closed.origin, description: 'Without permission' }, { url: 'https://a.example.com; script-src *' }],
    security: [{ token: [] }],
    paths: {
      '/pets/{id}': { post: feed, get: { operationId: 'readPet', tags: ['others'], security: [], ...answer } },
      '/slow': { ...plain('slow'), servers: [{ url: open.origin }] },
      '/away': { ...plain('away'), servers: [{ url: open.origin }] },
      '/picture': { ...plain('picture'), servers: [{ url: open.origin }] },
      '/missing': { ...plain('missing'), servers: [{ url: open.origin }] },
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
}

/** Opens the console with an operation chosen, and waits for its form. */
async function opened(operation, prepare = async () => {}) {
  const context = await browser.createBrowserContext();
  const tab = await context.newPage();
  await prepare(tab);
  const watch = complaintsOf(tab, server.origin);
  await tab.goto(`${server.url}${CONSOLE}#op-${operation}`, { waitUntil: 'networkidle0' });
  await tab.waitForSelector('.console fieldset');
  return { context, tab, ...watch };
}

/** The field below a label. */
const field = async (tab, label) => {
  const found = await tab.evaluateHandle(
    (label) => [...document.querySelectorAll('.console label')].find((one) => one.textContent.trim().startsWith(label))?.control,
    label,
  );
  return found.asElement() ?? assert.fail(`no field ${label}`);
};

async function send(tab) {
  // Waits until the button stands still, which it does not while the form is drawn.
  await tab.locator('.send').click();
  await tab.waitForFunction(() => !/^(Sending|Nothing was sent yet)/.test(document.querySelector('.answer-status').textContent));
  return tab.$eval('.answer-status', (status) => status.textContent);
}

test('a call is made of what was typed, and its answer is text', async () => {
  const { context, tab, complaints, stop } = await opened('feedpet');
  await (await field(tab, 'Token')).type('top secret');
  await (await field(tab, 'id')).type('a/b');
  await (await field(tab, 'tags')).type('x y\nz');
  await (await field(tab, 'mode')).select(HOSTILE);
  await (await field(tab, 'X-Trace')).type('1');
  await (await field(tab, 'session')).type('cookie');
  assert.match(await send(tab), /^200 OK · \d+ ms · \d+ bytes$/);
  const { method, url, headers, body } = open.asked.at(-1);
  assert.deepEqual([method, url], ['POST', `/v1/pets/a%2Fb?tags=x%20y&tags=z&mode=${encodeURIComponent(HOSTILE).replaceAll('(', '%28').replaceAll(')', '%29')}`]);
  assert.deepEqual([headers.authorization, headers['x-trace'], headers.accept], ['Bearer top secret', '1', 'application/json']);
  assert.deepEqual([headers.cookie, headers.referer], [undefined, undefined], 'nothing goes along');
  assert.deepEqual(JSON.parse(body), { name: 'Rex' }, 'the example is what the body begins with');
  const shown = await tab.$eval('.answer pre', (pre) => pre.textContent);
  assert.match(shown, /^\{\n {2}"method": "POST",\n {2}"said": "<img src=x onerror=alert\(1\)>",\n {2}"big": 12345678901234567890\n\}$/);
  assert.equal(await tab.$('.console img'), null);
  const told = await tab.$eval('.answer dl', (list) => list.textContent);
  assert.match(told, /x-said<img/);
  stop();
  const own = complaints.filter((one) => !one.includes(open.origin));
  assert.deepEqual(own, []);
  await context.close();
});

test('nothing is kept: not in the address, not in storage, not when one comes back', async () => {
  const { context, tab } = await opened('readpet');
  await tab.goto(`${server.url}${CONSOLE}#op-feedpet`);
  await tab.waitForFunction(() => [...document.querySelectorAll('.console label')].some((one) => one.textContent.startsWith('Token')));
  const token = await field(tab, 'Token');
  const attributes = await token.evaluate((input) => [input.type, input.autocomplete]);
  assert.deepEqual(attributes, ['password', 'off']);
  await token.type('top secret');
  await (await field(tab, 'id')).type('1');
  await send(tab);
  const command = await tab.$$eval('.answer pre', (all) => all.at(-1).textContent);
  assert.match(command, /^curl -X POST .*"\$TOKEN"/s);
  const held = await tab.evaluate(() => [location.href, document.title, JSON.stringify(history.state), ...Object.values(localStorage), ...Object.values(sessionStorage), document.cookie, document.body.outerHTML].join('\n'));
  assert.doesNotMatch(held, /top secret/);
  await tab.goto(`${server.url}api/default/pets.html`);
  await tab.goBack({ waitUntil: 'load' });
  await tab.waitForFunction(() => [...document.querySelectorAll('.console label')].some((one) => one.textContent.startsWith('Token')));
  assert.equal(await (await field(tab, 'Token')).evaluate((input) => input.value), '');
  await context.close();
});

test('the token stays while one goes from operation to operation', async () => {
  const { context, tab } = await opened('feedpet');
  await (await field(tab, 'Token')).type('abc');
  await tab.select('.console select', 'op-missing');
  await tab.waitForFunction(() => /missing/i.test(document.querySelector('.console .about').textContent));
  assert.equal(new URL(tab.url()).hash, '#op-missing');
  assert.equal(await (await field(tab, 'Token')).evaluate((input) => input.value), 'abc');
  assert.match(await send(tab), /^404 Not Found/);
  await context.close();
});

test('what is missing is told, and nothing is sent', async () => {
  const { context, tab } = await opened('feedpet');
  const before = open.asked.length;
  assert.equal(await send(tab), 'Nothing was sent.');
  assert.equal(await tab.$eval('[role=alert]', (alert) => alert.textContent), 'id is missing');
  assert.equal(open.asked.length, before);
  await context.close();
});

test('a server that does not allow it is told of, with the command as a way out', async () => {
  const { context, tab } = await opened('readpet');
  const address = await field(tab, 'Address');
  const names = await address.evaluate((select) => [...select.options].map(({ text }) => text));
  assert.deepEqual(names, [`${open.origin}/{base}`, `${closed.origin} · Without permission`], 'what no policy can name is not offered');
  await address.select('1');
  await (await field(tab, 'id')).type('1');
  assert.equal(await send(tab), 'No answer.');
  const words = await tab.$eval('.answer', (answer) => answer.textContent);
  assert.match(words, new RegExp(`CORS.*Access-Control-Allow-Origin: ${server.origin}`));
  assert.match(words, new RegExp(`curl '${closed.origin}/pets/1'`));
  await context.close();
});

test('a redirect to elsewhere is not followed', async () => {
  const { context, tab } = await opened('away');
  assert.equal(await send(tab), 'No answer.');
  assert.match(await tab.$eval('.answer', (answer) => answer.textContent), /leads elsewhere/);
  assert.deepEqual(other.asked, []);
  await context.close();
});

test('a call that takes long is cancelled, and a picture is not shown as text', async () => {
  const { context, tab } = await opened('slow');
  // Waits until the button stands still, which it does not while the form is drawn.
  await tab.locator('.send').click();
  await tab.waitForFunction(() => document.querySelector('.answer-status').textContent.startsWith('Sending'));
  await tab.click('.controls .tool');
  await tab.waitForFunction(() => document.querySelector('.answer-status').textContent === 'Cancelled.');
  await tab.select('.console select', 'op-picture');
  await tab.waitForFunction(() => /picture/.test(document.querySelector('.console .about').textContent));
  assert.match(await send(tab), /^200 OK .* 5 bytes$/);
  assert.match(await tab.$eval('.answer', (answer) => answer.textContent), /binary \(image\/png\)/);
  await context.close();
});

test('a page may speak with the servers of the description and with no other', async () => {
  const { context, tab } = await opened('readpet');
  const reached = (page, address) => page.evaluate((address) => fetch(address, { mode: 'no-cors' }).then(() => true, () => false), address);
  assert.equal(await reached(tab, `${closed.origin}/x`), true);
  assert.equal(await reached(tab, `${other.origin}/x`), false);
  const before = closed.asked.length;
  await tab.goto(`${server.url}api/default/pets.html`);
  assert.equal(await reached(tab, `${closed.origin}/x`), false);
  assert.equal(closed.asked.length, before, 'other pages are as they were');
  assert.deepEqual(other.asked, []);
  await context.close();
});

test('axe finds nothing, and nothing scrolls sideways, before and after a call', async () => {
  const problems = [];
  for (const theme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      const { context, tab } = await opened('feedpet', async (tab) => {
        await tab.setViewport({ width, height: 900 });
        await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
      });
      await tab.evaluate(axe.source);
      const look = async (when) => {
        const results = await tab.evaluate((tags) => globalThis.axe.run({ runOnly: { type: 'tag', values: tags } }), RULES);
        problems.push(...results.violations.map(({ id, nodes }) => `${theme} ${width} ${when}: ${id} ${nodes[0].html.slice(0, 120)} ${nodes[0].any[0]?.message ?? ''}`));
        const wide = await tab.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
        if (wide > 0) problems.push(`${theme} ${width} ${when}: scrolls sideways by ${wide} px`);
      };
      await look('before');
      await send(tab);
      await look('refused');
      await (await field(tab, 'id')).type('1');
      await send(tab);
      await tab.click('.answer summary');
      await look('after');
      await context.close();
    }
  }
  assert.deepEqual(problems, []);
});

test('without scripts there are a sentence and the operations', async () => {
  const tab = await browser.newPage();
  await tab.setJavaScriptEnabled(false);
  await tab.goto(`${server.url}${CONSOLE}#op-feedpet`);
  const { text, links, fields } = await tab.evaluate(() => ({
    text: document.querySelector('main').innerText,
    links: [...document.querySelectorAll('.console li a')].map(({ href }) => href),
    fields: document.querySelectorAll('input, select, textarea').length,
  }));
  assert.match(text, /needs JavaScript/);
  assert.equal(fields, 0);
  assert.equal(links.length, 6);
  for (const link of links) assert.equal((await fetch(link)).status, 200, link);
  await tab.close();
});

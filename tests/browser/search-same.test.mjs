/**
 * The browser and `portolan search` answer every query alike: the same hits in the same order, the same total, the same counts.
 *
 * The queries are drawn by a seed from what the example says; PORTOLAN_SITE names another portal to ask, PORTOLAN_QUERIES how many (160,
 * or 1,000 in long runs).
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './support/chromium.mjs';
import { buildExample, filesOf, LONG, pagesOf, portolan, removeExample } from './support/portal.mjs';
import { queriesOf } from './support/queries.mjs';
import { serve } from './support/server.mjs';
import { elementsOf, textOf } from './support/tree.mjs';

const COUNT = Number(process.env.PORTOLAN_QUERIES ?? (LONG ? 1_000 : 160));
const SEED = Number(process.env.PORTOLAN_SEED ?? 7);
/** Programs that run at once. */
const LANES = 4;
/** Pages that the words of queries come from. */
const PAGES = 300;

let site, server, browser, tab;

before(async () => {
  site = await buildExample();
  server = await serve(site, { base: '/some/base/' });
  browser = await launch();
  tab = await browser.newPage();
  await tab.goto(`${server.url}search.html`);
});

after(async () => {
  await browser?.close();
  await server?.close();
  if (site) await removeExample(site);
});

test(`${COUNT} queries have the same answers in the browser and on the command line`, { timeout: 1_800_000 }, async (t) => {
  const engine = (await filesOf(site)).find((path) => path.endsWith('js/search/engine.js'));
  const all = (await pagesOf(site)).filter(({ type }) => /^(entity|doc|api-operation|api-schema)$/.test(type));
  const step = Math.max(1, Math.floor(all.length / PAGES));
  const texts = all.filter((_, at) => at % step === 0).map(({ html }) => textOf(elementsOf(html).find(({ tagName }) => tagName === 'main')));
  const browse = JSON.parse(await portolan(['search', '--site', site, '--json', '--', '-nothinghasthisword']));
  const values = browse.facets.flatMap(({ field, entries }) => entries.map(({ key, label }) => ({ field, key: label || key })));
  const queries = queriesOf(texts, values, COUNT, SEED);

  const inBrowser = await tab.evaluate(
    async (address, typed) => {
      const { openSearch } = await import(address);
      const search = openSearch(new URL('.', location.href));
      const answers = [];
      for (const text of typed) answers.push(await search.search(text));
      return answers;
    },
    `${server.url}${engine}`,
    queries,
  );
  const onCommandLine = new Array(queries.length);
  let next = 0;
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      while (next < queries.length) {
        const at = next++;
        onCommandLine[at] = JSON.parse(await portolan(['search', '--site', site, '--json', '--limit', '10', '--', queries[at]]));
      }
    }),
  );

  const told = ({ hits, total, isPartial, corrections, facets }) => ({ hits: hits.map(({ document, address }) => `${document} ${address}`), total, isPartial, corrections, facets: facets.filter(({ entries }) => entries.length) });
  const differing = queries.filter((_, at) => JSON.stringify(told(inBrowser[at])) !== JSON.stringify(told(onCommandLine[at])));
  const at = queries.indexOf(differing[0]);
  t.diagnostic(`${queries.length - differing.length} of ${queries.length} alike; ${inBrowser.filter(({ hits }) => hits.length).length} found something`);
  if (differing.length) assert.deepEqual(told(inBrowser[at]), told(onCommandLine[at]), `${differing.length} differ, the first is ${JSON.stringify(queries[at])}`);
  assert.ok(inBrowser.filter(({ hits }) => hits.length).length > COUNT / 2, 'most queries find something');
});

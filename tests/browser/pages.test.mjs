/** One page of each type, in both themes, at both widths: nothing for axe to find, a silent console, no sideways scrolling. */
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import { complaintsOf, inTabs, launch } from './support/chromium.mjs';
import { addressOf, build, buildExample, LONG, onePageOfEachType, pagesOf, remove, removeExample, temporaryFolder, typeOf } from './support/portal.mjs';
import { serve } from './support/server.mjs';

const WIDTHS = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];
const THEMES = ['light', 'dark'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Every type of page that the example must show: one that silently left the site would leave these tests too. */
const TYPES = [
  ...['home', 'list', 'doc', 'health', 'search', 'not-found', 'api-operation', 'api-group', 'api-schema', 'api-try'],
  ...['airesource', 'api', 'cicomponent', 'component', 'domain', 'group', 'location', 'resource', 'system', 'template', 'user'].map((kind) => `entity ${kind}`),
];

const BASE = '/some/base/';

let browser, pages;

/** The sites to visit, each served: the example, and a small one from which a project has vanished. */
const visited = [];

before(async () => {
  browser = await launch();
  const example = await buildExample();
  pages = await pagesOf(example);
  await visit(example, pages, () => removeExample(example));
  const past = await buildWithPast();
  await visit(past, (await pagesOf(past)).filter(({ type }) => type === 'gone'), () => remove(dirname(past)));
});

after(async () => {
  await browser?.close();
  for (const { server, discard } of visited) {
    await server.close();
    await discard();
  }
});

/** Serves a site and adds those pages of it that are to be looked at. */
async function visit(site, shown, discard) {
  const all = await pagesOf(site);
  // 404.html names the site by its full address; here that is this machine's.
  const rewrite = (html) => html.replaceAll(addressOf(all), server.url.slice(0, -1));
  const server = await serve(site, { base: BASE, rewrite });
  visited.push({ server, pages: shown, discard });
}

/** Builds a site, and again without one of its projects, so that it holds a page for what is gone. */
async function buildWithPast() {
  const folder = await temporaryFolder();
  for (const name of ['stays', 'goes']) {
    const project = join(folder, 'repositories', 'acme', name);
    await mkdir(project, { recursive: true });
    await writeFile(join(project, '.portolan.yaml'), '{}\n');
    await writeFile(join(project, 'README.md'), `# It ${name}\n\nA project.\n`);
  }
  const out = join(folder, 'site');
  await build([join(folder, 'repositories')], out);
  await rm(join(folder, 'repositories', 'acme', 'goes'), { recursive: true });
  await build([join(folder, 'repositories')], out);
  return out;
}

/** Runs `check(tab, viewport)` on one page of each type × theme × width and returns every problem at once. */
async function onEachPage(check) {
  const problems = [];
  const visits = visited.flatMap((site) =>
    onePageOfEachType(site.pages, LONG ? 5 : 1).flatMap((page) =>
      THEMES.flatMap((theme) => WIDTHS.map((viewport) => ({ server: site.server, page, theme, viewport }))),
    ),
  );
  await inTabs(browser, 2, visits, async (tab, { server, page, theme, viewport }) => {
    await tab.setViewport(viewport);
    await tab.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: theme },
      { name: 'prefers-reduced-motion', value: 'reduce' }, // Colours half way through a fade are nobody's.
    ]);
    const { complaints, stop } = complaintsOf(tab, server.origin);
    await tab.goto(server.url + page.path, { waitUntil: 'load' });
    const found = await check(tab, viewport);
    for (const problem of [...complaints, ...found]) {
      problems.push(`${page.path} (${typeOf(page)}, ${theme}, ${viewport.width} px): ${problem}`);
    }
    stop();
  });
  return problems;
}

test('the example shows every type of page', () => {
  const shown = new Set(pages.map(typeOf));
  assert.deepEqual(TYPES.filter((type) => !shown.has(type)), [], `types shown: ${[...shown].join(', ')}`);
  assert.ok(!shown.has('untyped'), 'every page names its type in `data-page` of its body');
  assert.notEqual(visited[1].pages.length, 0, 'a project that vanished leaves a page that says so');
});

test('axe finds nothing, the console is silent and nothing scrolls sideways', async () => {
  const problems = await onEachPage(async (tab, viewport) => {
    const found = [];
    const overflow = await tab.evaluate(() => {
      const { scrollWidth } = document.scrollingElement;
      if (scrollWidth <= innerWidth) return undefined;
      const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
      return `${scrollWidth} px wide, e.g. ${wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 90)).join(' | ')}`;
    });
    if (overflow && viewport.width === 390) found.push(`scrolls sideways: ${overflow}`);
    await tab.evaluate(axe.source);
    const results = await tab.evaluate((tags) => globalThis.axe.run({ runOnly: { type: 'tag', values: tags } }), RULES);
    for (const violation of results.violations) {
      const nodes = violation.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ''} ${node.html.slice(0, 120)}`);
      found.push(`axe ${violation.id} ×${violation.nodes.length}: ${violation.help}\n      ${nodes.join('\n      ')}`);
    }
    return found;
  });
  assert.equal(problems.length, 0, `\n  ${problems.join('\n  ')}`);
});

test('a theme once chosen wins over the system', async () => {
  const context = await browser.createBrowserContext();
  const tab = await context.newPage();
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  await tab.goto(visited[0].server.url, { waitUntil: 'load' });
  const light = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await tab.evaluate(() => localStorage.setItem('portolan-theme', 'dark'));
  await tab.reload({ waitUntil: 'load' });
  const chosen = await tab.evaluate(() => ({
    theme: document.documentElement.dataset.theme,
    background: getComputedStyle(document.body).backgroundColor,
  }));
  assert.equal(chosen.theme, 'dark');
  assert.notEqual(chosen.background, light);
  await context.close();
});

test('an address that does not exist leads back, however deep', async () => {
  const { server } = visited[0];
  const tab = await browser.newPage();
  const answer = await tab.goto(`${server.url}no/such/page/anywhere.html`);
  assert.equal(answer.status(), 404);
  const links = await tab.$$eval('a[href]', (all) => all.map((a) => a.href).filter((href) => !href.includes('#')));
  const font = await tab.evaluate(() => getComputedStyle(document.body).fontFamily);
  assert.match(font, /sans-serif/, 'the page is styled');
  assert.notEqual(links.length, 0);
  for (const href of links) assert.equal((await fetch(href)).status, 200, href);
  await tab.close();
});

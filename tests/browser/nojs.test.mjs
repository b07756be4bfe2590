/** With JavaScript off a reader gets from the home page to a related entity by plain links, and can read what is there. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './support/chromium.mjs';
import { buildExample, removeExample } from './support/portal.mjs';
import { serve } from './support/server.mjs';

let site, server, browser, tab;

before(async () => {
  site = await buildExample();
  server = await serve(site, { base: '/some/base/' });
  browser = await launch();
  tab = await browser.newPage();
  await tab.setJavaScriptEnabled(false);
  // While one page fades into the next, it takes no clicks; this reader is faster than a person.
  await tab.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
});

after(async () => {
  await browser?.close();
  await server?.close();
  if (site) await removeExample(site);
});

/** Clicks the first visible link in `<main>` that leads to a page of `types` not yet visited, and returns that page's address. */
async function follow(types, visited) {
  const here = tab.url();
  const links = await tab.$$('main a[href]');
  for (const link of links) {
    const { href, shown } = await link.evaluate((a) => ({
      href: a.href.split('#')[0],
      shown: a.checkVisibility() && a.getBoundingClientRect().height > 0 && a.textContent.trim() !== '',
    }));
    if (!shown || visited.has(href) || !href.startsWith(server.url)) continue;
    const answer = await fetch(href);
    const type = /data-page="?([\w-]+)/.exec(await answer.text())?.[1];
    if (!types.includes(type)) continue;
    await Promise.all([tab.waitForNavigation(), link.click()]);
    assert.equal(tab.url().split('#')[0], href, `a click on ${here} led elsewhere`);
    visited.add(href);
    return href;
  }
  throw new assert.AssertionError({ message: `${here} has no visible link to a page of type ${types.join(' or ')}` });
}

/** Fails unless the page shows its heading and a fair amount of text. */
async function checkReadable() {
  const { heading, text } = await tab.evaluate(() => {
    const h1 = document.querySelector('h1');
    return { heading: h1?.checkVisibility() ? h1.innerText.trim() : '', text: document.querySelector('main')?.innerText.length ?? 0 };
  });
  assert.notEqual(heading, '', `${tab.url()} shows no heading`);
  assert.ok(text > 100, `${tab.url()} shows only ${text} characters of text`);
}

test('home, list, entity and related entity are reached by clicks alone', async () => {
  const visited = new Set([server.url, `${server.url}index.html`]);
  await tab.goto(server.url);
  await checkReadable();
  await follow(['list'], visited);
  await checkReadable();
  await follow(['entity'], visited);
  await checkReadable();
  await follow(['entity'], visited);
  await checkReadable();
});

test('every page links home', async () => {
  const home = new Set([server.url, `${server.url}index.html`]);
  const links = await tab.$$eval('a[href]', (all) => all.map((a) => a.href));
  assert.ok(links.some((href) => home.has(href)), `${tab.url()} has no link to the home page`);
});

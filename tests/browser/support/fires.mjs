/** Opens pages in Chromium, many at a time, and tells in which of them script ran that is not ours. */
import { openInFrames, probe } from './probe.mjs';

const TABS = 2;
const FRAMES = 20;

/**
 * Exercises every page of a served site.
 * @param {import('puppeteer-core').Browser} browser
 * @param {{ url: string, extra: Map<string, string> }} server must offer the page `frames.html` for the frames to live in
 * @param {string[]} paths pages below the server's base
 * @returns {Promise<{ fired: Map<string, string[]>, opened: number, hung: string[] }>} what ran, by path
 */
export async function firesOf(browser, server, paths) {
  const fired = new Map();
  const hung = [];
  let opened = 0;
  const base = new URL(server.url).pathname;
  const queue = batches(paths, FRAMES);

  async function work() {
    let tab = await openTab(browser, server, (path, what) => {
      const below = path.startsWith(base) ? decodeURIComponent(path.slice(base.length)) : path;
      fired.set(below, [...(fired.get(below) ?? []), what]);
    });
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      const addresses = batch.map((path) => server.url + path.split('/').map(encodeURIComponent).join('/'));
      const count = await within(15_000, tab.page.evaluate(openInFrames, addresses));
      if (count !== undefined) {
        opened += count;
      } else {
        // A payload that never returns takes its tab with it: the others of the batch go again, alone.
        if (batch.length === 1) hung.push(batch[0]);
        else queue.push(...batches(batch, 1));
        await within(3_000, tab.close());
        tab = await openTab(browser, server, tab.onFire);
      }
    }
    await within(3_000, tab.close());
  }

  await Promise.all(Array.from({ length: TABS }, work));
  return { fired, opened, hung };
}

/**
 * Types each text into the palette of a served site and exercises what it finds; the first ones go to the page of results too.
 * @param {import('puppeteer-core').Browser} browser
 * @param {{ url: string }} server
 * @param {string[]} texts
 * @param {number} pages how many of them get a page of results
 * @returns {Promise<{ fired: string[], hits: number }>} what ran, and how many hits were shown
 */
export async function firesInSearch(browser, server, texts, pages) {
  const fired = [];
  let text = '';
  const tab = await openTab(browser, server, (_, what) => fired.push(`${what} by ${text}`), 'index.html');
  await tab.page.keyboard.press('/');
  await tab.page.waitForSelector('dialog input', { visible: true });
  let hits = 0;
  for (text of texts) {
    await tab.page.$eval('dialog input', (input, text) => {
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }, text);
    // A field keeps no line feeds.
    await tab.page.waitForFunction(() => document.querySelector('dialog [role=listbox]').dataset.query === document.querySelector('dialog input').value);
    hits += await tab.page.$$eval('dialog [role=option]', (options) => {
      for (const option of options) for (const type of ['pointermove', 'mouseover', 'focus', 'click']) option.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
      return options.length;
    });
  }
  for (text of texts.slice(0, pages)) {
    await tab.page.goto(`${server.url}search.html?q=${encodeURIComponent(text)}`);
    await tab.page.waitForSelector('main [role=status]:not(:empty)');
    // Excerpts come once rows were seen for a while, unless nothing found says the words.
    await tab.page.waitForSelector('main .excerpt', { timeout: 1_500 }).catch(() => {});
    await tab.page.evaluate(() => globalThis.portolanExercise());
  }
  await tab.close();
  return { fired, hits };
}

/** Opens a page, by default that which holds the frames, with the probe in place there and in every frame to come. */
async function openTab(browser, server, onFire, first = 'frames.html') {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const client = await page.createCDPSession();
  await client.send('Runtime.enable');
  await client.send('Runtime.addBinding', { name: 'portolanFired' });
  client.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name !== 'portolanFired') return;
    const { path, what } = JSON.parse(payload);
    onFire(path, what);
  });
  await page.evaluateOnNewDocument(probe);
  page.on('dialog', (dialog) => dialog.dismiss().catch(() => {}));
  await page.goto(server.url + first, { waitUntil: 'networkidle0' });
  return { page, onFire, close: () => context.close() };
}

/** What a promise gives, or undefined when it fails or takes longer. */
async function within(milliseconds, promise) {
  let timer;
  const late = new Promise((done) => {
    timer = setTimeout(done, milliseconds, undefined);
  });
  try {
    return await Promise.race([promise, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function batches(items, size) {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

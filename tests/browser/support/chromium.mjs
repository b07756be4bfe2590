/** Starts the system's Chromium, headless, with an empty profile and no way to any host but this machine. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

/**
 * Starts a browser; a missing one is an error, never a reason to skip.
 * @param {{ patience?: number }} options milliseconds until a page that does not answer is an error
 */
export async function launch({ patience = 120_000 } = {}) {
  return puppeteer.launch({
    executablePath: executable(),
    headless: true, // The new headless mode: puppeteer passes --headless=new.
    protocolTimeout: patience,
    args: [
      '--no-sandbox', // CI runs as root, where Chromium's own sandbox refuses to start.
      '--disable-gpu',
      '--disable-quic',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--disable-popup-blocking',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

function executable() {
  if (process.env.PORTOLAN_CHROMIUM) return process.env.PORTOLAN_CHROMIUM;
  for (const folder of (process.env.PATH ?? '').split(':')) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not here; the next folder may have it.
      }
    }
  }
  throw new Error('no chromium on PATH: install it (`apt-get install chromium`), or run `tests/run`, which does');
}

/** Runs `work` over `items`, `tabs` at a time, each in a page of its own browser context. */
export async function inTabs(browser, tabs, items, work) {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: Math.min(tabs, queue.length) }, async () => {
      const context = await browser.createBrowserContext();
      const tab = await context.newPage();
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(tab, item);
      await context.close();
    }),
  );
}

/**
 * Collects everything a page complains about until `stop` is called: console errors and warnings,
 * exceptions, requests that fail or go to another host.
 */
export function complaintsOf(page, origin) {
  const complaints = [];
  const listeners = {
    console(message) {
      if (['error', 'warn', 'assert'].includes(message.type()) || /content.security.policy/i.test(message.text())) {
        complaints.push(`console ${message.type()}: ${message.text()}`);
      }
    },
    pageerror: (error) => complaints.push(`exception: ${error}`),
    requestfailed: (request) => complaints.push(`request failed: ${request.url()}`),
    request(request) {
      const url = request.url();
      if (!url.startsWith(`${origin}/`) && !/^(data|blob|about):/.test(url)) complaints.push(`foreign request: ${url}`);
    },
  };
  for (const [event, listener] of Object.entries(listeners)) page.on(event, listener);
  const stop = () => {
    for (const [event, listener] of Object.entries(listeners)) page.off(event, listener);
  };
  return { complaints, stop };
}

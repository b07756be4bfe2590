// A reader in a browser: opens a contender in a page of its own, searches, and counts what that took.

import { median } from "../harness/measure.mjs";

/** What readers type, in sessions that have nothing but what opening fetched. */
const JOURNEYS = {
  letter: [["a"]],
  word: [["kubernetes"]],
  another: [["kubernetes"], ["certificate"]],
  words: [["service account"]],
  typing: [["a", "au", "aut", "auth"]],
};

const NAMES = /\/search\/n-/;
const FACETS = /\/search\/f-/;
const CODE = /\.js$|\.pagefind$/;
const ASKED_AT_ONCE = 50;

/** Opens a contender in a fresh profile. */
async function openIn(browser, server, { key, base, entry }) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(`${server.url}blank.html`);
  const boot = await page.evaluate(
    async (place) => {
      const { open } = await import(`/browser/${place.key}.js`);
      const began = performance.now();
      window.find = await open(place);
      return performance.now() - began;
    },
    { key, base, entry },
  );
  return { page, boot, close: () => context.close() };
}

/** What one text finds, and how long it took to find and to show. A failure is told, not thrown. */
async function ask(page, texts) {
  return page.evaluate(async (asked) => {
    const answers = [];
    for (const text of asked) {
      const began = performance.now();
      try {
        const addresses = await window.find(text);
        answers.push({ addresses, took: performance.now() - began });
      } catch (error) {
        answers.push({ addresses: [], took: performance.now() - began, failed: String(error) });
      }
    }
    return answers;
  }, texts);
}

/** Asks everything in one session, in the order given. */
export async function askAll(browser, server, contender, texts) {
  const { page, close } = await openIn(browser, server, contender);
  const answers = [];
  for (let at = 0; at < texts.length; at += ASKED_AT_ONCE) answers.push(...(await ask(page, texts.slice(at, at + ASKED_AT_ONCE))));
  await close();
  return answers;
}

/**
 * Bytes and requests of each journey, by what they are for.
 * @param {{ path: string, bytes: number }[]} log grows with every answer of the server
 */
export async function traffic(browser, server, contender, log) {
  const isOurs = ({ path }) => path.startsWith(contender.base) || path === contender.entry;
  const found = {};
  for (const [journey, steps] of Object.entries(JOURNEYS)) {
    log.length = 0;
    const { page, close } = await openIn(browser, server, contender);
    const opened = log.filter(isOurs);
    for (const texts of steps.slice(0, -1)) await ask(page, texts);
    log.length = 0;
    const failed = (await ask(page, steps.at(-1))).find((answer) => answer.failed)?.failed;
    if (failed) throw new Error(`${contender.name} failed at ${JSON.stringify(steps.at(-1))}: ${failed}`);
    const asked = log.filter(isOurs);
    await close();
    found[journey] = split(asked, contender);
    found.load ??= split(opened, contender);
  }
  return found;
}

function split(answers, { shows }) {
  const parts = { code: [], names: [], facets: [], show: [], find: [] };
  const sorts = [[CODE, "code"], [NAMES, "names"], [FACETS, "facets"], [shows, "show"], [/^/, "find"]];
  for (const answer of answers) parts[sorts.find(([pattern]) => pattern.test(answer.path))[1]].push(answer);
  return Object.fromEntries(Object.entries(parts).map(([name, each]) => [name, { requests: each.length, bytes: each.reduce((sum, { bytes }) => sum + bytes, 0) }]));
}

/** Milliseconds from a text to its ten results: once with nothing fetched but what opening fetched, and once more. */
export async function latency(browser, server, contender, texts) {
  const { page, boot, close } = await openIn(browser, server, contender);
  const passes = [];
  for (let pass = 0; pass < 2; pass += 1) passes.push((await ask(page, texts)).map(({ took }) => took));
  const session = await page.createCDPSession();
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await close();
  const [cold, warm] = passes.map((times) => ({ median: median(times), p95: [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] }));
  return { boot, cold, warm, heap: usedSize };
}

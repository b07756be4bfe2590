// Opens one page in a browser of its own and says how long it took and what it cost the reader.

import { launch } from "../../browser/support/chromium.mjs";
import { watch } from "./watch.mjs";

/** How long nothing may change on a page for it to be stable. */
export const QUIET = 1000;
/** How long we wait for a page. */
export const PATIENCE = 180_000;

const TELL = "portolanTells";

/**
 * @typedef {object} Visit
 * @property {number} readable milliseconds from the start of the navigation until the texts can be read
 * @property {number} stable milliseconds until they can and nothing changes any more
 * @property {number} looking milliseconds that went into looking, which are part of the two above
 * @property {number} elements on the page, with those in shadow roots
 * @property {number} inView how many of the texts stand where the reader is without scrolling
 * @property {number} heap bytes of the JavaScript heap when stable
 * @property {number} kept bytes of it that are left when the garbage is collected
 * @property {number} bytes received from the network, headers too
 * @property {number} requests answered
 */

/**
 * @param {string} url with the fragment that leads to the operation
 * @param {string[]} texts what has to be readable
 * @returns {Promise<Visit>}
 */
export async function visit(url, texts) {
  const browser = await launch({ patience: PATIENCE + 30_000 });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    const session = await page.createCDPSession();
    const traffic = await countTraffic(session);
    const told = new Promise((resolve, reject) => {
      page.on("error", (error) => reject(new Error(`the page crashed: ${error.message}`)));
      page.exposeFunction(TELL, resolve).catch(reject);
    });
    told.catch(() => {}); // It may come after we gave up.
    await page.evaluateOnNewDocument(watch, { texts, quiet: QUIET, tell: TELL });
    const arrived = page.goto(url, { waitUntil: "domcontentloaded", timeout: PATIENCE });
    const missed = arrived.then((response) => {
      if (!response.ok()) throw new Error(`${url} answered ${response.status()}`);
      return new Promise(() => {}); // An arrival alone says nothing; only a failed one ends the wait.
    });
    const found = await inTime(Promise.race([told, missed]));
    const heap = await heapOf(session);
    await session.send("HeapProfiler.collectGarbage");
    return { ...found, heap, kept: await heapOf(session), ...traffic };
  } finally {
    await browser.close();
  }
}

/** Counts what comes in, in an object that grows with it. */
async function countTraffic(session) {
  const traffic = { bytes: 0, requests: 0 };
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    traffic.bytes += encodedDataLength;
    traffic.requests += 1;
  });
  await session.send("Network.enable");
  await session.send("Performance.enable");
  return traffic;
}

async function heapOf(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "JSHeapUsedSize").value;
}

async function inTime(work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not readable and stable within ${PATIENCE / 1000} s`)), PATIENCE);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Whether a page shows the texts when no script may run, not even one of ours. */
export async function isReadableWithoutScript(url, texts) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.goto(url, { waitUntil: "load" });
    const shown = await page.evaluate(() => document.body.innerText);
    return texts.every((text) => shown.includes(text));
  } finally {
    await browser.close();
  }
}

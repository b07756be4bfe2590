/**
 * An engine of search whose answers are known, served in place of the real one: what is tested with it is what
 * readers see, also of answers that no index gives on demand.
 */
import { join } from 'node:path';
import { readPayloads } from './payloads.mjs';
import { ROOT } from './portal.mjs';

/** Texts that run where they are taken for markup. */
export const PAYLOADS = readPayloads(join(ROOT, 'tests/browser/support/payloads.jsonl')).map(({ payload }) => payload);

const HITS = [
  ['Checkout', 'component/default/checkout.html', 'component', 'Component', 'Payments', 'acme/payments/checkout', 'Takes the money of a basket, once.'],
  ['checkout-mails', 'component/default/checkout.html', 'component', 'Component', 'Payments', 'acme/payments/mails', 'Sends mails after a checkout.'],
  ['Checkout API', 'api/default/checkout-api.html', 'api', 'API', 'Payments', '', ''],
  ['<img src=x onerror="portolanFired=1">Checkout', 'docs/default/checkout/failures.html', 'doc', 'Documentation', '', 'Guide', '<b>Check</b> it &amp; out'],
  ['createCheckout', 'api/default/checkout-api.html#checkout', 'operation', 'Operation', 'Payments', 'Orders API', 'POST /checkouts'],
];

/** What runs in the browser; words that begin with `!` choose what happens. */
function engine(rows, payloads) {
  const hostile = payloads.map((text) => [text, 'component/default/checkout.html', text, text, text, text, text]);
  const [hits, hostileHits] = [rows, hostile].map((list) => list.map(([title, address, kind, kindLabel, ownerLabel, place, description], document) => {
    return { document, title, address, kind, kindLabel, owner: ownerLabel.toLowerCase(), ownerLabel, place, description };
  }));
  const facets = [
    { field: 'kind', entries: [{ key: 'component', label: 'Component', count: 2 }, { key: 'api', label: 'API', count: 1 }] },
    { field: 'owner', entries: [{ key: 'payments', label: 'Payments', count: 4 }, { key: 'data platform', label: '', count: 1 }] },
  ];
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  class SearchProblem extends Error {
    constructor(reason) {
      super(`The search is ${reason}.`);
      this.reason = reason;
    }
  }
  function openSearch() {
    return {
      async preload() {},
      async search(text, { from = 0, count = 10 } = {}) {
        const asked = (globalThis.portolanAsked ??= []);
        asked.push(text);
        const reason = /!(expired|damaged|offline)/.exec(text)?.[1];
        if (reason) throw new SearchProblem(reason);
        if (text.includes('!slow')) await wait(600);
        const kinds = [...text.matchAll(/kind:(\S+)/g)].map((match) => match[1]);
        const terms = text.toLowerCase().split(/\s+/).filter((word) => word && !/[:!]/.test(word));
        const found = text.includes('!none') ? [] : hits.filter(({ kind }) => !kinds.length || kinds.includes(kind));
        const all = text.includes('!many') ? Array.from({ length: 25 }, (_, at) => ({ ...hits[0], title: `Checkout ${at}` })) : found;
        if (text.includes('!hostile')) {
          const entries = payloads.map((key, count) => ({ key, label: key, count: count + 1 }));
          const corrections = payloads.map((to) => ({ from: to, to }));
          return { hits: hostileHits, total: 1, isPartial: false, corrections, facets: [{ field: 'tag', entries }], terms };
        }
        const corrections = text.includes('chekout') ? [{ from: 'chekout', to: 'checkout' }] : [];
        return { hits: all.slice(from, from + count), total: all.length, isPartial: text.includes('!partial'), corrections, facets, terms };
      },
    };
  }
  return { SearchProblem, openSearch };
}

export const FAKE_ENGINE = `const { SearchProblem, openSearch } = (${engine})(${JSON.stringify(HITS)}, ${JSON.stringify(PAYLOADS)});\nexport { SearchProblem, openSearch };\n`;

/** Serves the engine above to a page. @param {import('puppeteer-core').Page} tab */
export async function fakeEngine(tab) {
  await tab.setRequestInterception(true);
  tab.on('request', (request) => {
    if (!request.url().endsWith('/js/search/engine.js')) request.continue();
    else request.respond({ status: 200, contentType: 'text/javascript', body: FAKE_ENGINE });
  });
}

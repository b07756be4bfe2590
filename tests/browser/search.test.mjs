/** What readers see of search: the palette, the page of results, and the plain lists where there is no script. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import { complaintsOf, launch } from './support/chromium.mjs';
import { fakeEngine, PAYLOADS } from './support/engine.mjs';
import { buildExample, removeExample } from './support/portal.mjs';
import { serve } from './support/server.mjs';

const PAGE = 'component/default/checkout.html';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let site, server, browser;

before(async () => {
  site = await buildExample();
  server = await serve(site, { base: '/some/base/' });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  if (site) await removeExample(site);
});

/** Runs `work` in a tab of its own profile, with an engine whose answers are known, and fails if the page complains. */
async function withTab(address, work, { prepare = async () => {} } = {}) {
  const context = await browser.createBrowserContext();
  try {
    const tab = await context.newPage();
    await fakeEngine(tab);
    await tab.setViewport({ width: 1280, height: 900 });
    await prepare(tab);
    const { complaints, stop } = complaintsOf(tab, server.origin);
    await tab.goto(server.url + address, { waitUntil: 'networkidle0' });
    await work(tab, context);
    stop();
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

async function openPalette(tab, key = '/') {
  await tab.keyboard.press(key);
  await tab.waitForSelector('dialog[open] input[role=combobox]:focus');
  await tab.waitForSelector('.palette .foot');
}

/** Types into what has the focus, and waits until the palette answers it. */
async function ask(tab, text) {
  await tab.keyboard.type(text);
  await tab.waitForFunction(() => document.querySelector('.palette [role=option], .palette [role=status]:not(:empty)'));
}

const isOpen = (tab) => tab.evaluate(() => document.querySelector('dialog.palette')?.open ?? false);
const statusOf = (tab) => tab.$eval('[role=status]', (status) => status.textContent);
const chosenIn = (tab) =>
  tab.evaluate(() => {
    const field = document.querySelector('input[role=combobox]');
    const chosen = [...document.querySelectorAll('[aria-selected=true]')];
    return chosen.length === 1 && chosen[0].id === field.getAttribute('aria-activedescendant') ? chosen[0].querySelector('span').textContent : chosen.length;
  });

test('a slash and two chords open the palette, Escape closes it, and nothing opens it while somebody types', async () => {
  await withTab(PAGE, async (tab) => {
    for (const modifier of [undefined, 'Control', 'Meta']) {
      if (modifier) await tab.keyboard.down(modifier);
      await openPalette(tab, modifier ? 'k' : '/');
      if (modifier) await tab.keyboard.up(modifier);
      assert.equal(await tab.$eval('input', (input) => input.role), 'combobox', 'it is the first field of the document');
      await tab.keyboard.type('a/b');
      assert.equal(await tab.$eval('input[role=combobox]', (input) => input.value), 'a/b', 'what was there is replaced');
      await tab.keyboard.press('Escape');
      assert.equal(await isOpen(tab), false);
    }
    for (const name of ['input', 'textarea', 'select', 'p']) {
      await tab.evaluate((name) => {
        const field = document.createElement(name);
        if (name === 'p') field.contentEditable = 'true';
        document.querySelector('main').prepend(field);
        field.focus();
      }, name);
      await tab.keyboard.press('/');
      assert.equal(await isOpen(tab), false, `a slash in ${name}`);
    }
    await tab.keyboard.down('Control');
    await openPalette(tab, 'k');
    await tab.keyboard.up('Control');
  });
});

test('a click on the way to search opens the palette, and one beside the palette closes it', async () => {
  await withTab(PAGE, async (tab) => {
    await tab.click('[data-search]');
    await tab.waitForSelector('dialog[open] .foot');
    await tab.mouse.click(5, 400);
    assert.equal(await isOpen(tab), false);
    await tab.click('[data-search]');
    await tab.click('.asked button');
    assert.equal(await isOpen(tab), false);
  });
});

test('hits are links in groups, the best one first, and the keyboard goes through them', async () => {
  await withTab(PAGE, async (tab) => {
    await openPalette(tab);
    await ask(tab, 'chekout');
    assert.match(await statusOf(tab), /“checkout”.*5 hits/);
    const shown = await tab.evaluate(() => ({
      options: [...document.querySelectorAll('[role=option]')].map((option) => [option.localName, new URL(option.href).pathname]),
      groups: [...document.querySelectorAll('[role=listbox] > [role=group]')].map((group) => [group.ariaLabel, group.children.length]),
      expanded: document.querySelector('[role=combobox]').ariaExpanded,
      controls: document.querySelector('[role=combobox]').getAttribute('aria-controls') === document.querySelector('[role=listbox]').id,
    }));
    assert.deepEqual(shown.options[0], ['a', '/some/base/component/default/checkout.html']);
    assert.ok(shown.options.every(([name]) => name === 'a'));
    assert.deepEqual(shown.groups, [['Component', 2], ['API', 1], ['Documentation', 1], ['Operation', 1]]);
    assert.equal(shown.expanded, 'true');
    assert.ok(shown.controls);
    assert.equal(await chosenIn(tab), 'Checkout');
    for (const [key, chosen] of [['ArrowDown', 'checkout-mails'], ['ArrowUp', 'Checkout'], ['ArrowUp', 'createCheckout'], ['ArrowDown', 'Checkout'], ['End', 'createCheckout'], ['Home', 'Checkout']]) {
      await tab.keyboard.press(key);
      assert.equal(await chosenIn(tab), chosen, key);
    }
    await tab.keyboard.press('End');
    await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
    assert.equal(tab.url(), `${server.url}api/default/checkout-api.html#checkout`);
  });
});

test('the words that were looked for are marked where they begin a word or a hump', async () => {
  await withTab(PAGE, async (tab) => {
    await openPalette(tab);
    await ask(tab, 'check');
    const marks = await tab.$$eval('[role=option]', (options) => options.map((option) => [...option.querySelectorAll('mark')].map((mark) => mark.textContent)));
    assert.deepEqual(marks, [['Check'], ['check'], ['Check'], ['Check'], ['Check']]);
  });
});

test('titles and descriptions with markup, and typed markup, show as text', async () => {
  await withTab(PAGE, async (tab) => {
    await openPalette(tab);
    const typed = '<img src=x onerror="portolanFired=1"> __proto__ constructor \u202e \ud83d\ude00 !none';
    await ask(tab, typed);
    assert.match(await statusOf(tab), /^No hits\. .*kind:/);
    await tab.$eval('[role=combobox]', (field) => field.select());
    await ask(tab, 'check out');
    const text = await tab.$eval('[role=group]:nth-child(3)', (group) => group.textContent);
    assert.equal(text, '<img src=x onerror="portolanFired=1">CheckoutGuide · <b>Check</b> it &amp; out');
    assert.equal((await tab.$$('.palette img, .palette b')).length, 0);
    await tab.goto(`${server.url}search.html?${new URLSearchParams({ q: `check ${typed.replace('!none', '')}` })}`, { waitUntil: 'networkidle0' });
    assert.equal((await tab.$$('main .found > li')).length, 5);
    assert.equal((await tab.$$('main .found img, main .found b')).length, 0);
    assert.equal(await tab.evaluate(() => globalThis.portolanFired), undefined);
  });
});

test('hostile text in every part of an answer makes no element', async () => {
  await withTab(PAGE, async (tab) => {
    const strangersIn = (place, allowed) =>
      tab.$eval(place, (element, allowed) => [...element.querySelectorAll('*')].filter((each) => !allowed.includes(each.localName)).map((each) => each.outerHTML.slice(0, 80)), allowed.split(' '));
    await openPalette(tab);
    await ask(tab, 'script alert img svg !hostile');
    const titles = await tab.$$eval('[role=option] span', (all) => all.map((each) => each.textContent));
    assert.deepEqual(titles, PAYLOADS.map((text) => text.replaceAll('\0', '\ufffd')));
    assert.deepEqual(await strangersIn('.palette', 'a button div i input mark p small span'), []);
    await tab.evaluate(() => document.querySelectorAll('[role=option]').forEach((option) => option.addEventListener('click', (event) => event.preventDefault())));
    await tab.$$eval('[role=option]', (options) => options.slice(0, 8).forEach((option) => option.click()));
    await tab.$eval('[role=combobox]', (field) => {
      field.value = '';
      field.dispatchEvent(new Event('input'));
    });
    await tab.waitForSelector('.kept li');
    assert.deepEqual(await strangersIn('.palette', 'a button div i input li p small span ul'), []);
    await tab.goto(`${server.url}search.html?q=script+alert+!hostile`, { waitUntil: 'networkidle0' });
    assert.equal((await tab.$$('.found > li')).length, PAYLOADS.length);
    assert.deepEqual(await strangersIn('main', 'a button details div h1 h2 header i input li mark ol p section span summary ul'), []);
  });
});

test('a late answer to an earlier keystroke is dropped, and Enter waits for the answer to the last one', async () => {
  await withTab(PAGE, async (tab) => {
    await openPalette(tab);
    await ask(tab, 'checkout');
    await tab.keyboard.type(' !slow');
    assert.equal((await tab.$$('[role=option]')).length, 5, 'what was there stays until there is news');
    await tab.$eval('[role=combobox]', (field) => field.select());
    await tab.keyboard.type('kind:api');
    await tab.waitForFunction(() => document.querySelectorAll('[role=option]').length === 1);
    await new Promise((done) => setTimeout(done, 800));
    assert.equal((await tab.$$('[role=option]')).length, 1);
    await tab.$eval('[role=combobox]', (field) => field.select());
    await tab.keyboard.type('kind:doc !slow');
    await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
    assert.equal(tab.url(), `${server.url}docs/default/checkout/failures.html`);
  });
});

test('what was opened and starred is there while the field is empty, and can be removed', async () => {
  await withTab(PAGE, async (tab) => {
    await openPalette(tab);
    assert.equal(await tab.$eval('.star', (star) => star.ariaPressed), 'false');
    await tab.click('.star');
    assert.equal(await tab.$eval('.star', (star) => star.ariaPressed), 'true');
    await tab.focus('[role=combobox]');
    await ask(tab, 'checkout');
    assert.equal(await tab.$eval('.kept', (kept) => kept.checkVisibility()), false);
    await Promise.all([tab.waitForNavigation({ waitUntil: 'networkidle0' }), tab.keyboard.press('Enter')]);
    await openPalette(tab);
    const kept = () => tab.$$eval('.kept ul', (lists) => lists.map((list) => [list.ariaLabel, ...[...list.querySelectorAll('a')].map((a) => `${a.textContent} ${a.href}`)]));
    const page = `Checkout ${server.url}${PAGE}`;
    assert.deepEqual(await kept(), [['Starred', page], ['Recent', page]]);
    assert.equal(await tab.$('[role=option]'), null);
    await tab.keyboard.press('ArrowDown');
    assert.equal(await tab.evaluate(() => document.activeElement.href), `${server.url}${PAGE}`);
    await tab.keyboard.press('ArrowUp');
    assert.equal(await tab.evaluate(() => document.activeElement.role), 'combobox');
    await tab.click('.kept [aria-label=Recent] .remove');
    assert.deepEqual(await kept(), [['Starred', page]]);
    await tab.click('.star');
    assert.deepEqual(await kept(), []);
    const keys = await tab.evaluate(() => Object.keys(localStorage).filter((key) => /recent|starred/.test(key)));
    assert.deepEqual(keys.sort(), ['portolan-recent:/some/base/', 'portolan-starred:/some/base/'], 'a site below another path keeps its own');
  });
});

test('the palette works where nothing can be kept, and with what somebody else kept there', async () => {
  const closed = (tab) => tab.evaluateOnNewDocument(() => {
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: () => { throw new DOMException('denied', 'SecurityError'); } });
  });
  const strange = (tab) => tab.evaluateOnNewDocument(() => {
    localStorage.setItem('portolan-recent:/some/base/', '[null, 1, {"address": "javascript:alert(1)", "title": "<b>x</b>", "kind": "\\" x", "place": ""}]');
    localStorage.setItem('portolan-starred:/some/base/', '{"length": 1e9');
  });
  for (const prepare of [closed, strange]) {
    await withTab(PAGE, async (tab) => {
      await openPalette(tab);
      const addresses = await tab.$$eval('.kept a', (links) => links.map((link) => link.href));
      assert.ok(addresses.every((address) => address.startsWith(server.url)), addresses.join());
      await tab.click('.star');
      await tab.focus('[role=combobox]');
      await ask(tab, 'checkout');
      await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
      assert.equal(tab.url(), server.url + PAGE);
    }, { prepare });
  }
});

test('every problem is told in a sentence', async () => {
  await withTab(PAGE, async (tab) => {
    await openPalette(tab);
    await ask(tab, 'checkout');
    await tab.keyboard.type(' !damaged');
    await tab.waitForFunction(() => document.querySelector('[role=status]').textContent === 'The search is damaged.');
    assert.equal(await tab.$('[role=option]'), null);
    await tab.$eval('[role=combobox]', (field) => field.select());
    await tab.keyboard.type('checkout !partial');
    await tab.waitForSelector('[role=option]');
    assert.match(await statusOf(tab), /No page has all words/);
    await tab.goto(`${server.url}search.html?q=!offline`, { waitUntil: 'networkidle0' });
    assert.equal(await statusOf(tab), 'The search is offline.');
  });
});

test('a session that has ended is renewed once, with the query kept, and then a sentence says so', async () => {
  for (const start of ['palette', 'results']) {
    await withTab(start === 'palette' ? PAGE : 'search.html', async (tab) => {
      if (start === 'palette') await openPalette(tab);
      else await tab.waitForSelector('main input[type=search]:focus');
      let loads = 0;
      tab.on('load', () => (loads += 1));
      await Promise.all([tab.waitForNavigation(), tab.keyboard.type('checkout !expired')]);
      await tab.waitForFunction(() => document.querySelector('[role=status]:not(:empty)'));
      assert.equal(await statusOf(tab), 'The search is expired.');
      assert.equal(await tab.$eval(start === 'palette' ? '[role=combobox]' : 'main input', (field) => field.value), 'checkout !expired');
      await new Promise((done) => setTimeout(done, 300));
      assert.equal(loads, 1);
      assert.equal(new URL(tab.url()).hash, '');
    });
  }
});

test('the page of results keeps the query in the address, and Back goes back', async () => {
  await withTab('search.html?q=checkout', async (tab) => {
    const field = 'main input[type=search]';
    const query = () => tab.evaluate(() => new URLSearchParams(location.search).get('q'));
    assert.equal(await tab.$eval(field, (input) => input.value), 'checkout');
    assert.equal(await statusOf(tab), '5 hits');
    const first = await tab.$eval('.found > li', (row) => ({ href: row.querySelector('a').href, text: row.innerText }));
    assert.equal(first.href, server.url + PAGE);
    assert.match(first.text, /^Checkout\n+Component · acme\/payments\/checkout · Payments\n+Takes the money/);
    const press = async (name) => {
      const buttons = await tab.$$('.filters button');
      for (const button of buttons) if ((await button.evaluate((each) => each.firstChild.textContent)) === name) return button.click();
      throw new Error(`no filter ${name}`);
    };
    const rows = (count) => tab.waitForFunction((count) => document.querySelectorAll('.found > li').length === count, {}, count);
    await press('API');
    await rows(1);
    assert.equal(await query(), 'checkout kind:api');
    assert.equal(await tab.$eval('.filters [aria-pressed=true]', (button) => button.innerText.replace(/\s+/g, ' ')), 'API 1');
    await press('data platform');
    assert.equal(await query(), 'checkout kind:api owner:"data platform"');
    await press('API');
    await rows(5);
    assert.equal(await query(), 'checkout owner:"data platform"');
    await tab.goBack();
    await rows(1);
    await tab.goBack();
    await tab.goBack();
    await rows(5);
    assert.equal(await query(), 'checkout');
    assert.equal(await tab.$eval(field, (input) => input.value), 'checkout');
    await tab.focus(field);
    await tab.keyboard.type(' !many');
    await rows(10);
    await tab.click('.found + button');
    await rows(20);
    await tab.click('.found + button');
    await rows(25);
    assert.equal(await tab.$eval('.found + button', (button) => button.checkVisibility()), false);
    assert.equal(await query(), 'checkout !many');
    await tab.goBack();
    await rows(5);
    assert.equal(await query(), 'checkout', 'what was typed at once goes at once');
  });
});

test('a row that is seen says what its page says about the words, and no page that is told by its part is asked', async () => {
  await withTab('search.html?q=basket', async (tab) => {
    await tab.waitForSelector('.found > li:first-child .excerpt');
    await tab.waitForNetworkIdle({ idleTime: 500 });
    const excerpts = await tab.$$eval('.found > li', (rows) => rows.map((each) => each.querySelector('.excerpt')?.textContent ?? null));
    assert.equal(excerpts.at(-1), null);
    assert.ok(excerpts.some((excerpt) => excerpt && /\bbasket\b/i.test(excerpt) && excerpt.length < 320), JSON.stringify(excerpts));
    assert.notEqual(await tab.$('.excerpt mark'), null);
  });
});

test('axe finds nothing in the palette and on the page of results, in both themes and widths', async () => {
  const problems = [];
  for (const theme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      const prepare = async (tab) => {
        await tab.setViewport({ width, height: 844 });
        await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
      };
      const check = async (tab, what) => {
        await tab.evaluate(axe.source);
        const results = await tab.evaluate((tags) => globalThis.axe.run({ runOnly: { type: 'tag', values: tags } }), RULES);
        for (const { id, nodes } of results.violations) problems.push(`${what}, ${theme}, ${width} px: ${id} ${nodes.map(({ html }) => html.slice(0, 100)).join(' | ')}`);
        const overflow = await tab.evaluate(() => document.scrollingElement.scrollWidth > innerWidth);
        if (overflow) problems.push(`${what}, ${theme}, ${width} px: scrolls sideways`);
      };
      await withTab(PAGE, async (tab) => {
        await openPalette(tab);
        await tab.click('.star');
        await check(tab, 'empty palette');
        await tab.focus('[role=combobox]');
        await ask(tab, 'checkout');
        await check(tab, 'palette');
        const inside = await tab.$eval('.palette', (dialog) => dialog.getBoundingClientRect().right <= innerWidth && dialog.getBoundingClientRect().bottom <= innerHeight);
        assert.ok(inside, `the palette lies in the window of ${width} px`);
      }, { prepare });
      await withTab('search.html?q=checkout%20kind:none', async (tab) => {
        for (const details of await tab.$$('details')) await details.evaluate((each) => (each.open = true));
        await check(tab, 'results');
      }, { prepare });
    }
  }
  assert.deepEqual(problems, []);
});

test('without scripts the way to search leads to a page of lists, and nothing pretends to be a field', async () => {
  const tab = await browser.newPage();
  await tab.setJavaScriptEnabled(false);
  await tab.goto(server.url + PAGE);
  await Promise.all([tab.waitForNavigation(), tab.click('[data-search]')]);
  assert.equal(tab.url(), `${server.url}search.html`);
  const links = await tab.$$eval('main a', (all) => all.map((a) => a.href));
  for (const wanted of ['component.html', 'api.html', 'health.html', 'guide/index.html']) assert.ok(links.includes(server.url + wanted), wanted);
  assert.equal((await tab.$$('input')).length, 0);
  await tab.close();
});

/**
 * Hostile text in every place where a person can put text: no script of it may run, with the policy and without.
 * Descriptions of APIs hold it too: each payload in one of their formats in turn, or in all of them if there is time.
 *
 * A small set of payloads is part of every run; PORTOLAN_XSS names a file of more, of which PORTOLAN_XSS_COUNT
 * (800) are drawn by a fixed seed. The same payloads without any defence are the control: when too few of
 * those run, this harness has lost its power and fails.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { join } from 'node:path';
import { headingProblems, idProblems, linkProblemsOf } from './support/checks.mjs';
import { launch } from './support/chromium.mjs';
import { firesInSearch, firesOf } from './support/fires.mjs';
import { addressOf, build, filesOf, LONG, pagesOf, remove, ROOT, temporaryFolder } from './support/portal.mjs';
import { DESCRIPTIONS, projectOf, readPayloads, unsanitised, writeProjects } from './support/payloads.mjs';
import { strangersIn } from './support/prose.mjs';
import { draw } from './support/random.mjs';
import { serve, withoutPolicy } from './support/server.mjs';
import { elementsOf, inlineCodeOf } from './support/tree.mjs';
import { validationProblems } from './support/validation.mjs';

const SEED = Number(process.env.PORTOLAN_XSS_SEED ?? 20261121);
const COUNT = Number(process.env.PORTOLAN_XSS_COUNT ?? 800);

/** Of our own payloads, most need no more than a page that does not defend itself. */
const OWN_SHARE = 0.5;

/** Of 800 payloads drawn from many collections, 150 must run; many are fragments, or need another browser. */
const DRAWN_SHARE = 150 / 800;

const FRAMES_PAGE = ['frames.html', '<!doctype html><html lang="en"><title>frames</title><body></body></html>'];

const sets = [{ name: 'our own payloads', payloads: readPayloads(join(ROOT, 'tests/browser/support/payloads.jsonl')), share: OWN_SHARE }];
if (process.env.PORTOLAN_XSS) {
  const drawn = draw(readPayloads(process.env.PORTOLAN_XSS), COUNT, SEED);
  sets.push({ name: `${drawn.length} payloads drawn from PORTOLAN_XSS`, payloads: drawn, share: DRAWN_SHARE });
}

/** The files that describe an API by the payload at an index. */
function descriptionsOf(index) {
  return LONG ? DESCRIPTIONS : [DESCRIPTIONS[index % DESCRIPTIONS.length]];
}

for (const { name, payloads, share } of sets) {
  describe(name, () => {
    let folder, site, browser, pages;

    before(async () => {
      browser = await launch();
      folder = await temporaryFolder();
      site = join(folder, 'site');
      await writeProjects(join(folder, 'repositories'), payloads, descriptionsOf);
      await build([join(folder, 'repositories')], site);
      pages = await pagesOf(site);
    });

    after(async () => {
      await browser?.close();
      if (folder) await remove(folder);
    });

    test('the control runs enough of them', async (t) => {
      const control = new Map([FRAMES_PAGE, ...payloads.map(({ payload }, index) => [`${projectOf(index)}.html`, unsanitised(payload)])]);
      const server = await serve(folder, { base: '/control/', extra: control });
      const { fired, hung } = await firesOf(browser, server, [...control.keys()].slice(1));
      await server.close();
      const silent = payloads.filter((_, index) => !fired.has(`${projectOf(index)}.html`));
      t.diagnostic(`${payloads.length - silent.length} of ${payloads.length} ran, ${hung.length} hung`);
      if (process.env.PORTOLAN_XSS_SILENT) for (const { id, payload } of silent) t.diagnostic(`silent ${id}: ${payload.slice(0, 160)}`);
      const needed = Math.ceil(payloads.length * share);
      assert.ok(payloads.length - silent.length >= needed, `only ${payloads.length - silent.length} ran, ${needed} are needed`);
    });

    test('every payload is on the site', () => {
      const paths = pages.map((page) => page.path).join('\n');
      const absent = payloads.map((_, index) => projectOf(index)).filter((project) => !paths.includes(project));
      assert.deepEqual(absent, []);
    });

    test('every description of an API was understood, and has pages of its own', () => {
      const projects = payloads.flatMap((_, index) => descriptionsOf(index).map((file) => `${projectOf(index)}-${file.split('.')[0]}`));
      const understood = new Set(pages.map(({ path }) => path.match(/\/(x\d+-[a-z]+)\/op\//)?.[1]));
      assert.deepEqual(projects.filter((project) => !understood.has(project)), []);
    });

    for (const [variant, change] of [['with the policy', (html) => html], ['with the policy stripped', withoutPolicy]]) {
      test(`none runs on our pages ${variant}`, async (t) => {
        // 404.html names the site by its full address; here that is this machine's.
        const here = (html) => html.replaceAll(`"${addressOf(pages)}/`, `"${server.url}`);
        const server = await serve(site, { base: '/some/base/', rewrite: (html) => here(change(html)), extra: new Map([FRAMES_PAGE]) });
        const { fired, opened, hung } = await firesOf(browser, server, pages.map((page) => page.path));
        await server.close();
        t.diagnostic(`${opened} of ${pages.length} pages opened and exercised`);
        const told = [...fired].map(([path, what]) => `${path}: ${[...new Set(what)].join(', ')} — ${payloadBehind(path)}`);
        assert.equal(fired.size, 0, `script ran on ${fired.size} pages\n  ${told.slice(0, 20).join('\n  ')}`);
        assert.deepEqual(hung, [], 'pages that never came to rest');
        assert.ok(opened === pages.length, `${pages.length - opened} pages could not be exercised`);
      });
    }

    for (const [variant, change] of [['with the policy', (html) => html], ['with the policy stripped', withoutPolicy]]) {
      test(`none runs among what is searched and found ${variant}`, async (t) => {
        const server = await serve(site, { base: '/some/base/', rewrite: change });
        // By the name of its project each is found; typed, each is the query.
        const texts = payloads.flatMap(({ payload }, index) => [projectOf(index), payload.toWellFormed().slice(0, 300)]).filter((text) => text.trim());
        const { fired, hits } = await firesInSearch(browser, server, texts, 20).finally(() => server.close());
        t.diagnostic(`${hits} hits of ${texts.length} queries`);
        assert.deepEqual(fired, []);
        assert.ok(hits >= payloads.length, `only ${hits} hits were shown`);
      });
    }

    test('another parser finds nothing active on our pages, and only allowed elements in prose', () => {
      const problems = pages.flatMap((page) => {
        const elements = elementsOf(page.html);
        return [...inlineCodeOf(elements), ...strangersIn(elements)].map((problem) => `${page.path}: ${problem} — ${payloadBehind(page.path)}`);
      });
      assert.equal(problems.length, 0, `${problems.length} problems\n  ${problems.slice(0, 20).join('\n  ')}`);
    });

    test('ids, headings and links hold on every page, whatever it was given', async () => {
      const trees = new Map(pages.map(({ path, html }) => [path, elementsOf(html)]));
      const linkProblems = linkProblemsOf({ files: new Set(await filesOf(site)), address: addressOf(pages), trees });
      const problems = [...trees].flatMap(([path, elements]) =>
        [...idProblems(elements), ...headingProblems(elements), ...linkProblems(path, elements)].map(
          (problem) => `${path}: ${problem} — ${payloadBehind(path)}`,
        ),
      );
      assert.equal(problems.length, 0, `${problems.length} problems\n  ${problems.slice(0, 20).join('\n  ')}`);
    });

    test('html-validate accepts the pages', async () => {
      const step = LONG ? 1 : Math.max(1, Math.floor(pages.length / 100));
      const problems = await validationProblems(pages.filter((_, index) => index % step === 0));
      const told = problems.map((problem) => `${problem} — ${payloadBehind(problem)}`);
      assert.equal(problems.length, 0, `${problems.length} problems\n  ${told.slice(0, 20).join('\n  ')}`);
    });

    /** The payload of the project that a page belongs to, for messages. */
    function payloadBehind(path) {
      const index = payloads.findIndex((_, each) => path.includes(projectOf(each)));
      return index < 0 ? 'a page of many payloads' : JSON.stringify(payloads[index].payload.slice(0, 200));
    }
  });
}

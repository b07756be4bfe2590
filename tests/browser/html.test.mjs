/** Every page is valid HTML with one outline and working links; parse5 re-checks what the build promises about itself. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { posix } from 'node:path';
import { headingProblems, idProblems, internalLinks, linkProblemsOf } from './support/checks.mjs';
import { addressOf, buildExample, filesOf, LONG, onePageOfEachType, pagesOf, removeExample } from './support/portal.mjs';
import { attribute, elementsOf, inlineCodeOf } from './support/tree.mjs';
import { validationProblems } from './support/validation.mjs';

let site, address, files, pages, trees;

before(async () => {
  site = await buildExample();
  files = new Set(await filesOf(site));
  pages = await pagesOf(site);
  address = addressOf(pages);
  trees = new Map(pages.map((page) => [page.path, elementsOf(page.html)]));
});

after(async () => {
  if (site) await removeExample(site);
});

/** Runs `problemsOf(page, elements)` over all pages and fails with every problem, the first twenty in full. */
function onEveryPage(problemsOf) {
  const problems = pages.flatMap((page) => problemsOf(page, trees.get(page.path)).map((problem) => `${page.path}: ${problem}`));
  assert.equal(problems.length, 0, `${problems.length} problems\n  ${problems.slice(0, 20).join('\n  ')}`);
}

test('html-validate accepts the pages', async () => {
  const step = Math.max(1, Math.floor(pages.length / 40));
  const sample = LONG ? pages : [...new Set([...onePageOfEachType(pages), ...pages.filter((_, index) => index % step === 0)])];
  const problems = await validationProblems(sample);
  assert.equal(problems.length, 0, `${problems.length} problems\n  ${problems.slice(0, 30).join('\n  ')}`);
});

test('ids are unique', () => {
  onEveryPage((_, elements) => idProblems(elements));
});

test('one h1 comes first and no heading level is skipped', () => {
  onEveryPage((_, elements) => headingProblems(elements));
});

test('every internal link, image and fragment resolves', () => {
  const linkProblems = linkProblemsOf({ files, address, trees });
  onEveryPage(({ path }, elements) => linkProblems(path, elements));
  for (const { path } of pages) assert.notEqual(internalLinks(path, trees.get(path), address), 0, `${path} links to nothing of the site`);
});

test('the content security policy is the first child of head', () => {
  onEveryPage((_, elements) => {
    const head = elements.find((element) => element.tagName === 'head');
    const first = head?.childNodes.find((node) => node.tagName);
    const policy = first?.tagName === 'meta' && /^content-security-policy$/i.test(attribute(first, 'http-equiv') ?? '');
    if (!policy) return [`the first child of head is ${first ? `<${first.tagName}>` : 'missing'}`];
    const value = attribute(first, 'content') ?? '';
    const wanted = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "form-action 'none'"];
    const problems = wanted.filter((directive) => !value.includes(directive)).map((directive) => `the policy lacks ${directive}`);
    if (/unsafe|\*|nonce-|sha\d+-/.test(value)) problems.push(`the policy is loose: ${value}`);
    return problems;
  });
});

test('no page holds inline script, style or handlers', () => {
  onEveryPage((_, elements) => inlineCodeOf(elements));
});

test('active formats lie in the folders of the theme only', () => {
  const themes = new Set();
  for (const page of pages) {
    for (const element of trees.get(page.path)) {
      const asset = element.tagName === 'script' ? attribute(element, 'src') : element.tagName === 'link' && attribute(element, 'href');
      if (asset && !/^[a-z]+:/i.test(asset)) themes.add(posix.join(posix.dirname(page.path), asset).split('/')[0]);
    }
  }
  const active = [...files].filter((path) => path.includes('/') && /\.(m?js|svgz?|xml|xhtml|wasm)$/i.test(path));
  assert.deepEqual(active.filter((path) => !themes.has(path.split('/')[0])), []);
});

/** What a reader downloads, compressed: the HTML of an entity page, all CSS of a page, all JavaScript of a page. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build, buildExample, filesOf, onePageOfEachType, pagesOf, remove, removeExample, temporaryFolder } from './support/portal.mjs';
import { componentProject, userProjects } from './support/component.mjs';
import { attribute, elementsOf } from './support/tree.mjs';

const HTML_LIMIT = 14 * 1024;
const COMPONENT_LIMIT = 20 * 1024;
const CSS_LIMIT = 10 * 1024;
const JS_LIMIT = 2 * 1024;
const PALETTE_LIMIT = 2 * 1024;

let site, pages;

before(async () => {
  site = await buildExample();
  pages = await pagesOf(site);
});

after(async () => {
  if (site) await removeExample(site);
});

/** Compressed as a server does by default, which is not the best level. */
function compressed(bytes) {
  return gzipSync(bytes, { level: 6 }).length;
}

test('an entity page with a README of 6 KB fits its budget', async (t) => {
  const folder = await temporaryFolder();
  try {
    const project = join(folder, 'repositories', 'acme', 'ledger');
    await mkdir(project, { recursive: true });
    await writeFile(join(project, '.portolan.yaml'), '{}\n');
    await writeFile(join(project, 'README.md'), readmeOf(6 * 1024));
    await build([join(folder, 'repositories')], join(folder, 'site'));
    const page = (await pagesOf(join(folder, 'site'))).find(({ path, type }) => type === 'entity' && /ledger/.test(path));
    assert.ok(page, 'the project has an entity page');
    assert.match(page.html, /Section 1\b/, 'the page shows the README');
    const size = compressed(page.html);
    t.diagnostic(`${page.path}: ${size} bytes compressed, ${page.html.length} plain`);
    assert.ok(size <= HTML_LIMIT, `${page.path} is ${size} bytes compressed, more than ${HTML_LIMIT}`);
  } finally {
    await remove(folder);
  }
});

test('the page of a component with 60 inputs fits its budget', async (t) => {
  const folder = await temporaryFolder();
  try {
    for (const [path, text] of [...componentProject(60, 5), ...userProjects(20)]) {
      const file = join(folder, 'repositories', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await build([join(folder, 'repositories')], join(folder, 'site'));
    const page = (await pagesOf(join(folder, 'site'))).find(({ path }) => /^cicomponent\/.*release/.test(path));
    assert.ok(page, 'the component has a page');
    const elements = elementsOf(page.html);
    assert.equal(elements.filter((element) => attribute(element, 'data-input')).length, 60);
    assert.equal(page.html.match(/\.gitlab-ci\.yml:2/g)?.length, 20, 'every user is listed');
    const size = compressed(page.html);
    t.diagnostic(`${page.path}: ${size} bytes compressed, ${page.html.length} plain`);
    assert.ok(size <= COMPONENT_LIMIT, `${page.path} is ${size} bytes compressed, more than ${COMPONENT_LIMIT}`);
  } finally {
    await remove(folder);
  }
});

/**
 * A README of about `size` bytes as people write them: prose, lists, tables and code. The words are drawn
 * by a fixed seed from a list, so that it compresses like text and not like one sentence repeated.
 */
function readmeOf(size) {
  const words =
    'account amount archive balance batch booking branch cache charge client close commit config contract currency customer daily default deploy drift entry error event export field file format gateway group handler import index invoice journal ledger limit local message metric migrate module monthly order owner partner payment period pipeline policy posting project queue quota rate record refund release replay report request retry review rollback rotate rule schema secret server service settle shard snapshot source staging statement stream table tax team tenant token topic transfer update vendor version webhook worker'.split(' ');
  let seed = 7;
  const draw = (n) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >>> 12) % n; // The low bits of this generator repeat soon.
  };
  const endings = ['', '', '', 's', 'ed', 'ing', ' of the', ' is', ' to a', ', and', ' in'];
  const sentence = () => {
    const text = Array.from({ length: 8 + draw(8) }, () => words[draw(words.length)] + endings[draw(endings.length)]).join(' ');
    return `${text[0].toUpperCase()}${text.slice(1)}.`;
  };
  let text = '# Ledger\n\nBooks every payment once.\n\n';
  for (let section = 1; text.length < size; section += 1) {
    text += `## Section ${section}\n\n${sentence()} ${sentence()} ${sentence()}\n\n`;
    text += `- ${sentence()}\n- \`${words[draw(words.length)]}\`: ${sentence()}\n\n`;
    text += `| Key | Meaning |\n| --- | --- |\n| \`${words[draw(words.length)]}\` | ${sentence()} |\n| \`${words[draw(words.length)]}\` | ${sentence()} |\n\n`;
    text += `\`\`\`rust\nfn ${words[draw(words.length)]}(count: usize) -> Result<(), Error> {\n    let total = count + ${draw(100)}; // ${sentence()}\n    Ok(())\n}\n\`\`\`\n\n`;
  }
  return text;
}

test('style sheets and scripts of a page fit their budgets', async (t) => {
  for (const page of onePageOfEachType(pages).filter(({ path }) => path !== '404.html')) {
    const elements = elementsOf(page.html);
    const sheets = elements.filter((e) => e.tagName === 'link' && attribute(e, 'rel') === 'stylesheet').map((e) => attribute(e, 'href'));
    const scripts = elements.filter((e) => e.tagName === 'script' && attribute(e, 'src')).map((e) => attribute(e, 'src'));
    assert.ok(sheets.length > 0, `${page.path} has a style sheet`);
    const css = await total(page, sheets, (text) => [...text.matchAll(/@import\s+(?:url\()?["']([^"']+)["']/g)]);
    const js = await total(page, scripts, (text) => [...text.matchAll(/\b(?:from|import)\s*["'](\.[^"']+)["']/g)]);
    t.diagnostic(`${page.path}: ${css} bytes of CSS, ${js} of JavaScript`);
    assert.ok(css <= CSS_LIMIT, `${page.path} loads ${css} bytes of CSS, more than ${CSS_LIMIT}`);
    assert.ok(js <= JS_LIMIT, `${page.path} loads ${js} bytes of JavaScript, more than ${JS_LIMIT}`);
  }
});

test('the palette fits its budget, the engine aside', async (t) => {
  const palette = (await filesOf(site)).find((path) => path.endsWith('/js/search/palette.js'));
  assert.ok(palette, 'the theme has a palette');
  const imports = (text) => [...text.matchAll(/\bfrom\s*["'](\.[^"']+)["']/g)].filter((match) => !match[1].endsWith('/engine.js'));
  const size = await total({ path: '' }, [palette], imports);
  t.diagnostic(`${size} bytes`);
  assert.ok(size <= PALETTE_LIMIT, `the palette is ${size} bytes compressed, more than ${PALETTE_LIMIT}`);
});

/** The compressed size of files and of all that they import at once, each counted once; what is imported on use is not. */
async function total(page, addresses, importsOf) {
  const seen = new Set();
  const queue = addresses.map((address) => posix.join(posix.dirname(page.path), address.split(/[?#]/)[0]));
  let size = 0;
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const text = await readFile(join(site, path), 'utf8');
    size += compressed(text);
    queue.push(...importsOf(text).map((match) => posix.join(dirname(path), match[1])));
  }
  return size;
}

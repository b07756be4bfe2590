/**
 * Runs the program under test and walks what it wrote.
 * It never builds the program: `tests/run` does, so that a browser test cannot test a stale or a second binary unnoticed.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const LONG = Boolean(process.env.PORTOLAN_LONG);

const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target');
const BINARY = process.env.PORTOLAN_BIN ?? join(TARGET, 'debug', 'portolan');

/** @typedef {{ path: string, html: string, type: string }} Page a page of the site; `type` is its `data-page` */

/** Makes a temporary folder; the caller removes it with `remove`. */
export async function temporaryFolder() {
  return mkdtemp(join(tmpdir(), 'portolan-browser-'));
}

export async function remove(folder) {
  await rm(folder, { recursive: true, force: true });
}

/** Builds the example portal into a new folder and returns its path. */
export async function buildExample() {
  const prebuilt = process.env.PORTOLAN_SITE;
  if (prebuilt) return resolve(prebuilt);
  const out = join(await temporaryFolder(), 'site');
  await build(['-c', join(ROOT, 'examples/acme')], out);
  return out;
}

/** Removes what `buildExample` made. */
export async function removeExample(out) {
  if (!process.env.PORTOLAN_SITE) await remove(dirname(out));
}

/** Runs `portolan ARGS` and returns what it says on stdout. */
export async function portolan(args) {
  const { stdout } = await promisify(execFile)(BINARY, args, { cwd: ROOT, maxBuffer: 1 << 28 });
  return stdout;
}

/** Runs `portolan build ARGS -o OUT` and fails with its output unless it exits 0. */
export async function build(args, out) {
  if (!existsSync(BINARY)) {
    throw new Error(`${BINARY} is missing: run \`cargo build --locked\`, or \`tests/run\`, which does`);
  }
  const environment = { ...process.env, CI_PAGES_URL: 'https://portal.example/some/base', SOURCE_DATE_EPOCH: '1780000000' };
  const beside = dirname(out);
  const command = ['build', ...args, '-o', out, '--report', join(beside, 'report.json'), '--cache', join(beside, 'cache')];
  try {
    await promisify(execFile)(BINARY, command, { cwd: ROOT, env: environment, maxBuffer: 1 << 28 });
  } catch (error) {
    const tail = String(error.stderr ?? '').split('\n').slice(-40).join('\n');
    throw new Error(`portolan ${command.join(' ')} exited with ${error.code}:\n${tail}`);
  }
}

/** All files below a folder, as sorted paths with forward slashes. */
export async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
    .sort();
}

/** All HTML pages of a site. @returns {Promise<Page[]>} */
export async function pagesOf(site) {
  const pages = [];
  for (const path of await filesOf(site)) {
    if (!path.endsWith('.html')) continue;
    const html = await readFile(join(site, path), 'utf8');
    pages.push({ path, html, type: /<body[^>]*\sdata-page="?([\w-]+)/.exec(html)?.[1] ?? 'untyped' });
  }
  if (pages.length === 0) throw new Error(`${site} holds no HTML page`);
  return pages;
}

/**
 * The address a site was made for, without the slash at its end. Only 404.html says it: it is what
 * stands before the path of a file of ours in a link there.
 * @param {Page[]} pages
 */
export function addressOf(pages) {
  const missing = pages.find(({ path }) => path === '404.html');
  const links = [...(missing?.html ?? '').matchAll(/href="?(https?:\/\/[^"\s>]+)/g)].map((match) => match[1]);
  for (const { path } of pages) {
    const link = links.find((each) => each.endsWith(`/${path}`));
    if (link) return link.slice(0, -path.length - 1);
  }
  throw new Error('404.html has no link to a page of the site');
}

/** What a page is: its `data-page`, and of an entity the kind, since each kind shows other things. */
export function typeOf({ type, path }) {
  return type === 'entity' ? `${type} ${path.split('/')[0]}` : type;
}

/**
 * The largest pages of each type, since they show the most.
 * @param {Page[]} pages
 * @param {number} count how many pages of each type
 */
export function onePageOfEachType(pages, count = 1) {
  const groups = new Map();
  for (const page of pages) groups.set(typeOf(page), [...(groups.get(typeOf(page)) ?? []), page]);
  const bySize = (a, b) => b.html.length - a.html.length || (a.path < b.path ? -1 : 1);
  return [...groups.values()].flatMap((group) => group.sort(bySize).slice(0, count));
}

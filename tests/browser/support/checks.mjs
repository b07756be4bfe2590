/** What must hold on every page, whatever people wrote: ids, headings, links. Each check tells its problems in words. */
import { posix } from 'node:path';
import { addressesOf, attribute } from './tree.mjs';

/** Ids are unique and valid. */
export function idProblems(elements) {
  const seen = new Set();
  return elements.flatMap((element) => {
    const id = attribute(element, 'id');
    if (id === undefined) return [];
    if (id === '' || /\s/.test(id)) return [`id ${JSON.stringify(id)} is not valid`];
    if (seen.has(id)) return [`id ${JSON.stringify(id)} occurs twice`];
    seen.add(id);
    return [];
  });
}

/** One h1 comes first, and no level is skipped. */
export function headingProblems(elements) {
  const levels = elements.filter((element) => /^h[1-6]$/.test(element.tagName)).map((element) => Number(element.tagName[1]));
  const problems = [];
  const ones = levels.filter((level) => level === 1).length;
  if (ones !== 1) problems.push(`${ones} h1 instead of one`);
  if (levels.length > 0 && levels[0] !== 1) problems.push(`the first heading is h${levels[0]}`);
  levels.forEach((level, index) => {
    if (index > 0 && level > levels[index - 1] + 1) problems.push(`h${level} follows h${levels[index - 1]}`);
  });
  return problems;
}

/**
 * Every internal address leads to a file of the site, and every fragment to an id there.
 * @param {{ files: Set<string>, address: string, trees: Map<string, import('./tree.mjs').Element[]> }} site
 *   `address` is what links of 404.html start with, without the slash at its end
 * @returns {(path: string, elements: import('./tree.mjs').Element[]) => string[]}
 */
export function linkProblemsOf({ files, address, trees }) {
  const ids = new Map([...trees].map(([path, elements]) => [path, new Set(elements.map((element) => attribute(element, 'id')))]));
  return (path, elements) =>
    elements.flatMap(addressesOf).flatMap(({ name, value }) => {
      const target = internalTarget(path, value, address);
      if (target === undefined) return [];
      const shown = `${name}=${JSON.stringify(value)}`;
      if (target.problem) return [`${shown} ${target.problem}`];
      if (!files.has(target.path)) return [`${shown} leads to no file`];
      if (target.fragment && !ids.get(target.path)?.has(target.fragment)) return [`${shown} leads to no id`];
      return [];
    });
}

/** How many internal addresses a page holds, to see that the check above has something to see. */
export function internalLinks(path, elements, address) {
  return elements.flatMap(addressesOf).filter(({ value }) => internalTarget(path, value, address) !== undefined).length;
}

/** The file and id that an address of a page means, or undefined when it leads elsewhere. */
function internalTarget(path, value, address) {
  const absolute = path === '404.html';
  if (absolute && value.startsWith(address)) return locate('', value.slice(address.length + 1) || '.');
  if (/^[a-z][a-z0-9+.-]*:/i.test(value) || value.startsWith('//')) return undefined;
  if (absolute && !value.startsWith('#')) return { problem: 'is relative on a page that is served at any depth' };
  if (value.startsWith('/')) return { problem: 'is absolute: a site lives below any base path' };
  return locate(path, value);
}

/** Resolves a relative address against a page, as a browser does. */
function locate(from, value) {
  const [, path, , fragment] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/s.exec(value) ?? [];
  let decoded, id;
  try {
    decoded = decodeURIComponent(path);
    id = fragment === undefined ? undefined : decodeURIComponent(fragment);
  } catch {
    return { problem: 'is not valid percent-encoding' };
  }
  let joined = decoded === '' ? from : posix.join(posix.dirname(from), decoded);
  if (joined.startsWith('..')) return { problem: 'leads out of the site' };
  if (joined === '.' || joined.endsWith('/') || decoded.endsWith('/')) joined = posix.join(joined, 'index.html');
  return { path: joined, fragment: id === 'top' ? undefined : id };
}

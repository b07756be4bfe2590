// Looks at a built site: how many pages hold a README, how heavy they are, what a second build has rewritten.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";

/** Each README ends in a word that no other holds; see `generate.mjs`. */
const MARKER = /entry-\d{6}/g;
const GZIP_SAMPLE = 200;

/** Every file below a folder, relative to it, in order. */
export function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** Whether code on the page is coloured: within a `<pre>`, elements other than `<code>` and those that only make lines. */
function isHighlighted(html) {
  return (html.match(/<pre[\s>][\s\S]*?<\/pre>/g) ?? []).some((code) =>
    /<(?!pre|code|\/)[a-z]+[^>]*\bclass=(?!"?line\b)(?!"?cl\b)/.test(code),
  );
}

/**
 * What a site consists of. A page counts as README page when the last word of a README stands on it;
 * `readmes` counts each README once, however many pages show it.
 */
export function inspect(folder) {
  const files = filesBelow(folder);
  const readmes = new Set();
  const pages = [];
  let bytes = 0;
  let htmlPages = 0;
  for (const file of files) {
    const content = readFileSync(join(folder, file));
    bytes += content.length;
    if (!file.endsWith(".html")) continue;
    htmlPages += 1;
    const html = content.toString("utf8");
    const found = html.match(MARKER);
    if (!found) continue;
    for (const marker of found) readmes.add(marker);
    pages.push({ content, isHighlighted: isHighlighted(html) });
  }
  const step = Math.max(1, Math.floor(pages.length / GZIP_SAMPLE));
  const sample = pages.filter((_, at) => at % step === 0);
  const mean = (values) => Math.round(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length));
  return {
    files: files.length,
    bytes,
    html_pages: htmlPages,
    readme_pages: pages.length,
    readmes: readmes.size,
    highlighted_pages: pages.filter((page) => page.isHighlighted).length,
    readme_page_bytes: mean(pages.map((page) => page.content.length)),
    readme_page_gzip_bytes: mean(sample.map((page) => gzipSync(page.content).length)),
  };
}

/** Which file stands where: by inode, time of change and content. */
export function stateOf(folder) {
  return new Map(
    filesBelow(folder).map((file) => {
      const { ino, mtimeNs } = statSync(join(folder, file), { bigint: true });
      const digest = createHash("sha1").update(readFileSync(join(folder, file))).digest("hex");
      return [file, { place: `${ino} ${mtimeNs}`, digest }];
    }),
  );
}

/** What has become of a site: files that are new, rewritten with other bytes or with the same, and gone. */
export function changes(before, after) {
  const found = { added: [], changed: [], same_bytes: [], removed: [] };
  for (const [file, now] of after) {
    const then = before.get(file);
    if (!then) found.added.push(file);
    else if (then.digest !== now.digest) found.changed.push(file);
    else if (then.place !== now.place) found.same_bytes.push(file);
  }
  for (const file of before.keys()) if (!after.has(file)) found.removed.push(file);
  return found;
}

/** Of some files, the pages that do not show the README with this marker. */
export function pagesWithout(folder, files, marker) {
  return files.filter((file) => file.endsWith(".html") && !readFileSync(join(folder, file), "utf8").includes(marker));
}

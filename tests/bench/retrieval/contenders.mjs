// Makes the index of each contender over the same documents, and says what that cost and what came of it.

import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { measure } from "../harness/measure.mjs";
import { filesBelow } from "../harness/site.mjs";
import { readPages } from "./pages.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * @typedef {object} Contender
 * @property {string} key also the name of the module below `browser/` that opens it
 * @property {string} name
 * @property {string} base where its files are served, from the server's root
 * @property {string} entry the module that a page imports
 * @property {RegExp} shows paths that are read to show results, not to find them
 * @property {import("../harness/measure.mjs").Cost} cost
 * @property {{ files: number, bytes: number, sent: number }} size on disk, and when a host has compressed what it compresses
 */

/** Builds the portal, with its search. */
export function buildPortal({ program, repositories, config, work, served, label }) {
  const site = join(served, `portolan-${label}`);
  const cache = join(work, `cache-${label}`);
  for (const folder of [site, cache]) rmSync(folder, { recursive: true, force: true });
  const report = join(work, `report-${label}.json`);
  const input = config ? ["-c", config] : [repositories];
  const command = [program, "build", ...input, "-o", site, "--cache", cache, "--report", report];
  const cost = measure(command, { folder: work, log: join(work, `build-${label}.log`) });
  return { site, cost, report: JSON.parse(readFileSync(report, "utf8")) };
}

/** Reads the pages of a site once, and lays them out for the other contenders. */
export async function prepare(site, { work, label }) {
  const marked = join(work, `pages-${label}`);
  const documents = join(work, `documents-${label}.jsonl`);
  rmSync(marked, { recursive: true, force: true });
  const lines = createWriteStream(documents);
  const pages = [];
  readPages(site, (page, mark) => {
    pages.push(page);
    lines.write(`${JSON.stringify(page)}\n`);
    const file = join(marked, page.address);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, mark());
  });
  lines.end();
  await once(lines, "finish");
  return { pages, marked, documents };
}

/** @returns {Contender | undefined} nothing, if the site has no search */
export function portolan({ site, cost }, { label }) {
  if (!existsSync(join(site, "search/manifest.bin"))) return undefined;
  const assets = readdirSync(join(site, "assets")).find((name) => existsSync(join(site, "assets", name, "js/search/engine.js")));
  if (!assets) throw new Error("the site has an index, and no engine to read it");
  const base = `/portolan-${label}/`;
  const entry = `${base}assets/${assets}/js/search/engine.js`;
  return { key: "portolan", name: "portolan", base, entry, shows: /\/search\/d-/, cost, size: sizeOf(join(site, "search")) };
}

/** @returns {Contender} */
export function pagefind({ marked }, { packages, work, served, label }) {
  const out = join(served, `pagefind-${label}`);
  rmSync(out, { recursive: true, force: true });
  const program = join(packages, `@pagefind/linux-${process.arch}/bin/pagefind_extended`);
  const command = [program, "--site", marked, "--output-path", out, "--keep-index-url"];
  const cost = measure(command, { folder: work, log: join(work, `pagefind-${label}.log`) });
  const base = `/pagefind-${label}/`;
  return { key: "pagefind", name: "Pagefind", base, entry: `${base}pagefind.js`, shows: /\/fragment\//, cost, size: sizeOf(out) };
}

/** @returns {Contender} */
export function minisearch({ documents }, { packages, work, served, label }) {
  const out = join(served, `minisearch-${label}`);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const library = join(packages, "minisearch/dist/es/index.js");
  const command = [process.execPath, here("minisearch-index.mjs"), library, documents, join(out, "index.json")];
  const cost = measure(command, { folder: work, log: join(work, `minisearch-${label}.log`) });
  const base = `/minisearch-${label}/`;
  return { key: "minisearch", name: "MiniSearch", base, entry: "/packages/minisearch/dist/es/index.js", shows: /^$/, cost, size: sizeOf(out) };
}

/** Links what is served beside the sites: the modules that open contenders, and the packages. */
export function layOut({ served, packages }) {
  mkdirSync(served, { recursive: true });
  for (const [name, target] of [["browser", here("browser")], ["packages", packages]]) {
    rmSync(join(served, name), { force: true });
    symlinkSync(target, join(served, name));
  }
}

const TEXT = /\.(js|json|css|html|txt)$/;

function sizeOf(folder) {
  const files = filesBelow(folder).map((file) => join(folder, file));
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  return {
    files: files.length,
    bytes: sum(files.map((file) => statSync(file).size)),
    sent: sum(files.map((file) => (TEXT.test(file) ? gzipSync(readFileSync(file)).length : statSync(file).size))),
  };
}

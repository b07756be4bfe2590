// Our side: a portal with one project that holds the description, and where its site shows the operation.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

import { measure, median } from "../harness/measure.mjs";
import { filesBelow } from "../harness/site.mjs";

/** Builds the site from nothing and says what that cost. */
export function build(program, { description, work, site }) {
  const project = join(work, "repositories/acme/shop");
  rmSync(join(work, "repositories"), { recursive: true, force: true });
  for (const folder of [site, join(work, "cache")]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, ".portolan.yaml"), "{}\n");
  writeFileSync(join(project, "README.md"), "# Shop\n\nWhat the company sells.\n");
  copyFileSync(description, join(project, `openapi${extname(description)}`));
  const command = [program, "build", join(work, "repositories"), "-o", site, "--cache", join(work, "cache")];
  return measure(command, { folder: work, log: join(work, "build.log") });
}

/** What the site weighs: all of it, and its pages of operations, compressed as a server does it. */
export function weigh(site) {
  const files = filesBelow(site);
  const totals = { files: files.length, pages: 0, bytes: 0, gzip_bytes: 0 };
  const operations = [];
  for (const file of files) {
    const content = readFileSync(join(site, file));
    const gzip = gzipSync(content).length;
    totals.bytes += content.length;
    totals.gzip_bytes += gzip;
    if (file.endsWith(".html")) totals.pages += 1;
    if (isOperation(file)) operations.push({ file, gzip, bytes: content.length });
  }
  if (operations.length === 0) return { ...totals, operations: 0 };
  const largest = operations.reduce((most, each) => (each.gzip > most.gzip ? each : most));
  return {
    ...totals,
    operations: operations.length,
    operation_bytes: median(operations.map(({ bytes }) => bytes)),
    operation_gzip_bytes: median(operations.map(({ gzip }) => gzip)),
    largest_gzip_bytes: largest.gzip,
    largest: largest.file,
  };
}

/** Finds the page of an operation below `api/`; a site without it is an error. */
export function pageOf(site, { id }) {
  const wanted = alike(id);
  const pages = filesBelow(site).filter(isOperation);
  const found = pages.filter((file) => alike(file.replace(/^.*\/op\//, "").replace(/\.html$/, "")) === wanted);
  if (found.length === 1) return found[0];
  const what = found.length ? `${found.length} pages` : "no page";
  throw new Error(`the site has ${what} of operation \`${id}\`: of ${pages.length} pages below api/ that stand in a folder op/, looked for ${wanted}.html`);
}

const isOperation = (file) => /^api\/.*\/op\/[^/]+\.html$/.test(file);
const alike = (name) => name.toLowerCase().replace(/[^a-z0-9._-]/g, "-");

// A company of real texts: chooses projects until they come to so many documents, and writes them as repositories.

import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { Draw } from "../../company/draw.mjs";
import { apiProjects } from "./apis.mjs";
import { crateProjects } from "./crates.mjs";
import { cut } from "./cut.mjs";
import { folderProjects } from "./folders.mjs";
import { handbookProjects } from "./handbooks.mjs";
import { documentsOf, filesOf, slug, teams } from "./project.mjs";

/** How many of the documents are written by people, as long as there is something; the others are described by machines. */
const SHARE_OF_TEXTS = 0.4;

/**
 * Writes the company of a size into an empty folder.
 * @param {{ packages: string, crates: string, folders: string[], documents: number, seed: string, out: string }} asked
 */
export function writeCorpus({ packages, crates, folders, documents, seed, out }) {
  const draw = new Draw(`corpus ${seed}`);
  const { modest, others } = apiProjects(packages);
  const apis = [...draw.some(modest, Infinity), ...draw.some(others, Infinity)];
  const written = draw.some([...handbookProjects(packages), ...crateProjects(crates), ...folderProjects(folders)], Infinity);
  const taken = new Set();
  const read = choose(written, documents * SHARE_OF_TEXTS, taken);
  const cutPages = cut(read, documents * SHARE_OF_TEXTS - totalOf(read));
  const described = choose(apis, documents - totalOf(read), taken);
  const projects = [...read, ...described];
  const owners = new Map(projects.map(({ owner }) => [slug(owner), owner]));

  rmSync(out, { recursive: true, force: true });
  const digest = createHash("sha256");
  let bytes = 0;
  const put = ([path, text]) => {
    const file = join(out, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    digest.update(`${path}\0${Buffer.byteLength(text)}\0`).update(text);
    bytes += Buffer.byteLength(text);
  };
  teams([...owners.values()]).forEach(put);
  // One project at a time: all descriptions together would fill the memory.
  for (const project of projects) filesOf(project).forEach(put);
  return { projects: projects.length, teams: owners.size, apis: described.length, pages_cut: cutPages, bytes, digest: digest.digest("hex") };
}

const totalOf = (projects) => projects.reduce((sum, project) => sum + documentsOf(project), 0);

/** Takes projects in their order while there is room; a place in the company is taken once. */
function choose(projects, documents, taken) {
  const chosen = [];
  let left = documents;
  for (const project of projects) {
    // Catalogs have one name space, so that one name is enough for two projects.
    const name = slug(project.name);
    const weight = documentsOf(project);
    if (weight > left || taken.has(name)) continue;
    taken.add(name);
    chosen.push({ ...project });
    left -= weight;
  }
  return chosen;
}

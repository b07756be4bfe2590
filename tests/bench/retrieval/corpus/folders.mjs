// Projects from folders of the reader's own, which an environment variable names.

import { readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

import { filesBelow } from "../../harness/site.mjs";
import { sentence, slug } from "./project.mjs";

/**
 * Each folder with a README is a project, the Markdown below its `docs` its pages.
 * A folder called `owner__name` tells both; else the folder that it lies in is the owner.
 * @param {string[]} folders
 * @returns {import("./project.mjs").Project[]}
 */
export function folderProjects(folders) {
  return folders.flatMap((root) => {
    const files = filesBelow(root);
    return files
      .filter((file) => basename(file) === "README.md" && dirname(file) !== "." && !/(^|\/)docs\//.test(file))
      .map((file) => {
        const folder = dirname(file);
        const parts = basename(folder).split("__");
        const [owner, name] = parts.length === 2 ? parts : [basename(dirname(folder)).split("__").at(-1), parts.join("-")];
        const readme = readFileSync(join(root, file), "utf8");
        const docs = files
          .filter((each) => each.startsWith(`${folder}/docs/`) && extname(each) === ".md")
          .map((each) => ({ path: `${slug(each.slice(folder.length + 6, -3))}.md`, text: readFileSync(join(root, each), "utf8") }));
        return { owner, name, description: sentence(readme), tags: [], type: "service", lifecycle: "production", readme, docs };
      })
      .filter((project) => slug(project.owner) && slug(project.name));
  });
}

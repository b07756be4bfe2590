// Makes more pages of the same text: the sections of long READMEs become pages of their own.

import { slug } from "./project.mjs";

/** A section with less to say stays where it is. */
const LEAST_CHARACTERS = 400;

/**
 * Cuts until so many pages are made, the longest READMEs first, and says how many that were.
 * @param {import("./project.mjs").Project[]} projects whose READMEs and pages change
 * @param {number} wanted
 */
export function cut(projects, wanted) {
  let made = 0;
  for (const project of [...projects].sort((a, b) => b.readme.length - a.readme.length)) {
    if (made >= wanted) break;
    const [rest, sections] = sectionsOf(project.readme, wanted - made);
    if (sections.length === 0) continue;
    const used = new Set(project.docs.map(({ path }) => path));
    const pages = sections
      .map((text) => ({ path: `${slug(/^## (.*)$/m.exec(text)[1]) || "page"}.md`, text: text.replace(/^## /, "# ").replace(/^##(#+ )/gm, "#$1") }))
      .filter(({ path }) => path !== "index.md" && !used.has(path) && used.add(path));
    project.readme = rest;
    project.docs = [...project.docs, ...pages];
    made += pages.length;
  }
  return made;
}

/** Splits at the headings of the second level, outside of code; gives what stays and what may go. */
function sectionsOf(markdown, most) {
  const parts = [[]];
  let fenced = false;
  for (const line of markdown.split("\n")) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    if (!fenced && /^## \S/.test(line)) parts.push([]);
    parts.at(-1).push(line);
  }
  const [head, ...sections] = parts.map((lines) => lines.join("\n"));
  const going = new Set(sections.filter((text) => text.length >= LEAST_CHARACTERS).slice(0, most));
  return [[head, ...sections.filter((text) => !going.has(text))].join("\n"), [...going]];
}

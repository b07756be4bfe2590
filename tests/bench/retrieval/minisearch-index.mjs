// Makes MiniSearch's index: node minisearch-index.mjs LIBRARY DOCUMENTS INDEX
//
// LIBRARY is the package's module, DOCUMENTS has one JSON object a line, INDEX is written.

import { createReadStream, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

import { OPTIONS } from "./browser/minisearch-options.js";

const [library, documents, out] = process.argv.slice(2);
const { default: MiniSearch } = await import(pathToFileURL(library).href);
const index = new MiniSearch(OPTIONS);
for await (const line of createInterface({ input: createReadStream(documents) })) {
  const document = JSON.parse(line);
  index.add({ ...document, tags: document.tags.join(" ") });
}
writeFileSync(out, JSON.stringify(index));

// MiniSearch as a page uses it: the whole index is fetched and read before the first search.

import { OPTIONS } from "./minisearch-options.js";

/** @param {{ base: string, entry: string }} place */
export async function open({ base, entry }) {
  const { default: MiniSearch } = await import(entry);
  const answer = await fetch(new URL("index.json", new URL(base, location.href)));
  const index = MiniSearch.loadJSON(await answer.text(), OPTIONS);
  return async (text) => index.search(text).slice(0, 10).map(({ id }) => id);
}

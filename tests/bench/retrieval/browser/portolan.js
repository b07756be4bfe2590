// Our search as a page uses it; see `contenders.mjs` for what is asked of it.

/** @param {{ base: string, entry: string }} place */
export async function open({ base, entry }) {
  const { openSearch } = await import(entry);
  const engine = openSearch(new URL(base, location.href));
  await engine.preload();
  return async (text) => {
    const { hits } = await engine.search(text);
    return hits.map(({ address }) => address.replace(/#.*$/, ""));
  };
}

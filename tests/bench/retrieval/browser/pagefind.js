// Pagefind as a page uses it: ten results are shown, so the fragments of ten are read.

/** @param {{ base: string, entry: string }} place */
export async function open({ entry }) {
  const pagefind = await import(entry);
  await pagefind.init();
  return async (text) => {
    const { results } = await pagefind.search(text);
    const shown = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return shown.map(({ raw_url: address }) => address.replace(/^\//, ""));
  };
}

// The ways to search: a click and three keys open the palette, and the page of results is made where it belongs.

/** @param {HTMLElement} target where something is typed, maybe */
const isField = (target) => target.isContentEditable || target.matches?.("input, textarea, select");

/**
 * Offers search. What answers is loaded once a reader is about to ask.
 * @param {HTMLAnchorElement} link to the page that is searched from
 * @param {HTMLElement | null} results where the results go, if this is that page
 */
export function offerSearch(link, results) {
  // The engine would be found later; asked for at once, it comes at the same time.
  const bring = () => Promise.all([import("./palette.js"), import("./engine.js")]);
  // Where the script cannot be had, following the link at least renews the reader's session.
  const open = () => bring().then(([{ openPalette }]) => openPalette(), () => location.assign(link.href));
  const preload = () => bring().catch(() => {});

  link.addEventListener("pointerenter", preload);
  link.addEventListener("focus", preload);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    const isChord = ctrlKey || metaKey;
    const target = /** @type {HTMLElement} */ (event.target);
    if (altKey || (isChord ? key !== "k" || shiftKey : key !== "/" || isField(target))) return;
    event.preventDefault();
    open();
  });
  if (results) import("./results.js").then(({ addResults }) => addResults(results));
  // A query that was kept while the page was loaded again.
  else if (location.hash.startsWith("#q=")) open();
}

// Loads what only some pages need, on those pages, and what readers ask for when they do.

/**
 * Looks for what needs more, and brings it.
 * @param {Document} page
 */
export function bringWhatIsNeeded(page) {
  /** @type {HTMLElement | null} */
  const section = page.querySelector("[data-form]");
  if (section) import("./form.js").then(({ addForm }) => addForm(section));
  /** @type {HTMLElement | null} */
  const caller = page.querySelector("[data-console]");
  if (caller) import("./try.js").then(({ addConsole }) => addConsole(caller));
  if (page.querySelector("[data-filter], .sample")) import("./reference.js").then(({ addAll }) => addAll(page));
  /** @type {HTMLElement | null} */
  const results = page.querySelector("[data-results]");
  if (results) import("./search/results.js").then(({ addResults }) => addResults(results));
  /** @type {HTMLAnchorElement | null} */
  const link = page.querySelector("[data-search]");
  if (link) offerPalette(link, !results);
}

/**
 * @param {HTMLAnchorElement} link what opens it
 * @param {boolean} isQueryIts whether a query that was kept over a reload is the palette's
 */
function offerPalette(link, isQueryIts) {
  const bring = () => import("./search/palette.js");
  // Where the script cannot be had, following the link at least renews the reader's session.
  const open = (text = "") => bring().then(({ openPalette }) => openPalette(text), () => location.assign(link.href));
  link.onpointerenter = link.onfocus = () => bring().catch(() => {});
  link.onclick = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open();
  };
  addEventListener("keydown", (event) => {
    const { target, key } = event;
    const isTyping = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
    const isCombined = event.ctrlKey || event.metaKey;
    if (isCombined ? key !== "k" || event.altKey || event.shiftKey : key !== "/" || isTyping) return;
    event.preventDefault();
    open();
  });
  const kept = new URLSearchParams(location.hash.slice(1)).get("q");
  if (isQueryIts && kept) open(kept);
}

// Loads what only some pages need, on those pages, and search once a reader wants it.

/**
 * Looks for what needs more, and brings it.
 * @param {Document} page
 */
export function bringWhatIsNeeded(page) {
  /** @type {(HTMLElement | null)[]} */
  const [section, caller, results, link] = ["form", "console", "results", "search"].map((name) => page.querySelector(`[data-${name}]`));
  if (section) import("./form.js").then((module) => module.addForm(section));
  if (caller) import("./try.js").then((module) => module.addConsole(caller));
  if (page.querySelector("[data-filter], .sample")) import("./reference.js").then((module) => module.addAll(page));
  if (results) import("./search/results.js").then((module) => module.addResults(results));
  if (link) offerSearch(link);
}

/** @param {HTMLElement} link to the page that is searched from */
function offerSearch(link) {
  const bring = () => import("./search/palette.js");
  // Where the script cannot be had, following the link at least renews the reader's session.
  const open = () => bring().then((module) => module.openPalette(), () => (location.href = String(link)));
  /** @param {any} event a click, or a key pressed anywhere */
  const answer = (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey ? key !== "k" : key && (key !== "/" || target.closest?.("input, textarea, select, [contenteditable]"))) return;
    event.preventDefault();
    open();
  };
  link.onpointerenter = link.onfocus = bring;
  link.onclick = onkeydown = answer;
  // A query that was kept while the page was loaded again.
  if (/^#q=/.test(location.hash)) open();
}

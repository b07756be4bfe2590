// What makes a reference handier: a filter above lists, the language of samples remembered, everything open in print.
const KEY = "portolan-language";

/** @param {Element} list what is filtered, whose `data-filter` says what */
function addFilter(list) {
  const field = Object.assign(document.createElement("input"), { type: "search", className: "field filter" });
  field.placeholder = field.ariaLabel = list.getAttribute("data-filter") ?? "";
  const items = [...list.querySelectorAll("li")];
  field.oninput = () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const item of items) {
      const text = item.textContent?.toLowerCase() ?? "";
      item.hidden = !words.every((word) => text.includes(word));
    }
    for (const group of list.querySelectorAll(".group")) {
      group.toggleAttribute("hidden", !group.querySelector("li:not([hidden])"));
    }
  };
  list.querySelector("h2, .label")?.after(field);
  if (!field.parentNode) list.prepend(field);
}

/** @param {NodeListOf<HTMLDetailsElement>} samples */
function remember(samples) {
  try {
    const chosen = localStorage.getItem(KEY);
    const isThere = [...samples].some((sample) => sample.dataset.language === chosen);
    for (const sample of samples) {
      if (isThere) sample.open = sample.dataset.language === chosen;
      sample.addEventListener("click", () => {
        if (!sample.open) localStorage.setItem(KEY, sample.dataset.language ?? "");
      });
    }
  } catch {
    // Nothing is remembered.
  }
}

/**
 * Adds all of it to the page.
 * @param {Document} page
 */
export function addAll(page) {
  for (const list of page.querySelectorAll("[data-filter]")) {
    if (list.querySelectorAll("li").length > 7) addFilter(list);
  }
  remember(page.querySelectorAll(".sample[data-language]"));
  addEventListener("beforeprint", () => {
    for (const part of page.querySelectorAll("details")) part.open = true;
  });
}

// Runs inside a page, from before its first script on: tells when some texts can be read and when nothing changes any more.

/**
 * Hands its finding to the function of the page named `tell`, once.
 *
 * It looks again and again, and seldom enough that looking takes at most a sixth of the time.
 * Times are milliseconds since the navigation began.
 * @param {{ texts: string[], quiet: number, tell: string }} wanted `quiet` is how many milliseconds without a change are calm
 */
export function watch({ texts, quiet, tell }) {
  if (window.top !== window) return;
  const LATE = 250; // A page that answers this late is busy, even when nothing on it has changed.
  const shadows = [];
  let elements = -1;
  let characters = -1;
  let mutated = 0;
  let changed = 0;
  let calm = 0;
  let seen = false;
  let readable;
  let spent = 0;

  const observer = new MutationObserver(() => (mutated = performance.now()));
  const observe = (node) => observer.observe(node, { childList: true, characterData: true, subtree: true });
  observe(document);

  // What stands in a shadow root is found neither from the document nor by an observer of the document.
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachShadow(options) {
    const shadow = attach.call(this, options);
    shadows.push(shadow);
    observe(shadow);
    return shadow;
  };

  const parts = () => [document.body, ...shadows.filter((shadow) => shadow.isConnected)].filter(Boolean);

  /** The element that shows a text to a reader: rendered, neither hidden nor within closed details. */
  const placeOf = (text) => {
    for (const part of parts()) {
      if (!part.textContent.includes(text)) continue;
      const nodes = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (nodes.nextNode()) {
        const place = nodes.currentNode.parentElement;
        if (!place || !nodes.currentNode.data.includes(text) || /^(script|style|template)$/i.test(place.tagName)) continue;
        if (place.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && place.getClientRects().length) return place;
      }
    }
    return undefined;
  };

  const isInView = (text) => {
    const box = placeOf(text)?.getBoundingClientRect();
    return Boolean(box && box.bottom > 0 && box.top < window.innerHeight && box.right > 0 && box.left < window.innerWidth);
  };

  const look = (due) => {
    const now = performance.now();
    let count = document.getElementsByTagName('*').length;
    let length = 0;
    for (const part of parts()) {
      if (part !== document.body) count += part.querySelectorAll('*').length;
      length += part.textContent.length;
    }
    if (count !== elements || length !== characters) {
      [elements, characters, calm] = [count, length, now];
      changed = mutated || now;
    } else if (now - due > LATE) {
      calm = now;
    }
    if (!seen && texts.every(placeOf)) {
      seen = true;
      // A text can be read once it is painted: a task that follows a frame comes after that.
      requestAnimationFrame(() => setTimeout(() => (readable = performance.now())));
    }
    const took = performance.now() - now;
    spent += took;
    if (readable !== undefined && now - Math.max(calm, readable) >= quiet) {
      const inView = texts.filter(isInView).length;
      window[tell]({ readable, stable: Math.max(readable, changed), elements, characters, looking: spent, inView });
      return;
    }
    const pause = Math.max(20, 5 * took);
    const next = performance.now() + pause;
    setTimeout(() => look(next), pause);
  };
  look(performance.now());
}

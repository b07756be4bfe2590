/**
 * What runs inside the browser during the XSS tests. Both functions are sent there as text:
 * they may use nothing from this module.
 */

/**
 * Installed before any script of any frame. Reports through the binding `portolanFired` when script that is not ours
 * runs, and offers `portolanExercise`, which does to a page all that a reader might.
 */
export function probe() {
  const report = globalThis.portolanFired;
  if (!report) return;
  const fire = (what) => {
    let frame = globalThis;
    let path = '?';
    try {
      while (frame.parent !== frame.top) frame = frame.parent;
      path = frame.location.pathname;
    } catch {
      // A frame of another origin: it ran all the same.
    }
    report(JSON.stringify({ path, what }));
  };

  // Calls that our own scripts never make: whoever makes one is a payload.
  const replace = (owner, name, result) => {
    Object.defineProperty(owner, name, { value: () => (fire(name), result), writable: false, configurable: false });
  };
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) replace(globalThis, name, null);
  for (const name of ['write', 'writeln']) replace(Document.prototype, name, undefined);
  const nativeEval = globalThis.eval;
  globalThis.eval = (code) => (fire('eval'), nativeEval(code));
  for (const name of ['setTimeout', 'setInterval']) {
    const native = globalThis[name];
    globalThis[name] = (work, ...rest) => (typeof work === 'string' && fire(name), native(work, ...rest));
  }
  const NativeImage = globalThis.Image;
  globalThis.Image = function (...size) {
    fire('Image');
    return new NativeImage(...size);
  };
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(Document.prototype, 'cookie', { get: () => (fire('cookie'), ''), set: cookie.set, configurable: false });
  const nativeFetch = globalThis.fetch;
  globalThis.fetch = (resource, options) => {
    const url = new URL(resource?.url ?? resource, document.baseURI);
    if (url.origin !== location.origin) fire('fetch');
    return nativeFetch(resource, options);
  };
  addEventListener('securitypolicyviolation', (event) => {
    if (/^script-src/.test(event.effectiveDirective)) fire(`blocked ${event.effectiveDirective} ${event.sample || event.blockedURI}`);
  });

  // Following a link or sending a form would leave the page under test; only script addresses may run.
  const runsScript = (element) => /^javascript:/i.test(element?.href?.baseVal?.trim() ?? element?.href ?? element?.action ?? '');
  addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node.localName === 'a' || node.localName === 'area');
    if (link && !runsScript(link)) event.preventDefault();
  }, true);
  addEventListener('submit', (event) => {
    const action = event.submitter?.getAttribute('formaction') ?? Element.prototype.getAttribute.call(event.target, 'action') ?? '';
    if (!/^\s*javascript:/i.test(action)) event.preventDefault();
  }, true);

  // What every element gets; an attribute that listens for another event is given that one besides.
  const mouse = ['mouseover', 'mousedown', 'mouseup', 'contextmenu', 'dblclick'];
  const pointer = ['pointerover', 'pointerdown', 'pointerup'];
  const keys = ['keydown', 'keypress', 'keyup'];
  const make = (type) => {
    const options = { bubbles: true, cancelable: true, composed: true };
    if (/^(mouse|click$|dblclick$|auxclick$|contextmenu$)/.test(type)) return new MouseEvent(type, options);
    if (type.startsWith('pointer')) return new PointerEvent(type, options);
    if (type.startsWith('key')) return new KeyboardEvent(type, { ...options, key: 'x' });
    return new Event(type, options);
  };
  // Taken from the prototypes, since a form's own properties may be clobbered by the names of its fields.
  const focusOf = (element) => [HTMLElement, SVGElement, MathMLElement].find((each) => element instanceof each)?.prototype.focus ?? (() => {});
  const dispatch = (element, type) => EventTarget.prototype.dispatchEvent.call(element, make(type));

  globalThis.portolanExercise = () => {
    const elements = [...Document.prototype.querySelectorAll.call(document, '*')].slice(0, 3000);
    for (const element of elements) {
      for (const name of Element.prototype.getAttributeNames.call(element)) {
        if (/^on/i.test(name)) dispatch(element, name.slice(2).toLowerCase());
      }
    }
    const pokable = elements.filter((element) => !/^(html|head|meta|link|title|script|style)$/.test(element.localName));
    for (const element of pokable) {
      for (const type of [...pointer, ...mouse]) dispatch(element, type);
      if (element.tabIndex >= 0 || Element.prototype.hasAttribute.call(element, 'contenteditable')) {
        focusOf(element).call(element);
        for (const type of ['focus', 'focusin', ...keys, 'blur']) dispatch(element, type);
      }
      dispatch(element, 'click');
    }
  };
}

/**
 * Runs in the page that holds the frames: opens each address in a frame of its own, exercises it,
 * and waits until late handlers had their time.
 * @param {string[]} addresses
 */
export async function openInFrames(addresses) {
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const frames = addresses.map((address) => {
    const frame = document.createElement('iframe');
    // All but navigation of the page that holds the frames.
    frame.sandbox.value = 'allow-scripts allow-same-origin allow-forms allow-modals allow-popups';
    frame.width = '400';
    frame.height = '300';
    frame.src = address;
    return frame;
  });
  await Promise.all(
    frames.map((frame) => {
      // A frame whose payload never stops loading is exercised as far as it came.
      const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
      document.body.append(frame);
      return Promise.race([loaded, wait(4000)]);
    }),
  );
  let opened = 0;
  for (const frame of frames) {
    try {
      frame.contentWindow.portolanExercise();
      opened += 1;
    } catch {
      // The payload took the frame elsewhere, or threw from a handler.
    }
  }
  await wait(120);
  for (const frame of frames) frame.remove();
  return opened;
}

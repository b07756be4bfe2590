// Sends a request, and shows what came back.
import { read, reason, shown, sizeOf } from "./answer.js";
import { make } from "./element.js";

/** @typedef {import("./request.js").Request} Request */

/**
 * Makes the place of answers.
 * @param {HTMLButtonElement} cancel what stops a request on its way
 */
export function exchange(cancel) {
  /** @type {AbortController | undefined} */
  let current;
  const status = make("p", { className: "answer-status" }, "Nothing was sent yet.");
  const told = make("div", { className: "parts" });
  const body = make("code", {});
  const text = make("pre", { tabIndex: 0, hidden: true }, body);
  const title = make("h2", { id: "p--response" }, "Response");
  const section = make("section", { className: "answer" }, title, status, told, text);
  section.setAttribute("aria-labelledby", title.id);
  status.setAttribute("role", "status");

  const stop = () => current?.abort();
  /** @param {string} words @param {string} [tone] */
  const say = (words, tone = "") => {
    status.textContent = words;
    status.className = `answer-status ${tone}`;
  };
  /** @param {string} words */
  const tell = (words) => told.append(make("p", {}, words));
  const clear = () => {
    told.replaceChildren();
    body.textContent = "";
    text.hidden = true;
  };

  /** @param {Response} response @param {number} began */
  const show = async (response, began) => {
    const { bytes, isCut } = await read(response);
    const state = [response.status, response.statusText].filter(Boolean).join(" ");
    const size = `${sizeOf(bytes.length)}${isCut ? " and more" : ""}`;
    say(`${state} · ${Math.round(performance.now() - began)} ms · ${size}`, response.ok ? "s-good" : "s-bad");
    if (response.redirected) tell(`The request was led on to ${response.url}`);
    const { text: made, note } = shown(bytes, response.headers.get("content-type") ?? "", isCut);
    told.append(headersOf(response.headers));
    if (note) tell(note);
    body.textContent = made;
    text.hidden = !made;
  };

  /** @param {Request} request */
  const send = async ({ method, url, headers, body }) => {
    stop();
    clear();
    const own = (current = new AbortController());
    let isBlocked = false;
    const block = () => (isBlocked = true);
    document.addEventListener("securitypolicyviolation", block);
    cancel.disabled = false;
    say("Sending …");
    try {
      const began = performance.now();
      await show(await fetch(url, { method, headers: headersFrom(headers), body, signal: own.signal, ...ALONE }), began);
    } catch {
      // What the policy blocked is told a moment later.
      await new Promise((done) => setTimeout(done));
      if (current !== own) return;
      clear();
      say(own.signal.aborted ? "Cancelled." : "No answer.", own.signal.aborted ? "" : "s-bad");
      if (!own.signal.aborted) tell(reason(url, location, { isBlocked, isOnline: navigator.onLine }));
    } finally {
      document.removeEventListener("securitypolicyviolation", block);
      if (current === own) cancel.disabled = true;
    }
  };
  const refuse = () => {
    stop();
    clear();
    say("Nothing was sent.");
  };
  return { section, send, stop, refuse };
}

/** @type {RequestInit} nothing of the reader goes along, and nothing is kept */
const ALONE = { mode: "cors", credentials: "omit", redirect: "follow", referrerPolicy: "no-referrer", cache: "no-store" };

/** @param {import("./request.js").Header[]} headers */
function headersFrom(headers) {
  const made = new Headers();
  for (const { name, value } of headers) made.set(name, value);
  return made;
}

/** @param {Headers} headers */
function headersOf(headers) {
  const rows = [...headers].map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, make("code", {}, value))));
  const summary = make("summary", {}, `${rows.length} ${rows.length === 1 ? "header" : "headers"}`);
  const note = make("p", { className: "meta" }, "Browsers show only those that the API exposes to other sites.");
  return make("details", { className: "sample" }, summary, make("dl", { className: "needs" }, ...rows), note);
}

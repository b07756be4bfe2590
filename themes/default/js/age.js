/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["year", 31557600],
  ["month", 2629800],
  ["week", 604800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

/**
 * Says how long ago something was, or nothing if it was no moment.
 * @param {string} moment RFC 3339
 * @param {number} now in milliseconds
 */
export function ageOf(moment, now) {
  const seconds = (Date.parse(moment) - now) / 1000;
  if (isNaN(seconds)) return "";
  const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["minute", 60];
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  return format.format(Math.trunc(seconds / length), unit);
}

/**
 * Adds its age to every date, and that of the portal's data to the footer.
 * @param {ParentNode} page
 */
export async function tellAges(page) {
  const now = Date.now();
  /** @type {NodeListOf<HTMLTimeElement>} */
  const times = page.querySelectorAll("time[datetime]");
  for (const time of times) {
    const age = document.createElement("span");
    age.className = "age";
    age.textContent = ageOf(time.dateTime, now);
    time.title = time.dateTime;
    time.append(", ", age);
  }
  const footer = page.querySelector("[data-age]");
  if (!footer || !/^http/.test(location.protocol)) return;
  try {
    const answer = await fetch(new URL("../../../data/v1/build.json", import.meta.url));
    const { taken } = await answer.json();
    if (taken) footer.textContent = `read ${ageOf(taken, now)}`;
  } catch {
    // Without the file the footer says nothing, which is right.
  }
}

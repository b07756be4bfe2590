// Search: what was typed, answered from the files of the site. Shows nothing; `src/search/FORMAT.md` says every rule.
import { SearchProblem, openFiles, placeOf, unfetched } from "./files.js";
import { keysOf, planOf } from "./query.js";
import { length, norm, tokens } from "./tokens.js";

export { SearchProblem };

const MOST_MEANINGS = 64;
const MOST_FOLLOWING = 2;
const KEY = 51200;
const TITLE = { same: 61440, alike: 46080, begins: 12288 };
const KIND = 1024;
/** @type {Map<string, number>} the points of a kind that is not like most */
const KINDS = new Map([["doc", 1], ["operation", 0], ["schema", 0], ["input", 0]]);

/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").Entry} Entry */
/** @typedef {import("./files.js").Facet} Facet */
/** @typedef {import("./query.js").Plan} Plan */
/** @typedef {{ entry: Entry, factor: number }[]} Meaning what stands for a term */
/** @typedef {{ scores: Float64Array, had: Uint8Array, needed: number }} Points of each document, and how many needs it has */
/**
 * @typedef {{ document: number, title: string, address: string, kind: string, kindLabel: string, owner: string, ownerLabel: string,
 *   place: string, description: string }} Hit
 */
/**
 * `terms` are what to mark; without any full hit the hits are partial, and have only some of the words.
 * @typedef {{ hits: Hit[], total: number | null, isPartial: boolean, corrections: { from: string, to: string }[],
 *   facets: { field: string, entries: { key: string, label: string, count: number }[] }[], terms: string[] }} Answer
 */

/**
 * Opens the search of the site whose root is `base`. Nothing is fetched before it is used.
 * @param {string | URL} base
 * @param {typeof fetch} get
 */
export function openSearch(base, get = (...request) => fetch(...request)) {
  /** @type {Promise<Files> | null} */
  let current = null;
  /** @param {RequestCache} cache */
  const open = (cache) => {
    const opened = openFiles(base, get, cache);
    opened.catch(() => {
      if (current === opened) current = null;
    });
    return (current = opened);
  };
  return {
    /** Fetches what every query needs, so that the first is fast; the query tells what is wrong. */
    async preload() {
      try {
        const files = await (current ?? open("default"));
        await Promise.all([files.facets(), files.manifest.names.length > 1 || files.names("")]);
      } catch {}
    },
    /**
     * @param {string} text
     * @param {{ from?: number, count?: number }} range
     * @returns {Promise<Answer>} or a SearchProblem
     */
    async search(text, { from = 0, count = 10 } = {}) {
      try {
        const plan = planOf(text);
        const opened = current ?? open("default");
        const files = await opened;
        try {
          return await answer(files, plan, from, count);
        } catch (problem) {
          if (!(problem instanceof SearchProblem) || problem.reason !== "missing") throw problem;
          // The site was published again below an open page.
          const renewed = current && current !== opened ? current : open("no-cache");
          return await answer(await renewed, plan, from, count);
        }
      } catch (problem) {
        throw problem instanceof SearchProblem ? problem : new SearchProblem("damaged", problem);
      }
    },
  };
}

/** @type {(files: Files, plan: Plan, from: number, count: number) => Promise<Answer>} */
async function answer(files, plan, from, count) {
  const { needs, welcome, phrases, excluded, filters } = plan;
  const isNarrowed = phrases.length + excluded.words.length + excluded.phrases.length > 0;
  /** @type {Answer} */
  const found = { hits: [], total: 0, isPartial: false, corrections: [], facets: [], terms: [...needs, ...welcome] };
  if (!files.count || !(needs.length || filters.length || isNarrowed)) return found;
  const wanted = norm(plan.said);
  const isShort = !isNarrowed && wanted && length(wanted) < 3 && tokens(wanted).every(({ form }) => form !== "character");
  const points = await (!needs.length ? allPoints(files) : isShort ? namePoints(files, wanted) : wordPoints(files, plan, wanted, found));
  if (isNarrowed) await (await load(import("./narrow.js"))).narrow(files, plan, points.had);
  const facets = await files.facets();
  const order = orderOf(judge(facets, filters, points, found), points.scores, Math.ceil((from + count) / 10) * 10);
  if (isShort && length(wanted) < 2) found.total = null;
  found.hits = await Promise.all(grouped(order, facets[0]).slice(from, from + count).map((document) => hitOf(files, facets, document)));
  return found;
}

/**
 * A module that few queries need.
 * @template T
 * @param {Promise<T>} module
 */
const load = (module) =>
  module.catch((error) => {
    throw unfetched(error);
  });

/**
 * Where the kind of a document stands among the kinds; behind all of them if it has none.
 * @param {Facet} kinds
 * @param {number} document
 */
const kindOf = ({ entries, starts, places }, document) =>
  starts[document] < starts[document + 1] ? places[starts[document]] : entries.length;

/** @type {(count: number, needed: number) => Points} */
const noPoints = (count, needed) => ({ scores: new Float64Array(count), had: new Uint8Array(count), needed });

/**
 * Every document, in the order of kinds.
 * @param {Files} files
 */
async function allPoints(files) {
  const [kinds] = await files.facets();
  const points = noPoints(files.count, 0);
  for (let document = 0; document < files.count; document++) points.scores[document] = -kindOf(kinds, document);
  points.had.fill(1);
  return points;
}

/**
 * The documents in whose names something begins with what was typed.
 * @param {Files} files
 * @param {string} wanted
 */
async function namePoints(files, wanted) {
  const [[kinds], all] = await Promise.all([files.facets(), files.names(wanted)]);
  const points = noPoints(files.count, 1);
  for (const { documents, titles, norms, words } of all) {
    for (const [at, document] of documents.entries()) {
      const begins = norms[at].startsWith(wanted) ? 2 : words[at].includes("\n" + wanted) ? 1 : 0;
      if (!begins) continue;
      points.had[document] = 1;
      // Better ones, then kinds, then shorter titles, as one exact number.
      points.scores[document] = begins * 2 ** 48 - kindOf(kinds, document) * 2 ** 24 - length(titles[at]);
    }
  }
  return points;
}

/** @type {(files: Files, plan: Plan, wanted: string, found: Answer) => Promise<Points>} */
async function wordPoints(files, plan, wanted, found) {
  const { needs, welcome, phrases } = plan;
  const [[kinds], names, meanings, welcomes, keyed] = await Promise.all([
    files.facets(),
    files.names(wanted),
    Promise.all(needs.map((need) => meaningOf(files, need, need === plan.open))),
    Promise.all(welcome.map((term) => meaningOf(files, term, false))),
    keyedBy(files, plan),
  ]);
  for (const [at, need] of needs.entries()) {
    const { meaning, read } = meanings[at];
    if (meaning.length || length(need) < 4 || phrases.some((phrase) => phrase.some(([term]) => term === need))) continue;
    const to = await (await load(import("./correct.js"))).correct(files, need, read, names);
    if (!to) continue;
    found.corrections.push({ from: need, to });
    found.terms[at] = to;
    meanings[at] = await meaningOf(files, to, false);
  }
  const points = summed(files.count, meanings, welcomes);
  const { scores, had, needed } = points;
  for (const document of keyed) {
    had[document] = needed;
    scores[document] += KEY;
  }
  const said = plan.said.toLowerCase();
  for (const { documents, lower, norms } of names) {
    for (const [at, document] of documents.entries()) {
      if (!had[document]) continue;
      if (lower[at] === said) scores[document] += TITLE.same;
      else if (norms[at] === wanted) scores[document] += TITLE.alike;
      else if (norms[at].startsWith(wanted)) scores[document] += TITLE.begins;
    }
  }
  const worth = [...kinds.entries.map(({ key }) => KINDS.get(key) ?? 3), 3];
  for (let document = 0; document < files.count; document++) {
    if (had[document]) scores[document] += KIND * worth[kindOf(kinds, document)];
  }
  return points;
}

/**
 * What stands for a term, and the files that were read for it.
 * @param {Files} files
 * @param {string} term
 * @param {boolean} isOpen
 * @returns {Promise<{ meaning: Meaning, read: import("./files.js").Terms[] }>}
 */
async function meaningOf(files, term, isOpen) {
  const { terms } = files.manifest;
  const place = placeOf(terms, term);
  let end = place + 1;
  while (isOpen && end <= place + MOST_FOLLOWING && terms[end]?.[0].startsWith(term)) end++;
  const read = await Promise.all(terms.slice(place, end).map(([, hash]) => files.terms(hash)));
  if (!isOpen) {
    const entry = read[0]?.get(term);
    return { meaning: entry ? [{ entry, factor: 1 }] : [], read };
  }
  const entries = read.flatMap((all) => [...all.values()].filter((entry) => entry.term.startsWith(term)));
  // Of the same df they stay in the order of terms; the term itself is the first of them.
  const [itself] = entries[0]?.term === term ? entries.splice(0, 1) : [];
  entries.sort((one, other) => other.df - one.df);
  if (itself) entries.unshift(itself);
  const size = length(term);
  const factor = (/** @type {Entry} */ entry) => (entry === itself ? 1 : 0.5 + (0.4 * size) / length(entry.term));
  return { meaning: entries.slice(0, MOST_MEANINGS).map((entry) => ({ entry, factor: factor(entry) })), read };
}

/**
 * The documents that what was typed means exactly.
 * @param {Files} files
 * @param {Plan} plan
 */
async function keyedBy(files, plan) {
  for (const key of keysOf(plan)) {
    const { meaning } = await meaningOf(files, key, false);
    if (meaning.length) return meaning[0].entry.documents;
  }
  return [];
}

/**
 * The sums of documents. Everything is added in one order, for sums of floating point depend on it.
 * @param {number} count
 * @param {{ meaning: Meaning }[]} needs
 * @param {{ meaning: Meaning }[]} welcomes
 */
function summed(count, needs, welcomes) {
  const points = noPoints(count, needs.length);
  const { scores, had, needed } = points;
  const best = new Float64Array(count).fill(-1);
  const touched = new Uint32Array(count);
  for (const [at, { meaning }] of [...needs, ...welcomes].entries()) {
    let many = 0;
    for (const { entry, factor } of meaning) {
      const { documents, levels, df } = entry;
      const rarity = Math.round((1024 * Math.log(1 + (count - df + 0.5) / (df + 0.5))) / Math.log(1 + (count + 0.5) / 0.5));
      for (let place = 0; place < df; place++) {
        const document = documents[place];
        const worth = levels[place] * rarity * factor;
        if (best[document] < 0) touched[many++] = document;
        if (worth > best[document]) best[document] = worth;
      }
    }
    for (const document of touched.subarray(0, many)) {
      scores[document] += best[document];
      best[document] = -1;
      if (at < needed) had[document]++;
    }
  }
  for (let document = 0; document < count; document++) {
    if (!had[document]) scores[document] = 0;
    else if (had[document] < needed) scores[document] = (scores[document] * 0.3 * had[document]) / needed;
  }
  return points;
}

/**
 * Counts the full documents, and returns what filters let through: full ones and others.
 * @param {Facet[]} facets
 * @param {import("./query.js").Filter[]} filters
 * @param {Points} points
 * @param {Answer} found
 */
function judge(facets, filters, { had, needed }, found) {
  const rules = facets.map(({ field, entries }) => {
    const [some, none] = [false, true].map((isExcluded) => {
      const values = filters.filter((filter) => filter.field === field && filter.isExcluded === isExcluded).map(({ value }) => value);
      return values.length && entries.map(({ key, label }) => values.includes(norm(key)) || values.includes(norm(label)));
    });
    return { some, none };
  });
  const counts = facets.map(({ entries }) => new Uint32Array(entries.length));
  /** @type {number[][]} */
  const [full, others] = [[], []];
  for (let document = 0; document < had.length; document++) {
    if (!had[document]) continue;
    let refusals = 0;
    for (const [field, { starts, places }] of facets.entries()) {
      const { some, none } = rules[field];
      if (!some && !none) continue;
      const own = places.slice(starts[document], starts[document + 1]);
      if ((some && !own.some((place) => some[place])) || (none && own.some((place) => none[place]))) refusals |= 1 << field;
    }
    const isFull = had[document] >= needed;
    if (!refusals) (isFull ? full : others).push(document);
    if (!isFull) continue;
    for (const [field, { starts, places }] of facets.entries()) {
      if (refusals & ~(1 << field)) continue;
      for (let at = starts[document]; at < starts[document + 1]; at++) counts[field][places[at]]++;
    }
  }
  found.total = full.length;
  found.isPartial = !full.length && others.length > 0;
  found.facets = facets.map(({ field, entries }, at) => {
    const counted = entries.map((entry, place) => ({ ...entry, count: counts[at][place] }));
    return { field, entries: counted.filter(({ count }) => count).sort((one, other) => other.count - one.count) };
  });
  return [full, others];
}

/**
 * The first documents of lists that follow each other.
 * @param {number[][]} lists
 * @param {Float64Array} scores
 * @param {number} most
 */
function orderOf(lists, scores, most) {
  return lists.reduce((order, documents) => {
    const left = most - order.length;
    let best = documents;
    if (documents.length > left) {
      // Numbers alone are sorted many times as fast as by a function.
      const limit = Float64Array.from(documents, (document) => -scores[document]).sort()[left - 1];
      best = documents.filter((document) => -scores[document] <= limit);
    }
    best.sort((one, other) => scores[other] - scores[one] || one - other);
    return [...order, ...best.slice(0, left)];
  }, /** @type {number[]} */ ([]));
}

/**
 * Brings hits of one kind together within each ten.
 * @param {number[]} order
 * @param {Facet} kinds
 */
function grouped(order, kinds) {
  const all = [];
  for (let ten = 0; ten < order.length; ten += 10) {
    /** @type {Map<number, number[]>} */
    const groups = new Map();
    for (const document of order.slice(ten, ten + 10)) {
      const kind = kindOf(kinds, document);
      groups.set(kind, [...(groups.get(kind) ?? []), document]);
    }
    all.push(...[...groups.values()].flat());
  }
  return all;
}

/** @type {(files: Files, facets: Facet[], document: number) => Promise<Hit>} */
async function hitOf(files, facets, document) {
  const [title, description, place, address] = await files.document(document);
  const [kind, owner] = facets.map(({ entries, starts, places }) =>
    starts[document] < starts[document + 1] ? entries[places[starts[document]]] : { key: "", label: "" });
  return { document, title, address, kind: kind.key, kindLabel: kind.label, owner: owner.key, ownerLabel: owner.label, place, description };
}

// Search: what was typed, answered from the files of the site. Shows nothing; `src/search/FORMAT.md` says every rule.
import { SearchProblem, openFiles, placeOf, unfetched } from "./files.js";
import { keysOf, length, norm, planOf, tokens } from "./query.js";

export { SearchProblem } from "./files.js";

/** @type {Map<string, number>} the points of a kind that is not like most */
const WORTH = new Map([["doc", 1], ["operation", 0], ["schema", 0], ["input", 0]]);

/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").Entry} Entry */
/** @typedef {import("./files.js").Facet} Facet */
/** @typedef {import("./query.js").Plan} Plan */
/** @typedef {{ found: [entry: Entry, factor: number][], read: import("./files.js").Terms[] }} Meaning what stands for a term, and what was read for it */
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
  /** @type {Promise<Files> | undefined} */
  let current;
  /** @param {RequestCache} cache */
  const open = (cache) => {
    const opened = (current = openFiles(base, get, cache));
    opened.catch(() => (current = undefined));
    return opened;
  };
  return {
    /** Fetches what every query needs, so that the first is fast; the query tells what is wrong. */
    preload: async () => {
      try {
        const files = await (current ?? open("default"));
        await Promise.all([files.facets(), files.manifest.names[1] || files.names("")]);
      } catch {}
    },
    /**
     * Answers, or rejects with a SearchProblem.
     * @param {string} text
     * @param {{ from?: number, count?: number }} range
     */
    async search(text, { from = 0, count = 10 } = {}) {
      try {
        const plan = await planOf(text);
        const before = current ?? open("default");
        const files = await before;
        return await answer(files, plan, from, from + count).catch(async (problem) => {
          if (problem.reason !== "missing") throw problem;
          // The site was published again below an open page.
          return answer(await (current && current !== before ? current : open("no-cache")), plan, from, from + count);
        });
      } catch (problem) {
        throw problem instanceof SearchProblem ? problem : new SearchProblem("damaged", problem);
      }
    },
  };
}

/** @type {(files: Files, plan: Plan, from: number, to: number) => Promise<Answer>} */
async function answer(files, plan, from, to) {
  const { said, needs, welcome, phrases, excluded, filters } = plan;
  const size = files.manifest.documents;
  /** @type {Answer} */
  const answer = { hits: [], total: 0, isPartial: false, corrections: [], facets: [], terms: [...needs, ...welcome] };
  const isPlain = ![...phrases, ...excluded.words, ...excluded.phrases].length;
  const isSpecial = !isPlain || filters.length;
  if (!size || !(needs.length || isSpecial)) return answer;
  const wanted = norm(said);
  const isShort = isPlain && needs.length && length(wanted) < 3 && !tokens(wanted).some(({ form }) => form === "character");
  const scores = new Float64Array(size);
  /** @type {Points} */
  const points = { scores, had: new Uint8Array(size), needed: needs.length };
  const facets = await (isShort
    ? (await load(import("./names.js"))).addNames(files, wanted, points)
    : needs.length ? addWords(files, plan, wanted, points, answer) : files.facets());
  const refusals = isSpecial ? await (await load(import("./special.js"))).narrow(files, plan, facets, points) : undefined;
  const [full, others] = judge(facets, points, refusals, answer);
  answer.total = isShort && length(wanted) < 2 ? null : full.length;
  answer.isPartial = !full.length && others.length > 0;
  /** @param {number[]} all */
  const best = (all) => all.sort((one, other) => scores[other] - scores[one] || one - other);
  // Others may belong to the ten in which full hits end.
  const order = full.length < to + 10 ? [...best(full), ...best(others)] : best(full);
  answer.hits = await Promise.all(grouped(order, facets[0], to).slice(from, to).map(async (document) => {
    const [title, description, place, address] = await files.document(document);
    const [kind, owner] = facets.map(({ entries, column }) => entries[column[document][0]] ?? { key: "", label: "" });
    return { document, title, address, kind: kind.key, kindLabel: kind.label, owner: owner.key, ownerLabel: owner.label, place, description };
  }));
  return answer;
}

/**
 * Returns the full hits and the others that filters let through, and counts the full ones.
 * @param {Facet[]} facets
 * @param {Points} points
 * @param {Uint8Array | undefined} refusals
 * @param {Answer} answer
 */
function judge(facets, { had, needed }, refusals, answer) {
  /** @type {number[][]} */
  const lists = [[], []];
  const counts = facets.map(({ entries }) => entries.map(() => 0));
  for (let document = 0; document < had.length; document++) {
    if (!had[document]) continue;
    const refused = refusals ? refusals[document] : 0;
    const isPartial = had[document] < needed;
    if (!refused) lists[+isPartial].push(document);
    // The filters of a field do not change its own counts.
    for (let field = 0; !isPartial && field < 5; field++) {
      if (!(refused & ~(1 << field))) for (const place of facets[field].column[document]) counts[field][place]++;
    }
  }
  answer.facets = facets.map(({ field, entries }, at) => {
    const counted = entries.map((entry, place) => ({ ...entry, count: counts[at][place] }));
    return { field, entries: counted.filter(({ count }) => count).sort((one, other) => other.count - one.count) };
  });
  return lists;
}

/**
 * The first documents, with those of one kind together within each ten.
 * @param {number[]} order
 * @param {Facet} kinds
 * @param {number} to
 */
function grouped(order, { column }, to) {
  /** @type {number[]} */
  const all = [];
  for (let ten = 0; ten < to && ten < order.length; ten += 10) {
    const some = order.slice(ten, ten + 10);
    for (const kind of new Set(some.map((document) => column[document][0]))) {
      all.push(...some.filter((document) => column[document][0] === kind));
    }
  }
  return all;
}

/**
 * A module that few queries need.
 * @template T
 * @param {Promise<T>} module
 */
const load = (module) => module.catch(unfetched);

/** @type {(files: Files, plan: Plan, wanted: string, points: Points, answer: Answer) => Promise<Facet[]>} */
async function addWords(files, plan, wanted, points, answer) {
  const { terms } = files.manifest;
  /** @type {(term: string, isOpen?: boolean) => Promise<Meaning>} */
  const meaningOf = async (term, isOpen) => {
    const place = placeOf(terms, term);
    let end = place + 1;
    while (isOpen && end < place + 3 && terms[end]?.[0].startsWith(term)) end++;
    const read = await Promise.all(terms.slice(place, end).map(([, hash]) => files.terms(hash)));
    const itself = read[0].get(term);
    // Those of the same df stay in the order of terms.
    const others = isOpen ? read.flatMap((all) => [...all.values()].filter((entry) => entry !== itself && entry.term.startsWith(term))) : [];
    others.sort((one, other) => other.df - one.df);
    const all = [itself ?? [], others].flat().slice(0, 64);
    return { read, found: all.map((entry) => [entry, entry === itself ? 1 : 0.5 + (0.4 * length(term)) / length(entry.term)]) };
  };
  const keyed = async () => {
    for (const key of await keysOf(plan)) {
      for (const [entry] of (await meaningOf(key)).found) return entry.documents();
    }
    return [];
  };
  const [facets, names, needs, welcomes, exact] = await Promise.all([
    files.facets(),
    files.names(wanted),
    Promise.all(plan.needs.map((need) => meaningOf(need, need === plan.open))),
    Promise.all(plan.welcome.map((term) => meaningOf(term))),
    keyed(),
  ]);
  const near = exact.length || needs.every(({ found }) => found.length)
    ? new Map()
    : await (await load(import("./names.js"))).correct(files, plan, names, needs, meaningOf, answer);
  addSums([...needs, ...welcomes], points);
  const { scores, had, needed } = points;
  for (const document of exact) {
    had[document] = needed;
    scores[document] += 51200;
  }
  addTitles(plan, names, near, facets, points, answer);
  return facets;
}

/**
 * Adds what titles and kinds are worth.
 * @param {Plan} plan
 * @param {import("./files.js").Names[]} names
 * @param {Map<number, number>} near distances of the documents whose names are nearly what was said
 * @param {Facet[]} facets
 * @param {Points} points
 * @param {Answer} answer
 */
function addTitles(plan, names, near, [kinds, owners], { scores, had, needed }, { corrections }) {
  const said = corrections.reduce((text, { from, to }) => text.replace(from, to), plan.said.toLowerCase());
  const meant = norm(said);
  // What is left of it without the name of an owner, for each of them.
  const rests = owners.entries.map(({ key, label }) => [norm(key), norm(label)].flatMap((owner) =>
    [meant.startsWith(owner) && meant.slice(owner.length), meant.endsWith(owner) && meant.slice(0, -owner.length)].filter((rest) => owner && rest)));
  for (const { documents, titles, norms } of names) {
    norms.forEach((own, at) => {
      const document = documents[at];
      const distance = near.get(document);
      if (own === meant || distance) had[document] = needed;
      if (own === meant) scores[document] += titles[at].toLowerCase() === said ? 61440 : 46080;
      else if (own && rests[owners.column[document][0]]?.includes(own)) scores[document] += 46080;
      else if (distance) scores[document] += 46080 - 6144 * distance;
      else if (own.startsWith(meant)) scores[document] += (36864 * length(meant)) / length(own);
    });
  }
  const worth = kinds.entries.map(({ key }) => WORTH.get(key) ?? 3);
  kinds.column.forEach(([kind], document) => (scores[document] += 1024 * (worth[kind] ?? 3)));
}

/**
 * Adds up what documents have. All is added in one order, for sums of floating point depend on it.
 * @param {Meaning[]} meanings
 * @param {Points} points
 */
function addSums(meanings, { scores, had, needed }) {
  const size = had.length;
  const best = new Float64Array(size);
  // By which meaning a document was seen last.
  const seen = new Uint8Array(size);
  meanings.forEach(({ found }, at) => {
    /** @type {number[]} */
    const touched = [];
    for (const [{ documents, levels, df }, factor] of found) {
      const rarity = Math.round((1024 * Math.log(1 + (size - df + 0.5) / (df + 0.5))) / Math.log(1 + (size + 0.5) / 0.5));
      documents().forEach((document, place) => {
        const worth = levels[place] * rarity * factor;
        if (seen[document] <= at) {
          touched.push(document);
          seen[document] = at + 1;
          best[document] = worth;
        } else if (worth > best[document]) best[document] = worth;
      });
    }
    for (const document of touched) {
      scores[document] += best[document];
      if (at < needed) had[document]++;
    }
  });
  had.forEach((many, document) => {
    if (many < needed) scores[document] = (scores[document] * 0.3 * many) / needed;
  });
}

// From rounds to figures: medians, ratios within a round, and whether the targets are met.
import { median, medians } from "./measure.mjs";

/** Speed, memory and the second build have targets from this size on: below it, starting up weighs too much. */
const LARGE = 10_000;

/** What is asked; `goal` is where it is to go. */
export const TARGETS = {
  times_hugo: { least: 12, goal: 32 },
  peak_mb: { most: 300, goal: 200 },
  unchanged_ratio: { most: 1 / 3 },
  unchanged_rewritten: { most: 0 },
  changed_other_pages: { most: 0 },
  // Wall time and memory of ten times the projects, at most this much more than ten times as much.
  growth: { most: 1.25 },
};

const touched = ({ added, changed, same_bytes, removed }) => [...added, ...changed, ...same_bytes, ...removed];

function tool(rounds, site, name) {
  const cost = medians(rounds.map((round) => round[name].cost));
  const pages = site.readmes;
  return { ...cost, pages, pages_per_second: pages / cost.wall, cpu_ms_per_page: (1000 * cost.cpu) / pages, site };
}

function disk(rounds, pages) {
  const of = (name) => medians(rounds.map((round) => round.disk[name].cost));
  const floors = rounds.map((round) => round.disk.floor);
  const over = rounds.map((round) => round.disk.first.cost.wall - round.disk.floor.seconds);
  const last = rounds.at(-1).disk;
  const most = (count) => Math.max(...rounds.map((round) => count(round.disk)));
  return {
    floor: medians(floors),
    first: of("first"),
    over_floor_ms_per_page: (1000 * median(over)) / pages,
    unchanged: of("unchanged"),
    unchanged_ratio: median(rounds.map(({ disk: each }) => each.unchanged.cost.wall / each.first.cost.wall)),
    unchanged_rewritten: most((each) => touched(each.unchanged.changes).length),
    unchanged_files: touched(last.unchanged.changes).slice(0, 20),
    changed: of("changed"),
    changed_ratio: median(rounds.map(({ disk: each }) => each.changed.cost.wall / each.first.cost.wall)),
    changed_rewritten: most((each) => touched(each.changed.changes).length),
    changed_files: touched(last.changed.changes).slice(0, 20),
    changed_other_pages: most((each) => each.changed.pages_without_it.length),
    changed_other_page_list: last.changed.pages_without_it.slice(0, 20),
  };
}

/** The figures of one size. */
export function summarise({ projects, corpus, sites, rounds }) {
  const summary = { projects, readme_mean_bytes: corpus.readme.mean, tools: {} };
  for (const name of Object.keys(sites)) summary.tools[name] = tool(rounds, sites[name], name);
  if (sites.portolan) {
    summary.stages = medians(rounds.map((round) => round.portolan.stages));
    summary.disk = disk(rounds, sites.portolan.readmes);
  }
  // A ratio is of pages a second, taken within each round, so that noise that lasts meets both.
  const times = (other, cost = "wall") => {
    if (!sites.portolan || !sites[other]) return null;
    const speed = (round, name) => sites[name].readmes / round[name].cost[cost];
    return median(rounds.map((round) => speed(round, "portolan") / speed(round, other)));
  };
  summary.times_hugo = times("hugo");
  summary.times_hugo_plain = times("hugo_plain");
  summary.times_hugo_cpu = times("hugo", "cpu");
  summary.times_hugo_plain_cpu = times("hugo_plain", "cpu");
  return summary;
}

/** How the largest size compares with the smallest, each as a share of growth in proportion. */
export function growth(summaries) {
  const small = summaries.at(0);
  const large = summaries.at(-1);
  if (small === large || !small.tools.portolan) return null;
  const factor = large.projects / small.projects;
  const of = (key) => large.tools.portolan[key] / small.tools.portolan[key];
  const mb = large.tools.portolan.peak_mb - small.tools.portolan.peak_mb;
  return {
    factor,
    wall: of("wall"),
    cpu: of("cpu"),
    peak_mb: of("peak_mb"),
    kb_per_project: (1024 * mb) / (large.projects - small.projects),
  };
}

/** One line for each target: what was asked, what was found, and whether that is met. */
export function verdicts(summaries) {
  const found = [];
  const judge = (what, value, { least, most, goal }, digits = 0) => {
    if (value === null || value === undefined) return;
    const met = least === undefined ? value <= most + 1e-9 : value >= least;
    const asked = least === undefined ? `at most ${+most.toFixed(2)}` : `at least ${least}`;
    found.push({ what, value: +value.toFixed(digits), asked: goal ? `${asked} (goal ${goal})` : asked, met });
  };
  for (const summary of summaries) {
    const { projects, tools, disk } = summary;
    const at = (what) => `${projects}: ${what}`;
    for (const [name, { site }] of Object.entries(tools)) {
      judge(at(`READMEs that ${name} shows nowhere`), projects - site.readmes, { most: 0 });
    }
    if (!tools.portolan) continue;
    const { site, peak_mb } = tools.portolan;
    judge(at("README pages that show a README shown elsewhere"), site.readme_pages - site.readmes, { most: 0 });
    judge(at("files rewritten with nothing changed"), disk.unchanged_rewritten, TARGETS.unchanged_rewritten);
    judge(at("pages rewritten that do not show the one changed README"), disk.changed_other_pages, TARGETS.changed_other_pages);
    if (projects < LARGE) continue;
    judge(at("times Hugo's pages a second, both highlighted"), summary.times_hugo, TARGETS.times_hugo, 1);
    judge(at("peak memory in MB"), peak_mb, TARGETS.peak_mb);
    judge(at("second build with nothing changed over the first"), disk.unchanged_ratio, TARGETS.unchanged_ratio, 3);
  }
  const grown = growth(summaries);
  if (grown && summaries.at(-1).projects >= LARGE) {
    const from = `from ${summaries.at(0).projects} to ${summaries.at(-1).projects}`;
    judge(`${from}: growth of wall time over that of the projects`, grown.wall / grown.factor, TARGETS.growth, 2);
    judge(`${from}: growth of peak memory over that of the projects`, grown.peak_mb / grown.factor, TARGETS.growth, 2);
  }
  return found;
}

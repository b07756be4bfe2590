// Who there is: groups, teams, projects, and what each project depends on. No text yet.

import { Draw, fill, withArticles } from "./draw.mjs";
import { GROUPS, ROLES, SLOTS, SUBJECTS, TEAMS, TOPICS } from "./words.mjs";

/** Twenty teams for 1,000 projects and a hundred for 10,000. */
const teamCount = (projects) => Math.max(2, Math.round(20 * (projects / 1000) ** 0.7));
const TEAMS_PER_GROUP = 5;
const DESCRIBED = 0.7;
const WITH_API = 0.12;
const WITH_RESOURCE = 0.15;

const PURPOSES = [
  "@{verb} every @{adjective} @{noun} of the @{subject} @{noun}",
  "A @{adjective} @{noun} for each @{subject}, at most @{number} ms away",
  "Keeps the @{adjective} @{subject} @{noun}s of team @{team}",
  "The @{noun} that @{verb} what the @{subject} @{noun} publishes",
];

/**
 * @typedef {object} Team
 * @property {string} name
 * @property {string} group
 * @property {string[]} systems
 *
 * @typedef {object} Project
 * @property {number} index
 * @property {string} name unique in the company
 * @property {Team} team
 * @property {boolean} leads whether it is the first project of its team, whose descriptor also describes the team
 * @property {boolean} opens whether it is the first project of its group
 * @property {string} description
 * @property {string[]} topics
 * @property {boolean} isDescribed
 * @property {string} system
 * @property {string | null} api
 * @property {string | null} resource
 */

/** Names are unique: a number follows where the words have run out. */
function uniqueName(draw, taken) {
  let name = `${draw.one(SUBJECTS)}-${draw.one(SUBJECTS)}-${draw.one(ROLES)}`;
  if (draw.happens(0.4)) name = `${draw.one(SUBJECTS)}-${draw.one(ROLES)}`;
  let unique = name;
  for (let at = 2; taken.has(unique); at += 1) unique = `${name}-${at}`;
  taken.add(unique);
  return unique;
}

function teams(draw, count) {
  const taken = new Set();
  return Array.from({ length: count }, (_, at) => {
    const round = Math.floor(at / TEAMS_PER_GROUP);
    const suffix = round < GROUPS.length ? "" : `-${Math.floor(round / GROUPS.length) + 1}`;
    const group = `${GROUPS[round % GROUPS.length]}${suffix}`;
    let name = TEAMS[at % TEAMS.length];
    for (let next = 2; taken.has(name) || name === group; next += 1) name = `${TEAMS[at % TEAMS.length]}-${next}`;
    taken.add(name);
    const systems = Array.from({ length: draw.whole(2, 4) }, (_, n) => `${name}-${["core", "edge", "tools", "data"][n]}`);
    return { name, group, systems };
  });
}

/**
 * @param {number} count how many projects
 * @param {string} seed
 * @returns {{teams: Team[], projects: Project[], apis: string[]}}
 */
export function company(count, seed) {
  const draw = new Draw(`company ${seed} ${count}`);
  const all = teams(draw, Math.min(count, teamCount(count)));
  const taken = new Set();
  const groupsSeen = new Set();
  const projects = Array.from({ length: count }, (_, index) => {
    const team = all[Math.floor((index * all.length) / count)];
    const leads = index === 0 || all[Math.floor(((index - 1) * all.length) / count)] !== team;
    const opens = leads && !groupsSeen.has(team.group);
    groupsSeen.add(team.group);
    const name = uniqueName(draw, taken);
    const purpose = withArticles(fill(draw, draw.one(PURPOSES), SLOTS));
    const isDescribed = leads || draw.happens(DESCRIBED);
    const hasApi = isDescribed && draw.happens(WITH_API);
    const hasResource = isDescribed && draw.happens(WITH_RESOURCE);
    return {
      index,
      name,
      team,
      leads,
      opens,
      description: `${purpose[0].toUpperCase()}${purpose.slice(1)}.`,
      topics: draw.some(TOPICS, 3).sort(),
      isDescribed,
      system: draw.one(team.systems),
      api: hasApi ? `${name}-api` : null,
      resource: hasResource ? `${name}-db` : null,
    };
  });
  const apis = projects.flatMap((project) => project.api ?? []);
  return { teams: all, projects, apis };
}

/** Where a project lives. */
export const pathOf = (project) => `${project.team.group}/${project.team.name}/${project.name}`;

/** Where its page on GitLab would be. */
export const addressOf = (project) => `https://gitlab.example.com/acme/${pathOf(project)}`;

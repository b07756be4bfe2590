// The README of a project: prose, lists, tables, links and code, of a log-normal size.

import { fill, withArticles } from "./draw.mjs";
import { snippet } from "./snippets.mjs";
import { SLOTS } from "./words.mjs";

/** The mean size aimed at, and how widely sizes are spread. */
const MEAN_BYTES = 6_200;
const SIGMA = 0.55;
const LEAST_BYTES = 900;
const MOST_BYTES = 40_000;
/** Code: one block for so many bytes of README, of about this size. */
const BYTES_PER_BLOCK = 1_260;
const BLOCK_BYTES = 225;

const SENTENCES = [
  "It @{verb} each @{adjective} @{noun} and @{verb} the @{noun} of the @{noun}.",
  "A @{adjective} @{noun} is kept for @{number} days; after that the @{noun} @{verb} it.",
  "The `@{camel}` @{noun} @{verb} at most @{number} @{noun}s at a time.",
  "When a @{noun} is @{adjective}, set `@{upper}` to `@{kebab}` and restart the @{noun}.",
  "**Note:** a @{adjective} @{noun} never @{verb} a @{noun} that another @{noun} holds.",
  "See [the @{noun} guide](https://handbook.acme.example/@{team}/@{kebab}) for what a @{adjective} @{noun} costs.",
  "Since @{version} the @{noun} is *@{adjective}*, which saves @{share} % of the @{noun}s.",
  "Teams that own a @{subject} ask `@{team}` before they change the @{adjective} @{noun}.",
  "There are @{number} @{noun}s in each @{noun}, and one of them is always @{adjective}.",
  "It does not @{do} a @{noun}: that is the task of [`@{kebab}`](https://gitlab.example.com/acme/@{team}/@{kebab}).",
  "Every @{noun} carries a @{noun}, so that a @{adjective} @{subject} can be found within @{number} ms.",
  "The @{subject} @{noun} was once part of the @{subject} @{noun} and still shares its @{adjective} @{noun}.",
  "Use `@{camel}` or `@{snake}` rather than the @{adjective} @{noun}; ~~the old @{noun}~~ is gone.",
  "If the @{noun} \"@{kebab}\" is @{adjective}, the @{noun} @{verb} it & the @{noun} stays as it is.",
  "Numbers above @{number} are @{adjective}: see <https://status.acme.example/@{kebab}>.",
  "Nothing here @{verb} the @{noun} twice, not even after a @{adjective} @{noun}.",
];

const PHRASES = [
  "@{do} the @{adjective} @{noun}",
  "`@{snake}`: the @{noun} of each @{subject}",
  "a @{adjective} @{noun} that @{verb} every @{noun}, at most @{number} a second",
  "[the @{subject} @{noun}](https://docs.acme.example/@{kebab}#@{noun}) and its @{noun}s",
  "**@{noun}**: @{verb} what the @{noun} left",
  "no @{noun} older than @{number} days",
];

const SECTIONS = [
  ["What it does", ["Scope", "Not in scope"]],
  ["Getting started", ["Requirements", "First run"]],
  ["Configuration", ["Environment", "Flags", "Defaults"]],
  ["How it works", ["Life of a @{subject}", "The @{noun} and the @{noun}"]],
  ["API", ["Authentication", "Errors", "Paging"]],
  ["Development", ["Running the tests", "Layout", "Style"]],
  ["Deployment", ["Rolling back", "Regions"]],
  ["Operations", ["Dashboards", "When the @{noun} is @{adjective}", "Capacity"]],
  ["Troubleshooting", ["@{type} is missing", "Slow @{noun}s"]],
  ["Data", ["Tables", "Retention"]],
  ["Security", ["Secrets", "Roles"]],
  ["Questions", ["Why not a @{adjective} @{noun}?", "Who may @{do} a @{noun}?"]],
  ["Releases", ["@{version}", "Upgrading"]],
  ["Contributing", []],
];

const TABLES = [
  { head: ["Variable", "Default", "Meaning"], row: ["`@{upper}`", "`@{number}`", "@{do} the @{adjective} @{noun}"] },
  { head: ["Endpoint", "Method", "What it does", "Limit"], row: ["`/v1/@{noun}s/{id}`", "GET", "@{verb} a @{noun}", "@{number}/s"] },
  { head: ["Signal", "Threshold", "Owner"], row: ["@{noun} @{noun}", "@{share} %", "[@{team}](https://handbook.acme.example/@{team})"] },
  { head: ["Column", "Type", "Note"], row: ["`@{snake}`", "text", "**@{adjective}**, @{verb} the @{noun}"] },
];

const text = (draw, template) => withArticles(fill(draw, template, SLOTS));
const sentence = (draw) => {
  const words = text(draw, draw.one(SENTENCES));
  return words[0].toUpperCase() + words.slice(1);
};
const times = (count, make) => Array.from({ length: count }, (_, at) => make(at));

const paragraph = (draw) => times(draw.whole(2, 5), () => sentence(draw)).join(draw.happens(0.5) ? " " : "\n");

function list(draw) {
  const isOrdered = draw.happens(0.3);
  const isTasks = !isOrdered && draw.happens(0.12);
  return times(draw.whole(3, 6), (at) => {
    const mark = isOrdered ? `${at + 1}.` : "-";
    const box = isTasks ? (draw.happens(0.5) ? "[x] " : "[ ] ") : "";
    const item = `${mark} ${box}${text(draw, draw.one(PHRASES))}`;
    const inner = `${isOrdered ? "   " : "  "}- ${text(draw, draw.one(PHRASES))}`;
    return draw.happens(0.15) ? `${item}\n${inner}` : item;
  }).join("\n");
}

function table(draw) {
  const { head, row } = draw.one(TABLES);
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const rows = times(draw.whole(3, 8), () => line(row.map((cell) => text(draw, cell))));
  return [line(head), line(head.map((_, at) => (at === 1 ? "---:" : "---"))), ...rows].join("\n");
}

const quote = (draw) => `> ${sentence(draw)}\n> ${sentence(draw)}`;

const rawHtml = (draw) =>
  `<details>\n<summary>${text(draw, "The @{adjective} @{noun}")}</summary>\n\n${sentence(draw)}\nPress <kbd>Ctrl</kbd> and <kbd>C</kbd>.<br>\n\n</details>`;

const fence = (draw, size) => {
  const { language, code } = snippet(draw, size);
  return { block: `\`\`\`${language}\n${code}\n\`\`\``, codeBytes: Buffer.byteLength(code) };
};

/** The id that GitLab gives a heading, for links within the page. */
const anchorOf = (heading) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replace(/\s+/g, "-");

function contents(headings) {
  return headings.slice(0, 8).map((heading) => `- [${heading}](#${anchorOf(heading)})`).join("\n");
}

/**
 * @param {import("./draw.mjs").Draw} draw
 * @param {object} about
 * @param {string} about.name the project's name
 * @param {string} about.description its first sentence
 * @param {string} about.marker a word that no other README holds, put last to prove that the whole README is shown
 * @param {string} about.sibling the address of another project
 * @param {boolean} about.holdsHtml whether some of it is raw HTML
 */
export function readme(draw, { name, description, marker, sibling, holdsHtml }) {
  const size = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, draw.logNormal(MEAN_BYTES, SIGMA)));
  const stats = { blocks: 0, codeBytes: 0, tables: 0 };
  const parts = [];
  let length = 0;
  const add = (part) => {
    parts.push(part);
    length += Buffer.byteLength(part) + 2;
  };
  const addCode = () => {
    const { block, codeBytes } = fence(draw, Math.max(60, draw.logNormal(BLOCK_BYTES, 0.6)));
    stats.blocks += 1;
    stats.codeBytes += codeBytes;
    add(block);
  };
  const addTable = () => {
    stats.tables += 1;
    add(table(draw));
  };

  add(`# ${name}`);
  add(description);
  add(paragraph(draw));
  const sections = draw.some(SECTIONS, SECTIONS.length);
  const holdsContents = draw.happens(0.35);
  const placeOfContents = parts.length;
  const shown = [];
  if (holdsContents) length += 200;
  if (holdsHtml) add(rawHtml(draw));

  for (let at = 0; length < size - 200; at += 1) {
    const [title, inner] = sections[at % sections.length];
    const heading = at < sections.length ? title : `${title}, part ${Math.floor(at / sections.length) + 1}`;
    shown.push(heading);
    add(`## ${heading}`);
    add(paragraph(draw));
    if (stats.tables === 0 && (at === 1 || length > size / 2)) addTable();
    for (const each of [null, ...draw.some(inner, draw.whole(0, 2))]) {
      if (length >= size - 150) break;
      if (each) add(`### ${text(draw, each)}`);
      if (stats.blocks < length / BYTES_PER_BLOCK) addCode();
      const chance = draw.next();
      if (chance < 0.34) add(paragraph(draw));
      else if (chance < 0.74) add(list(draw));
      else if (chance < 0.84) addTable();
      else if (chance < 0.9) add(quote(draw));
      if (stats.blocks < length / BYTES_PER_BLOCK) addCode();
    }
  }
  if (stats.tables === 0) addTable();
  if (stats.blocks === 0) addCode();
  if (draw.happens(0.2)) add(text(draw, "The runbook is in [docs/@{noun}.md](docs/@{noun}.md)."));
  if (holdsContents) parts.splice(placeOfContents, 0, contents(shown));
  add(`Related: [the neighbour](${sibling}). Register entry ${marker}.`);
  return { text: `${parts.join("\n\n")}\n`, stats };
}

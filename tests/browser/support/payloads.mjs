/** Payloads, each laid out as a project in every place where a person can put text. */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './portal.mjs';

/** @typedef {{ id: string, origin: string, kind: string, payload: string }} Payload */

/** Reads payloads, one JSON object a line. @returns {Payload[]} */
export function readPayloads(path) {
  return readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

/** The name of the project that carries the payload at an index. */
export function projectOf(index) {
  return `x${String(index).padStart(4, '0')}`;
}

/** The payload alone in a page: no sanitizer, no policy. */
export function unsanitised(payload) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>control</title></head><body>\n${payload}\n</body></html>\n`;
}

/** Files in which a hostile API is described, each in a format of its own. */
export const DESCRIPTIONS = ['openapi.json', 'asyncapi.json', 'schema.graphql', 'orders.proto'];

/**
 * Writes one project for each payload below `root`, and one for each description of an API that says it.
 * @param {(index: number) => string[]} descriptionsOf which of DESCRIPTIONS the payload at an index is put in
 */
export async function writeProjects(root, payloads, descriptionsOf) {
  for (const [index, { payload }] of payloads.entries()) {
    const name = projectOf(index);
    await writeFiles(join(root, 'hostile', name), filesOf(name, index, payload));
    for (const file of descriptionsOf(index)) {
      const project = join(root, 'hostile', `${name}-${file.split('.')[0]}`);
      await writeFiles(project, { '.portolan.yaml': '{}\n', [file]: description(file, payload) });
    }
  }
}

async function writeFiles(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
  }
}

/** A description of an API that says nothing but the payload, wherever it can say something. */
function description(file, payload) {
  const text = json(payload.toWellFormed());
  // A key of YAML has at most 1024 characters.
  const key = json([...payload.toWellFormed()].slice(0, 150).join(''));
  const template = readFileSync(join(ROOT, 'tests/fixtures/api-hostile', file), 'utf8');
  const filled = template.replaceAll('"HOSTILE":', () => `${key}:`).replaceAll('"HOSTILE"', () => text);
  // What is left stands in comments, or refers by a name that is not there.
  return filled.replaceAll('// HOSTILE', () => `// ${payload.replace(/[\r\n]+/g, ' ')}`);
}

function filesOf(name, index, payload) {
  const line = payload.replace(/[\r\n]+/g, ' ');
  return {
    '.portolan.yaml': yaml({ gitlab: { description: payload, topics: [line.slice(0, 60)], default_branch: 'main' } }),
    'README.md': [`# ${line}`, 'A project that holds a payload.', payload, ''].join('\n\n'),
    'docs/index.md': [
      `# ${name} guide`,
      `Inline ${line} text.`,
      `[link](${line}) [pointy](<${line}> "${line}") [reference] ![image](${line}) ![${line}](image.png "${line}")`,
      `[reference]: ${line}`,
      `> - ${line}`,
      `| a | b |\n| --- | --- |\n| ${line} | \`${line}\` |`,
      `\`\`\`${line}\n${payload}\n\`\`\``,
      `## ${line}`,
      '',
    ].join('\n\n'),
    'docs/raw.md': `${payload}\n`,
    'mkdocs.yml': yaml({ site_name: line, nav: [{ Guide: 'index.md' }, { [line || 'Raw']: 'raw.md' }] }),
    CODEOWNERS: `* ${line} @hostile/${name}\n[${line}]\n/docs/ @someone\n`,
    'catalog-info.yaml': [component(name, payload, line), other(name, index, payload, line)].map(yaml).join('---\n'),
  };
}

function component(name, payload, line) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      title: line,
      description: payload,
      annotations: { 'backstage.io/view-url': line, 'backstage.io/edit-url': line, 'backstage.io/source-location': `url:${line}` },
      links: [
        { url: absolute(line), title: payload, icon: line, type: line },
        { url: `https://example.com/#${line}`, title: line },
      ],
    },
    spec: { type: line, lifecycle: line, owner: line, system: line, dependsOn: [line], providesApis: [line, name] },
  };
}

/** A second entity, of a kind that goes round, since each has fields and a page of its own. */
function other(name, index, payload, line) {
  const envelope = (kind, spec) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, title: line, description: payload, links: [{ url: absolute(line), title: line }] },
    spec,
  });
  const kinds = [
    () => envelope('API', { type: 'openapi', lifecycle: line, owner: line, definition: JSON.stringify(openapi(payload, line)) }),
    () => envelope('API', { type: 'graphql', lifecycle: 'production', owner: name, definition: payload }),
    () => envelope('Group', { type: line, profile: { displayName: line, email: line, picture: payload }, children: [], members: [line] }),
    () => envelope('User', { profile: { displayName: line, email: line, picture: payload }, memberOf: [line] }),
    () => envelope('System', { owner: line, domain: line, type: line }),
    () => envelope('Domain', { owner: line, subdomainOf: line, type: line }),
    () => envelope('Resource', { type: line, owner: line, dependencyOf: [line] }),
    () => ({
      ...envelope('Template', { owner: line, type: line, parameters: [{ title: line, description: payload }], steps: [{ id: 'a', name: line, action: line }] }),
      apiVersion: 'scaffolder.backstage.io/v1beta3',
    }),
  ];
  return kinds[index % kinds.length]();
}

function openapi(payload, line) {
  return {
    openapi: '3.1.0',
    info: { title: line, version: line, description: payload, contact: { name: line, url: line }, license: { name: line, url: line } },
    servers: [{ url: line, description: payload }],
    externalDocs: { url: line, description: line },
    paths: { '/x': { get: { summary: line, description: payload, responses: { 200: { description: payload } } } } },
  };
}

/** A descriptor with a link that is no absolute address is refused whole, and then shows nothing of its payload. */
function absolute(line) {
  return URL.canParse(line) ? line : `https://example.com/${line}`;
}

/** JSON is YAML. */
function yaml(value) {
  return `${json(value)}\n`;
}

/** What YAML's reader refuses raw is escaped. */
function json(value) {
  return JSON.stringify(value, null, 2).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

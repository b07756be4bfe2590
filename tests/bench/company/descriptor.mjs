// What stands beside a README: the catalog's descriptors, an API description, and what GitLab would say.

import { fill } from "./draw.mjs";
import { addressOf, pathOf } from "./company.mjs";
import { SLOTS } from "./words.mjs";

const indented = (key, values, mark = "- ") =>
  values.length ? `  ${key}:\n${values.map((value) => `    ${mark}${value}`).join("\n")}\n` : "";

const entity = (kind, name, description, spec, metadata = "") =>
  `apiVersion: backstage.io/v1alpha1
kind: ${kind}
metadata:
  name: ${name}
  description: ${JSON.stringify(description)}
${metadata}spec:
${spec}`;

/** The section that stands for GitLab's answers in a local tree. */
export function settings(draw, project) {
  const day = String(draw.whole(1, 28)).padStart(2, "0");
  const month = String(draw.whole(1, 11)).padStart(2, "0");
  return `gitlab:
  web_url: ${addressOf(project)}
  description: ${JSON.stringify(project.description)}
  topics: [${project.topics.join(", ")}]
  visibility: ${draw.one(["internal", "internal", "internal", "private", "public"])}
  default_branch: ${draw.one(["main", "main", "master"])}
  head:
    sha: ${draw.hex(40)}
    committed_at: 2026-${month}-${day}T${String(draw.whole(7, 18)).padStart(2, "0")}:${draw.whole(10, 59)}:${draw.whole(10, 59)}Z
`;
}

function component(draw, project, { described, apis }) {
  const uses = [
    ...draw.some(described, draw.whole(0, 3)).filter((other) => other !== project).map((other) => `component:${other.name}`),
    ...(project.resource ? [`resource:${project.resource}`] : []),
  ];
  const consumed = draw.some(apis, draw.whole(0, 2)).filter((api) => api !== project.api);
  const metadata = `  title: ${project.name.replaceAll("-", " ")}
  annotations:
    gitlab.com/project-slug: acme/${pathOf(project)}
  tags: [${project.topics.join(", ")}]
  links:
    - url: https://dashboards.acme.example/${project.name}
      title: Dashboard
`;
  const spec = `  type: ${draw.one(["service", "service", "library", "website", "pipeline", "tool"])}
  lifecycle: ${draw.one(["production", "production", "production", "experimental", "deprecated"])}
  owner: group:${project.team.name}
  system: ${project.system}
${project.api ? `  providesApis:\n    - ${project.api}\n` : ""}${indented("consumesApis", consumed)}${indented("dependsOn", uses)}`;
  return entity("Component", project.name, project.description, spec, metadata);
}

const owned = (project) => `  owner: group:${project.team.name}\n`;

/** What only the first project of a team or of a group describes. */
function organisation({ team, leads, opens }) {
  const documents = [];
  if (opens) {
    documents.push(entity("Group", team.group, `The ${team.group} department.`, "  type: department\n  children: []\n"));
    documents.push(entity("Domain", team.group, `All that is ${team.group}.`, `  owner: group:${team.group}\n`));
  }
  if (leads) {
    documents.push(entity("Group", team.name, `Team ${team.name} of ${team.group}.`, `  type: team\n  parent: ${team.group}\n  children: []\n`));
    for (const system of team.systems) {
      documents.push(entity("System", system, `The system ${system}.`, `  owner: group:${team.name}\n  domain: ${team.group}\n`));
    }
  }
  return documents;
}

/** The descriptor of a project, or null. */
export function descriptor(draw, project, world) {
  if (!project.isDescribed) return null;
  const documents = [component(draw, project, world)];
  if (project.api) {
    const spec = `  type: openapi\n  lifecycle: production\n${owned(project)}  system: ${project.system}\n  definition:\n    $text: ./openapi.yaml\n`;
    documents.push(entity("API", project.api, `The API of ${project.name}.`, spec));
  }
  if (project.resource) {
    documents.push(entity("Resource", project.resource, `The database of ${project.name}.`, `  type: database\n${owned(project)}  system: ${project.system}\n`));
  }
  documents.push(...organisation(project));
  return documents.join("---\n");
}

/** The API description of a project that provides one. */
export function openapi(draw, project) {
  const paths = Array.from({ length: draw.whole(3, 9) }, (_, at) =>
    fill(draw, `  /v1/@{kebab1}-${at}/{id}:
    get:
      operationId: @{camel}${at}
      summary: Returns the @{adjective} @{noun} of a @{subject}
      tags: [@{subject}]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        "200":
          description: The @{noun}
          content:
            application/json:
              schema: { type: object, properties: { id: { type: string }, @{snake}: { type: integer } } }
        "404": { description: No such @{noun} }
`, SLOTS));
  return `openapi: 3.1.0
info:
  title: ${project.name}
  version: ${fill(draw, "@{version}", SLOTS)}
  description: ${JSON.stringify(project.description)}
paths:
${paths.join("")}`;
}

// Makes up an OpenAPI description: so many operations, so many schemas that refer to each other, the same for the same seed.

import { Draw } from "../company/draw.mjs";
import { SLOTS, SUBJECTS } from "../company/words.mjs";

const say = (draw, text) => text.replace(/@\{(\w+)\}/g, (_, slot) => SLOTS[slot](draw));
const schemaName = (index) => `Model${String(index).padStart(3, "0")}`;
const refer = (index) => ({ $ref: `#/components/schemas/${schemaName(index)}` });
const json = (schema) => ({ content: { "application/json": { schema } } });

const SENTENCES = [
  "The @{subject} @{verb} each @{adjective} @{noun} before the @{noun} of the @{subject} is closed",
  "A @{adjective} @{noun} @{verb} the @{noun} unless `@{snake}` is set",
  "Callers @{do} the @{subject} with at most @{number} of its @{adjective} parts",
  "It @{verb} @{number} times and then answers with the last @{noun}",
];

const prose = (draw, sentences) => Array.from({ length: sentences }, () => `${say(draw, draw.one(SENTENCES))}.`).join(" ");

function property(draw, schemas) {
  const description = prose(draw, 1);
  const kinds = [
    () => ({ type: "string", description, maxLength: draw.whole(8, 400) }),
    () => ({ type: "integer", description, minimum: 0, maximum: draw.whole(10, 10000) }),
    () => ({ type: "string", description, enum: [...new Set([say(draw, "@{noun}"), say(draw, "@{do}"), say(draw, "@{adjective}")])] }),
    () => ({ type: "string", format: "date-time", description }),
    () => ({ type: "array", description, items: refer(draw.whole(0, schemas - 1)) }),
    () => refer(draw.whole(0, schemas - 1)),
  ];
  return draw.one(kinds)();
}

function schema(draw, schemas) {
  const names = [...new Set(Array.from({ length: draw.whole(4, 14) }, () => say(draw, "@{snake}")))];
  return {
    type: "object",
    description: prose(draw, 2),
    required: names.slice(0, draw.whole(1, names.length)),
    properties: Object.fromEntries(names.map((name) => [name, property(draw, schemas)])),
  };
}

const parameter = (draw, name, place) => ({
  name,
  in: place,
  required: place === "path",
  description: prose(draw, 1),
  schema: { type: "string", maxLength: draw.whole(8, 64) },
});

function operation(draw, { index, tag, method, schemas }) {
  const names = [...new Set(Array.from({ length: draw.whole(1, 4) }, () => say(draw, "@{snake}")))];
  const hasBody = method === "post" || method === "put";
  return {
    operationId: `${tag}/${method}-${index}`,
    summary: say(draw, "@{do} the @{adjective} @{noun} of a @{subject}"),
    description: `${prose(draw, 1)}\n\n${prose(draw, 4)}`,
    tags: [tag],
    parameters: [parameter(draw, "id", "path"), ...names.map((name) => parameter(draw, name, "query"))],
    ...(hasBody && { requestBody: { required: true, ...json(refer(draw.whole(0, schemas - 1))) } }),
    responses: {
      200: { description: prose(draw, 1), ...json(refer(draw.whole(0, schemas - 1))) },
      404: { description: "There is no such thing.", ...json(refer(0)) },
    },
  };
}

/** @param {{ operations: number, schemas: number, seed: string }} asked */
export function describe({ operations, schemas, seed }) {
  const draw = new Draw(`description ${seed} ${operations} ${schemas}`);
  const tags = SUBJECTS.slice(0, Math.max(1, Math.round(operations / 20)));
  const paths = {};
  for (let index = 0; index < operations; index += 1) {
    const tag = tags[Math.floor((index * tags.length) / operations)];
    const method = ["get", "post", "put", "delete"][index % 4];
    const path = `/v1/${tag}/${say(draw, "@{kebab}")}-${index >> 2}/{id}`;
    paths[path] = { [method]: operation(draw, { index, tag, method, schemas }) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "The shop of acme", version: "1.0.0", description: prose(draw, 3) },
    servers: [{ url: "https://api.example.com" }],
    tags: tags.map((name) => ({ name, description: prose(draw, 1) })),
    paths,
    components: {
      schemas: Object.fromEntries(Array.from({ length: schemas }, (_, index) => [schemaName(index), schema(draw, schemas)])),
    },
  };
}

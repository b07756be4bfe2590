// The renderers that portolan stands beside: which files of which package, and a page that makes each show one operation.

/** Where their files and the description are served, relative to the pages. */
const at = (file) => `packages/${file}`;

const page = (head, body) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>API</title><meta name="viewport" content="width=device-width, initial-scale=1">${head}</head>
<body>${body}</body>
</html>
`;

const script = (text) => `<script>${text.replaceAll("<", "\\u003c")}</script>`;

/** How RapiDoc makes the fragment of an operation. */
const rapidocFragment = ({ method, path }) => `${method}-${path.replace(/[\s#:?&={}]/g, "-")}`;

const rapidoc = (style) => (description) =>
  page(
    `<script type="module" src="${at("rapidoc/dist/rapidoc-min.js")}"></script>`,
    `<rapi-doc spec-url="${description}" render-style="${style}" load-fonts="false"></rapi-doc>`,
  );

/** Swagger UI, all tags closed; `then` is run with the description loaded. */
const swagger = (then) => (description) =>
  page(
    `<link rel="stylesheet" href="${at("swagger-ui-dist/swagger-ui.css")}"><script src="${at("swagger-ui-dist/swagger-ui-bundle.js")}"></script>`,
    `<div id="app"></div>${script(`
const ui = SwaggerUIBundle({
  url: ${JSON.stringify(description)}, dom_id: "#app", deepLinking: true, docExpansion: "none", onComplete() { ${then} },
});`)}`,
  );

/**
 * Does what Swagger UI does for a link: opens the tag and the operation, and goes there.
 * The link itself would not do, since it cuts ids at the first slash.
 */
const follow = ({ tag, id }) => `
  const key = ${JSON.stringify(["operations", tag, id])};
  ui.layoutActions.show(${JSON.stringify(["operations-tag", tag])}, true);
  ui.layoutActions.show(key, true);
  ui.layoutActions.scrollTo(key);
  ui.layoutActions.scrollToVirtualizedOperation(key);
`;

/**
 * @typedef {object} Renderer
 * @property {string} name
 * @property {string} key
 * @property {(description: string, operation: import("./operation.mjs").Operation) => string} page
 *   given the address of the description
 * @property {(operation: import("./operation.mjs").Operation) => string} fragment
 * @property {boolean} showsOperation or a list of what there is
 */

/** @type {Renderer[]} */
export const RENDERERS = [
  {
    name: "Redoc",
    key: "redoc",
    page: (description) =>
      page(
        "",
        `<div id="app"></div><script src="${at("redoc/bundles/redoc.standalone.js")}"></script>${script(
          `Redoc.init(${JSON.stringify(description)}, {}, document.getElementById("app"));`,
        )}`,
      ),
    fragment: ({ tag, id }) => `tag/${tag}/operation/${id}`,
    showsOperation: true,
  },
  {
    name: "Scalar",
    key: "scalar",
    page: (description) =>
      page(
        "",
        `<div id="app"></div><script src="${at("@scalar/api-reference/dist/browser/standalone.js")}"></script>${script(
          `Scalar.createApiReference("#app", { url: ${JSON.stringify(description)}, withDefaultFonts: false });`,
        )}`,
      ),
    fragment: ({ tag, method, path }) => `tag/${tag}/${method.toUpperCase()}${path}`,
    showsOperation: true,
  },
  { name: "RapiDoc, all on one page", key: "rapidoc", page: rapidoc("read"), fragment: rapidocFragment, showsOperation: true },
  { name: "RapiDoc, one at a time", key: "rapidoc-focused", page: rapidoc("focused"), fragment: rapidocFragment, showsOperation: true },
  {
    name: "Swagger UI, linked operation",
    key: "swagger-ui",
    page: (description, operation) => swagger(follow(operation))(description),
    fragment: () => "",
    showsOperation: true,
  },
  { name: "Swagger UI, collapsed list", key: "swagger-ui-list", page: swagger(""), fragment: () => "", showsOperation: false },
];

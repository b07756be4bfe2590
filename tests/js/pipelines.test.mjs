/** The pipelines that we ship: our CI/CD components and the examples, held against GitLab's own schema. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { parseAllDocuments } from 'yaml';

const ROOT = resolve(fileURLToPath(import.meta.url), '../../..');
const FORBIDDEN = /\b(?:docker\.io|ghcr\.io|quay\.io|registry\.[a-z]|glpat-)/;

const schema = JSON.parse(readFileSync(join(ROOT, 'tests/fixtures/gitlab-ci/schema.json'), 'utf8'));
// GitLab's schema says things for editors that a validator does not know, and patterns of another dialect.
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);

/** The documents of a file, which must be YAML without a doubt. */
function documents(path) {
  const parsed = parseAllDocuments(readFileSync(path, 'utf8'), { uniqueKeys: true });
  return parsed.map((document) => {
    assert.deepEqual([...document.errors, ...document.warnings].map(String), [], path);
    return document.toJS();
  });
}

function valid(pipeline, path) {
  validate(pipeline);
  assert.deepEqual(validate.errors?.map((error) => `${path}${error.instancePath} ${error.message}`) ?? [], []);
}

/** The body of a component as a pipeline gets it that sets no input. */
function filledIn(node, inputs) {
  if (Array.isArray(node)) return node.map((item) => filledIn(item, inputs));
  if (node && typeof node === 'object') {
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, filledIn(value, inputs)]));
  }
  if (typeof node !== 'string') return node;
  return node.replace(/\$\[\[ inputs\.(\w+) \]\]/g, (_, name) => {
    assert.ok(name in inputs, `there is no input \`${name}\``);
    return inputs[name].default;
  });
}

/** The jobs of a pipeline by name. */
function jobsOf(pipeline) {
  const others = new Set(['default', 'include', 'stages', 'variables', 'workflow']);
  return Object.entries(pipeline).filter(([name]) => !others.has(name));
}

const pipelines = new Map();
for (const name of readdirSync(join(ROOT, 'examples/ci')).filter((name) => name.endsWith('.yml'))) {
  const path = join(ROOT, 'examples/ci', name);
  const [pipeline, ...more] = documents(path);
  assert.equal(more.length, 0, `${name} is one document`);
  pipelines.set(`examples/ci/${name}`, pipeline);
}
const components = readdirSync(join(ROOT, 'templates'));
for (const name of components) {
  const [header, body, ...more] = documents(join(ROOT, 'templates', name));
  assert.equal(more.length, 0, `${name} is a header and a body`);
  test(`the inputs of ${name} are explained and have defaults that they take`, () => {
    valid(header, name);
    for (const [input, { description, default: otherwise, regex, options }] of Object.entries(header.spec.inputs)) {
      assert.match(description ?? '', /\.$/, `${input} is not explained`);
      assert.equal(typeof otherwise, 'string', `${input} has no default`);
      if (regex) assert.match(otherwise, new RegExp(regex), input);
      if (options) assert.ok(options.includes(otherwise), input);
      assert.ok(JSON.stringify(body).includes(`$[[ inputs.${input} ]]`), `${input} is not used`);
    }
  });
  pipelines.set(`templates/${name}`, filledIn(body, header.spec.inputs));
}

test('the schema refuses what GitLab refuses', () => {
  assert.equal(validate({ pages: { script: 'true', artefacts: {} } }), false);
  assert.equal(validate({ pages: { script: 'true', retry: { max: 9 } } }), false);
});

for (const [path, pipeline] of pipelines) {
  test(`${path} is a pipeline as GitLab takes it`, () => {
    valid(pipeline, path);
    assert.doesNotMatch(JSON.stringify(pipeline), FORBIDDEN, 'images and tokens are named by variables');
  });

  for (const [name, job] of jobsOf(pipeline)) {
    const publishes = name === 'pages' || 'pages' in job;
    const says = [job.script].flat().join('\n');

    test(`${path}: \`${name}\` does what it says and when`, () => {
      assert.match(says, /^portolan (build|check)/);
      assert.ok(job.rules?.length > 0, 'a job without rules runs in every pipeline');
    });

    if (!publishes) continue;
    test(`${path}: \`${name}\` publishes the site and nothing else`, () => {
      const site = job.pages?.publish ?? job.publish ?? 'public';
      assert.match(says, new RegExp(`--output "?${site}\\b`));
      assert.deepEqual(job.artifacts.paths.filter((kept) => kept !== 'report.json'), [site]);
      // The snapshot and the cache hold more than the site does.
      assert.ok(job.cache.paths.every((kept) => !job.artifacts.paths.includes(kept)));
      assert.equal(job.cache.key, 'portolan');
    });

    test(`${path}: \`${name}\` writes the cache only for the default branch`, () => {
      const [rule, ...more] = job.rules;
      assert.equal(more.length, 0);
      if (rule.if === '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH') {
        assert.equal(job.resource_group, 'portolan');
        assert.equal(job.interruptible, false);
        assert.equal(job.cache.when, 'always');
        assert.match(says, /--deadline "?50m\b/);
      } else {
        assert.equal(job.cache.policy, 'pull');
        assert.match(says, /--offline/);
        assert.match(job.pages.path_prefix, /\$CI_MERGE_REQUEST_IID/);
      }
    });
  }
}

test('the smallest pipeline has at most ten lines', () => {
  const text = readFileSync(join(ROOT, 'examples/ci/minimal.gitlab-ci.yml'), 'utf8');
  assert.ok(text.trimEnd().split('\n').length <= 10, text);
});

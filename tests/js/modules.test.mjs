/** What holds for every ES module of the default theme, whatever it does. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const FOLDER = resolve(dirname(fileURLToPath(import.meta.url)), '../../themes/default/js');

/** Names that turn text into markup or code; data from a repository must never have the chance. */
const FORBIDDEN = new Set(
  'innerHTML outerHTML insertAdjacentHTML setHTMLUnsafe parseHTMLUnsafe createContextualFragment write writeln srcdoc eval Function DOMParser'.split(' '),
);

const IMPORT_LIMIT = 4;

const modules = existsSync(FOLDER)
  ? readdirSync(FOLDER, { recursive: true })
      .map(String)
      .filter((name) => /\.m?js$/.test(name))
      .sort()
      .map((name) => {
        const path = join(FOLDER, name);
        return { name, path, tree: ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS) };
      })
  : [];

test('the theme has modules', () => {
  assert.notEqual(modules.length, 0, `no module below ${relative(process.cwd(), FOLDER)}`);
});

for (const { name, path, tree } of modules) {
  test(`${name} parses`, () => {
    assert.deepEqual(tree.parseDiagnostics.map(({ messageText }) => messageText), []);
  });

  test(`${name} imports at most ${IMPORT_LIMIT} others, all ours`, () => {
    const imports = importsOf(tree);
    assert.ok(imports.length <= IMPORT_LIMIT, `it imports ${imports.join(', ')}`);
    for (const each of imports) {
      assert.match(each, /^\.{1,2}\//, `${each} is not ours`);
      assert.ok(existsSync(join(dirname(path), each)), `${each} does not exist`);
    }
  });

  test(`${name} makes no markup or code from text`, () => {
    const found = [];
    const visit = (node) => {
      if (ts.isIdentifier(node) && FORBIDDEN.has(node.text)) found.push(placeOf(node, node.text));
      if (ts.isStringLiteralLike(node) && FORBIDDEN.has(node.text)) found.push(placeOf(node, `'${node.text}'`));
      if (ts.isStringLiteralLike(node) && /^\s*javascript:/i.test(node.text)) found.push(placeOf(node, node.text));
      ts.forEachChild(node, visit);
    };
    visit(tree);
    assert.deepEqual(found, []);
  });

  test(`${name} documents what it exports`, () => {
    const silent = tree.statements
      .filter((statement) => ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
      .filter((statement) => ts.getJSDocCommentsAndTags(statement).length === 0);
    assert.deepEqual(silent.map((statement) => placeOf(statement, statement.name?.text ?? 'an export')), []);
  });
}

/** What a module imports or re-exports, at once or on use. */
function importsOf(tree) {
  const found = new Set();
  const visit = (node) => {
    const named = (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier;
    const called = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0];
    const specifier = named || called;
    if (specifier) found.add(ts.isStringLiteralLike(specifier) ? specifier.text : specifier.getText());
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return [...found];
}

function placeOf(node, what) {
  const { line, character } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
  return `${what} at ${line + 1}:${character + 1}`;
}

/** What a row of the results says of a page: the text is found without a document, and cut around the words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.document ??= /** @type {any} */ ({});
const { blocksOf, excerptOf } = await import('../../themes/default/js/search/excerpt.js');

const page = (main) => `<!doctype html><title>no</title><header>no</header><main class="page" id="p--main">${main}</main><footer>no</footer>`;

const BLOCKS = [
  ['blocks are apart, and words are not cut', '<p>One <b>bo</b>ld, <a href="x">linked</a></p><p>two</p>', ['One bold, linked', 'two']],
  ['colours of code cut no word', '<pre><code><span class="hk">fn</span> ma<span class="hf">in</span>()</code></pre>', ['fn main()']],
  ['labels stand apart', '<p><span class="chip">v1</span>Remote<span>ly</span></p>', ['v1', 'Remotely']],
  ['entities become characters, once', '<p>&lt;b&gt; &amp;lt; &quot;&#39;&#x2f;&apos; &unknown; &#1114112; &#0;</p>', ['<b> &lt; "\'/\' &unknown; \ufffd \0']],
  ['signs in attributes end no tag', '<p title="a > b" data-x=\'c > "d"\'>text</p>', ['text']],
  ['titles, ways around and what the program says are left out', '<h1>T</h1><nav><a>n</a></nav><dl class="facts"><dt>Owner</dt></dl><section class="notice"><p>f</p></section><button>Copy</button><p>kept</p>', ['kept']],
  ['what is not closed ends with the page', '<p>a</p><nav>b', ['a']],
  ['a quote that is not closed costs the rest only', '<p>a</p><p title="x>b</p>', ['a']],
];

for (const [name, main, blocks] of BLOCKS) test(name, () => assert.deepEqual(blocksOf(page(main)), blocks));

test('a page without a main part says nothing', () => {
  for (const html of ['', 'text', '<main', '<main>', '</main><main>x', '<p>x</p></main>']) assert.deepEqual(blocksOf(html), [], html);
});

const LONG = `${'before '.repeat(40)}the settlement closes the ledger ${'after '.repeat(60)}`.trim();

test('the place where most of the words stand together is cut out', () => {
  const excerpt = excerptOf(['A settlement is what this sentence is about, and nothing else is.', LONG], ['settlement', 'ledger']);
  assert.match(excerpt, /^… before .*the settlement closes the ledger .* …$/);
  assert.ok(excerpt.length <= 204, String(excerpt.length));
});

test('a word counts where it begins a word or a hump', () => {
  assert.equal(excerptOf(['Nothing here is a resettlement of what was promised before.'], ['settlement']), '');
  assert.notEqual(excerptOf(['The field is called lastSettlement in every answer there is.'], ['settlement']), '');
  assert.notEqual(excerptOf(['这是一个关于可观测性的句子，它足够长，可以作为摘录显示给读者，不是标签，也不是标题，而是一个真正的句子。'], ['观测']), '');
});

test('labels are no excerpt, and no words find none', () => {
  assert.equal(excerptOf(['settlement'], ['settlement']), '');
  assert.equal(excerptOf([LONG], []), '');
});

test('no character is cut in two, and long pages are read in time that grows with them', () => {
  const faces = '\u{1f600}'.repeat(300);
  assert.ok(excerptOf([`${faces} settlement ${faces}`], ['settlement']).isWellFormed?.() ?? true);
  const many = excerptOf(['word '.repeat(200_000)], ['word', 'other']);
  assert.ok(many.length <= 204);
  assert.equal(blocksOf(page('<p "'.repeat(100_000))).length <= 1, true);
});

/** What may stand where people's own Markdown is shown: inside an element of class `prose`. */
import { addressesOf, attribute, attributes, descendants, isHarmlessAddress } from './tree.mjs';

const words = (text) => text.trim().split(/\s+/);

/** Attributes that any element may have. */
const EVERYWHERE = words('id class dir');

/** Elements, each with the attributes that it may have besides. Our own table, not the program's: a slip there must show here. */
const ALLOWED = new Map([
  ...words('abbr dfn').map((name) => [name, ['title']]),
  ...words('b bdi cite code del em i ins kbd mark q s samp small span strong sub sup u var').map((name) => [name, []]),
  ...words('blockquote br caption dd dl dt figcaption figure h2 h3 h4 h5 h6 hr li p summary').map((name) => [name, []]),
  ...words('table tbody tfoot thead tr ul wbr').map((name) => [name, []]),
  ['a', words('aria-label href rel title')],
  ['details', words('open')],
  ['div', words('aria-label role tabindex')],
  ['img', words('alt decoding height loading src title width')],
  ['input', words('aria-label checked disabled type')],
  ['ol', words('start')],
  ['pre', words('tabindex')],
  ['section', words('aria-label tabindex')],
  ['td', words('colspan rowspan')],
  ['th', words('colspan rowspan scope')],
]);

/** Classes that Markdown is given: what stands for alignment and alerts, and the two letters of painted code. */
const CLASS =
  /^(alert(-(caution|important|note|tip|title|warning))?|footnote-(back|ref)|footnotes|plain|ta-[cr]|table-scroll|task|h[a-z]|language-[a-z0-9+#-]+)$/;

/** No id of a README may be one that a page, or a script of ours, looks for. */
const ID = /^user-content-./;

/** Everything in prose that is not on the lists above, told in words. */
export function strangersIn(elements) {
  return elements.filter(isProse).flatMap((prose) => [...descendants(prose)].flatMap(strangersOf));
}

function isProse(element) {
  return words(attribute(element, 'class') ?? '').includes('prose');
}

function strangersOf(element) {
  const name = element.tagName;
  if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml') return [`foreign <${name}> in prose`];
  const own = ALLOWED.get(name);
  if (!own) return [`<${name}> in prose`];
  const found = attributes(element)
    .filter((each) => !EVERYWHERE.includes(each.name) && !own.includes(each.name))
    .map((each) => `${each.name} on <${name}> in prose`);
  if (name === 'input' && (attribute(element, 'type') !== 'checkbox' || attribute(element, 'disabled') === undefined)) {
    found.push('an <input> in prose that is not a disabled checkbox');
  }
  for (const each of words(attribute(element, 'class') ?? '')) {
    if (each && !CLASS.test(each)) found.push(`class ${JSON.stringify(each)} on <${name}> in prose`);
  }
  const id = attribute(element, 'id');
  if (id !== undefined && !ID.test(id)) found.push(`id ${JSON.stringify(id)} in prose`);
  for (const { name: key, value } of addressesOf(element)) {
    if (!isHarmlessAddress(value)) found.push(`${key}=${JSON.stringify(value.slice(0, 80))} on <${name}> in prose`);
    if (key !== 'href' && /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(value)) {
      found.push(`<${name}> in prose loads ${JSON.stringify(value.slice(0, 80))} from another host`);
    }
  }
  return found;
}

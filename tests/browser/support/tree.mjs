/** Reads HTML with parse5, a different parser from the one that made it safe, and answers questions about the tree. */
import { parse } from 'parse5';

/** @typedef {import('parse5').DefaultTreeAdapterTypes.Element} Element */

/** All elements of a document in order, the contents of `<template>` included. @returns {Element[]} */
export function elementsOf(html) {
  return [...descendants(parse(html, { sourceCodeLocationInfo: false }))];
}

/** All elements below a node, in document order. */
export function* descendants(node) {
  for (const child of [...(node.childNodes ?? []), ...(node.content ? [node.content] : [])]) {
    if (child.tagName) yield child;
    yield* descendants(child);
  }
}

/** An attribute's value, or undefined. Attributes with a prefix are named with it: `xlink:href`. */
export function attribute(element, name) {
  return attributes(element).find((each) => each.name === name)?.value;
}

export function attributes(element) {
  return element.attrs.map(({ name, prefix, value }) => ({ name: prefix ? `${prefix}:${name}` : name, value }));
}

/** The text below a node. */
export function textOf(node) {
  if (node.nodeName === '#text') return node.value;
  return (node.childNodes ?? []).map(textOf).join('');
}

/** Attributes whose value, or a part of it, is an address. */
const ADDRESSES = new Set(
  'href src action formaction poster data cite background longdesc xlink:href manifest ping icon lowsrc dynsrc codebase classid archive profile usemap'.split(' '),
);

/** Every address that an element names, `srcset` taken apart. */
export function addressesOf(element) {
  return attributes(element).flatMap(({ name, value }) => {
    if (name === 'srcset' || name === 'imagesrcset') {
      return value.split(/,\s+/).map((candidate) => ({ name, value: candidate.trim().split(/\s+/)[0] }));
    }
    return ADDRESSES.has(name) ? [{ name, value }] : [];
  });
}

const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** Whether an address, read as a browser reads it, has a scheme that can do no harm. */
export function isHarmlessAddress(value) {
  try {
    return SCHEMES.has(new URL(value, 'https://base.invalid/folder/page.html').protocol);
  } catch {
    return true; // No browser follows what it cannot parse.
  }
}

/** Whatever could run a script or restyle the page from inside it: none of it is ever written. */
export function inlineCodeOf(elements) {
  const found = [];
  for (const element of elements) {
    const name = element.tagName;
    if (name === 'style') found.push('<style>');
    if (name === 'script' && !attribute(element, 'src') && !isDataBlock(element)) found.push('inline <script>');
    if (name === 'base' || name === 'object' || name === 'embed' || name === 'iframe') found.push(`<${name}>`);
    for (const { name: key, value } of attributes(element)) {
      if (key.startsWith('on')) found.push(`${key} on <${name}>`);
      if (key === 'style' || key === 'srcdoc') found.push(`${key} on <${name}>`);
      if (name === 'meta' && key === 'http-equiv' && /refresh/i.test(value) && !isHarmlessRefresh(element)) {
        found.push('a refresh to elsewhere');
      }
    }
    for (const { name: key, value } of addressesOf(element)) {
      if (!isHarmlessAddress(value)) found.push(`${key}=${JSON.stringify(value.slice(0, 80))} on <${name}>`);
    }
  }
  return found;
}

/** Data and speculation rules are not executed; the policy allows both. */
function isDataBlock(script) {
  return ['application/ld+json', 'application/json', 'speculationrules'].includes(attribute(script, 'type') ?? '');
}

/** A redirect of ours leads to a relative address. */
function isHarmlessRefresh(meta) {
  const target = /url\s*=\s*['"]?(.*?)['"]?\s*$/i.exec(attribute(meta, 'content') ?? '')?.[1] ?? '';
  return !/^\s*([a-z][a-z0-9+.-]*:|[/\\]{2})/i.test(target);
}

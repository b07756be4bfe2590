/** Queries as people type them, drawn by a seed from what a site says. */
import { draw, randomOf } from './random.mjs';

/**
 * @param {string[]} texts what the pages of a site say
 * @param {{ field: string, key: string }[]} values what hits can be narrowed to
 * @param {number} count
 * @param {number} seed
 */
export function queriesOf(texts, values, count, seed) {
  const random = randomOf(seed);
  const any = (list) => list[Math.floor(random() * list.length)];
  const lines = draw(texts, Math.min(texts.length, 400), seed).flatMap((text) => text.split('\n'));
  const words = lines.map((line) => line.split(/\s+/).filter(Boolean)).filter((line) => line.length > 0);
  const some = (most) => {
    const line = any(words);
    const start = Math.floor(random() * line.length);
    return line.slice(start, start + 1 + Math.floor(random() * most)).join(' ');
  };
  const plain = (text) => text.replaceAll('"', '');
  const misspelt = (text) => {
    const at = Math.floor(random() * text.length);
    return any([text.slice(0, at) + text.slice(at + 1), text.slice(0, at) + any([...'etaoin']) + text.slice(at), text.slice(0, at) + (text[at + 1] ?? '') + text[at] + text.slice(at + 2)]);
  };
  const filter = () => {
    const { field, key } = any(values);
    return `${any(['', '', '-'])}${field}:${/\s/.test(key) ? `"${plain(key)}"` : key}`;
  };
  const shapes = [
    () => some(1),
    () => some(3),
    () => `${some(1)} ${some(1)}`,
    () => some(2).slice(0, 2 + Math.floor(random() * 6)),
    () => some(1).slice(0, 1 + Math.floor(random() * 2)),
    () => misspelt(some(1)),
    () => misspelt(some(2)),
    () => `"${plain(some(3))}"`,
    () => `${some(1)} "${plain(some(2))}"`,
    () => `${some(2)} -${some(1)}`,
    () => `${some(1)} -"${plain(some(2))}"`,
    () => `${filter()} ${some(1)}`,
    () => `${filter()} ${filter()} ${some(2)}`,
    () => filter(),
    () => some(3).replace(/[\s_-]+(\w)/g, (_, letter) => letter.toUpperCase()),
    () => `https://gitlab.example.com/${some(1)}/${some(1)}/-/blob/main/a?b#c`,
  ];
  return Array.from({ length: count }, (_, at) => shapes[at % shapes.length]());
}

// Text as the words that the index knows. The builder follows the same rules; one file of cases ties the two together.

const LONGEST_WORD = 80;
const LONGEST_TOKEN = 40;
// Written without spaces between words: hiragana, katakana, Chinese characters, hangul.
const UNSPACED = "(?=[\\p{L}\\p{N}])[\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af]";
const LETTER = `(?:(?!${UNSPACED})[\\p{L}\\p{N}])`;
const WORDS = new RegExp(`(?:${UNSPACED})+|${LETTER}+(?:[-_./:]+${LETTER}+)*`, "gu");
const IS_UNSPACED = new RegExp(`^${UNSPACED}`, "u");
// Before a capital behind a small letter or digit, and before the last capital of several.
const HUMPS = /(?<=[\p{Lowercase}\p{N}])(?=\p{Uppercase})|(?<=\p{Uppercase})(?=\p{Uppercase}\p{Lowercase})/u;

/**
 * How many characters a text has.
 * @param {string} text
 */
export const length = (text) => [...text].length;

/**
 * What only letters and digits of a text say.
 * @param {string} text
 */
export const norm = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/**
 * A word, or a part of one, in lower case; what is made of a word stands at its place.
 * A hump is a part of `createWebhook`, joined is a word of two or three parts without what stands between them,
 * and a character and a pair are of what is written without spaces.
 * @typedef {{ text: string, position: number, form: "word" | "hump" | "joined" | "character" | "pair" }} Token
 */

/**
 * The tokens of a text, in the order of the text.
 * @param {string} text
 * @returns {Token[]}
 */
export function tokens(text) {
  /** @type {Token[]} */
  const all = [];
  let position = 0;
  /** @type {(form: Token["form"], text: string, place?: number) => void} */
  const push = (form, text, place = position) => {
    if (length(text) <= LONGEST_TOKEN) all.push({ text, position: place, form });
  };
  for (const [word] of text.matchAll(WORDS)) {
    if (IS_UNSPACED.test(word)) {
      const characters = [...word];
      for (const [at, character] of characters.entries()) {
        push("character", character);
        if (at + 1 < characters.length) push("pair", character + characters[at + 1]);
        position += 1;
      }
    } else if (length(word) <= LONGEST_WORD) {
      const first = position;
      const parts = word.split(/[-_./:]+/);
      for (const part of parts) {
        push("word", part.toLowerCase());
        const humps = part.split(HUMPS);
        if (humps.length > 1) {
          for (const hump of humps) if (length(hump) > 1) push("hump", hump.toLowerCase());
        }
        position += 1;
      }
      const joined = parts.join("").toLowerCase();
      if ((parts.length === 2 || parts.length === 3) && length(joined) > 2) push("joined", joined, first);
    }
  }
  return all;
}

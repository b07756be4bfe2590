// Chance that can be repeated: a small generator of numbers, and texts with slots that it fills.

/**
 * A 32-bit hash of a text (FNV-1a), the seed of a stream of its own.
 * @param {string} text
 */
export function seedOf(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** A stream of chance (sfc32). The same name gives the same stream on every machine. */
export class Draw {
  /** @param {string} name */
  constructor(name) {
    this.a = seedOf(`a ${name}`);
    this.b = seedOf(`b ${name}`);
    this.c = seedOf(`c ${name}`);
    this.d = 1;
    for (let at = 0; at < 12; at += 1) this.next();
  }

  /** A number from 0 up to but not 1. */
  next() {
    const sum = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return (sum >>> 0) / 4294967296;
  }

  /** A whole number between both ends, which belong to it. */
  whole(least, most) {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** Whether something of this probability happens. */
  happens(probability) {
    return this.next() < probability;
  }

  /** One of them. */
  one(choices) {
    return choices[Math.floor(this.next() * choices.length)];
  }

  /** Some of them, each once, in the order drawn. */
  some(choices, count) {
    const left = [...choices];
    const taken = [];
    while (taken.length < count && left.length > 0) {
      taken.push(...left.splice(Math.floor(this.next() * left.length), 1));
    }
    return taken;
  }

  /** A normal deviate (Box and Muller). */
  normal() {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  /** A log-normal size of this mean. */
  logNormal(mean, sigma) {
    return mean * Math.exp(sigma * this.normal() - (sigma * sigma) / 2);
  }

  /** So many hexadecimal digits. */
  hex(digits) {
    let text = "";
    while (text.length < digits) text += this.whole(0, 15).toString(16);
    return text;
  }
}

/**
 * Fills the slots of a text: `@{noun}` is drawn anew each time, `@{noun1}` once for the whole text.
 * @param {Draw} draw
 * @param {string} text
 * @param {Record<string, (draw: Draw) => string>} slots
 */
export function fill(draw, text, slots) {
  const kept = new Map();
  return text.replace(/@\{([a-zA-Z]+)(\d?)\}/g, (whole, name, number) => {
    const slot = slots[name];
    if (!slot) throw new Error(`no slot is called \`${name}\``);
    if (!number) return slot(draw);
    if (!kept.has(whole)) kept.set(whole, slot(draw));
    return kept.get(whole);
  });
}

/** The same text with `an` before a vowel. */
export const withArticles = (text) => text.replace(/\b([Aa]) (?=[aeiou])/g, "$1n ");

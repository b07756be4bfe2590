/** Chance that is the same for the same seed. */

/** Numbers from 0 up to 1. */
export function randomOf(seed) {
  let state = seed >>> 0;
  // Mulberry32: 32 bits of state are plenty for a shuffle.
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws `count` of the items; the same seed draws the same ones, in the same order. */
export function draw(items, count, seed) {
  const shuffled = [...items];
  const random = randomOf(seed);
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[chosen]] = [shuffled[chosen], shuffled[last]];
  }
  return shuffled.slice(0, count);
}

// How good answers are: known items by rank, topics by graded judgements.

/** Where the wanted address stands among the ten, from 1; none is 0. */
export const rankOf = (addresses, wanted) => addresses.indexOf(wanted) + 1;

/** @param {number[]} ranks @returns {{ queries: number, mrr: number, first: number, found: number }} */
export function scoreOf(ranks) {
  const mean = (values) => (values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : 0);
  return {
    queries: ranks.length,
    mrr: mean(ranks.map((rank) => (rank ? 1 / rank : 0))),
    first: mean(ranks.map((rank) => Number(rank === 1))),
    found: mean(ranks.map((rank) => Number(rank > 0))),
  };
}

/** The interval that holds a share of so many with 95 % (Wilson). */
export function intervalOf(share, count) {
  const z = 1.96;
  const middle = (share + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const half = (z / (1 + (z * z) / count)) * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  return [middle - half, middle + half];
}

/**
 * nDCG of ten: gains of 2^grade − 1, discounted by rank, against the best order of all that is judged.
 * @param {string[]} addresses
 * @param {Record<string, number>} grades by address; what is not judged is worth nothing
 */
export function ndcgOf(addresses, grades) {
  const sum = (values) => values.slice(0, 10).reduce((total, grade, at) => total + (2 ** grade - 1) / Math.log2(at + 2), 0);
  // An address that comes twice is worth something once.
  const unique = addresses.filter((address, at) => addresses.indexOf(address) === at);
  const best = sum(Object.values(grades).sort((a, b) => b - a));
  return best === 0 ? 0 : sum(unique.map((address) => grades[address] ?? 0)) / best;
}

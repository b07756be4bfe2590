// Whether `portolan search` answers as the browser does, which reads the same files by other code.

import { spawnSync } from "node:child_process";

/**
 * The texts that the command line answers otherwise.
 * @param {string} program
 * @param {string} site
 * @param {string[]} texts
 * @param {{ addresses: string[] }[]} answers of the browser, in the order of the texts
 */
export function disagreements(program, site, texts, answers) {
  return texts.filter((text, at) => {
    const run = spawnSync(program, ["search", "--site", site, "--json", "--", text], { encoding: "utf8", maxBuffer: 1 << 26 });
    if (run.status !== 0) return true;
    const { hits } = JSON.parse(run.stdout);
    // A part of a page is its page here, as for the other contenders.
    const addresses = hits.map(({ address }) => address.replace(/#.*$/, ""));
    return JSON.stringify(addresses) !== JSON.stringify(answers[at].addresses);
  });
}

/** Validates pages by html-validate's standard set of rules. */
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

/** Rules that are a matter of taste or that contradict what we decided; all others of the standard set hold. */
const CONFIGURATION = {
  extends: ['html-validate:standard'],
  rules: {
    'void-style': 'off', // `<br>` and `<br/>` mean the same.
    'no-trailing-whitespace': 'off', // Not a property of the document; costs nothing compressed.
    'attr-quotes': 'off', // Unquoted values are valid, and shorter.
    'no-inline-style': 'off', // Checked for every page below.
    'long-title': 'off', // A length for search results; a portal is read by its own people.
    'tel-non-breaking': 'off', // Numbers stand in other people's READMEs.
    'no-raw-characters': 'off', // Only forbids `>` and `"` that HTML allows as text; `&` and `<` are checked by the parser.
    'prefer-native-element': 'off', // A preference; axe finds the cases that hurt somebody.
  },
};

/** What html-validate has against pages. @param {import('./portal.mjs').Page[]} pages */
export async function validationProblems(pages) {
  const validator = new HtmlValidate(new StaticConfigLoader(CONFIGURATION));
  const problems = [];
  for (const page of pages) {
    const report = await validator.validateString(page.html, page.path);
    for (const { ruleId, message, line, column } of report.results.flatMap(({ messages }) => messages)) {
      problems.push(`${page.path}:${line}:${column} ${ruleId}: ${message}`);
    }
  }
  return problems;
}

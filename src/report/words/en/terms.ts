/** @file English: names of things, and how numbers are joined to words. */

/** `reasoningClarity` -> `reasoning clarity`. */
const spaced = (name: string) =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase()

const sides: Readonly<Record<string, string>> = { physician: 'recorded decision' }
const strata: Readonly<Record<string, string>> = { head: 'head', mid: 'mid', tail: 'tail' }

/** Names and joints. */
export const terms = {
  language: 'en',
  common: {
    none: 'none',
    notEstimable: (reason: string) => `not estimable: ${reason}`,
    interval: (low: string, high: string) => `${low} to ${high}`,
    points: (bare: string) => `${bare} points`,
    of: (name: string, text: string) => `${name}: ${text}`,
    phraseSeparator: ', ',
    sentence: (text: string) => `${text}.`,
    listSeparator: ', ',
    arm: 'Arm',
    cases: 'Cases',
    criterion: 'Criterion',
    rater: 'Rater',
    votes: 'Votes',
    numbersIn: (file: string) => `Numbers: ${file}.`,
  },
  simulated: {
    banner: 'SIMULATED REVIEWERS. No clinician gave these judgements.',
    short: 'SIMULATED REVIEWERS.',
  },
  terms: {
    wholePlan: 'whole plan',
    arm: (name: string) => sides[name] ?? name,
    criterion: spaced,
    stratum: (name: string) => strata[name] ?? name,
    /** Reasons, methods and choices are written in English by the analysis. */
    reason: (text: string) => text,
    because: (text: string) => text,
    deviation: (text: string) => text,
    choice: (text: string) => text,
    role: { primary: 'primary', secondary: 'secondary', exploratory: 'exploratory' },
    direction: { 'two-sided': 'two-sided', 'first-higher': 'one-sided' },
    adjustment: { Holm: 'Holm', 'Benjamini-Hochberg': 'BH' },
    measure: {
      agreement: 'agreement with the record',
      'within-rules': 'within the rules',
      score: 'score',
      'net-benefit': 'net benefit in preference',
      decoupling: 'preference less agreement (D)',
    },
    label: {
      paradox: 'Paradox',
      'non-translation': 'Non-translation',
      concordant: 'Concordant',
      undetermined: 'Undetermined',
    },
  },
}

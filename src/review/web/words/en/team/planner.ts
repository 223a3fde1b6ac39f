/** @file English: the planner of the sample size. */

/** Form, answers, writing into the plan. */
export const planner = {
  title: 'Sample size',
  what: 'How sure the study is to find a difference of a size that you assume. Nothing here looks at a judgement.',
  fromPlan: 'Filled in from the plan in force.',
  size: 'Size',
  cases: 'Cases',
  raters: 'Raters of each case',
  power: 'Power that is wanted (%)',
  preference: 'Preference between two arms',
  preferenceWhat: 'Two plans side by side: left, right, tie.',
  win: 'Wins of the better arm (%)',
  winHint: 'Of the votes that are decided. 50 is no difference.',
  ties: 'Ties (%)',
  icc: 'Correlation of two votes on one case',
  iccHint: 'From 0 (every vote on its own) to just below 1 (raters agree on the case).',
  rating: 'Ratings of two arms',
  ratingWhat: 'Each plan alone, on the scale of the study.',
  difference: 'Difference of the means, in points',
  sd: 'Standard deviation of a rating, in points',
  include: 'Include',
  needOne: 'Include at least one of the two.',
  whole: (low: number, high: number) => `A whole number from ${low} to ${high}.`,
  between: (low: number, high: number) => `A number above ${low} and below ${high}.`,
  from: (low: number, high: number) => `A number from ${low}, below ${high}.`,
  upTo: (high: number) => `A number above 0, at most ${high}.`,
  positive: 'A number above 0.',
  ask: 'Work out the power',
  asking: 'Working it out. This takes a few seconds.',
  answer: 'Answer',
  questions: { preference: 'Preference', rating: 'Ratings', benchmark: 'Benchmark', paradox: 'Paradox' },
  says: {
    preference: (cases: number, raters: number, power: string) =>
      `With ${cases} cases and ${raters} raters of each, a true preference of this size is found with a probability of ${power}.`,
    rating: (cases: number, raters: number, power: string) =>
      `With ${cases} cases and ${raters} raters of each, a true difference in ratings of this size is found with a probability of ${power}.`,
    benchmark: (_cases: number, _raters: number, power: string) =>
      `The difference in agreement that the plan assumes is found with a probability of ${power}.`,
    paradox: (cases: number, raters: number, power: string) =>
      `With ${cases} cases and ${raters} raters of each, both halves of the paradox that the plan assumes are found with a probability of ${power}.`,
  },
  needs: (cases: number, wanted: string) => `For ${wanted}, ${cases} cases are needed.`,
  needsTooMany: (wanted: string) => `${wanted} is not reached within 2,000 cases.`,
  enough: 'enough',
  short: 'too few',
  column: {
    question: 'Question',
    power: 'Power',
    error: 'Standard error',
    needed: 'Cases needed',
    verdict: 'As planned',
  },
  exact: 'exact',
  beyond: 'over 2,000',
  assumptions: 'What this assumes',
  assumed: [
    'The tests are those of the plan: sign flips of case means for preferences, Wilcoxon on case means for ratings; two-sided, at the level that Holm begins with.',
    'Power is simulated; its standard error is in the table. Every case is judged by every rater; withdrawn and missing judgements lower the power.',
    'If the true difference is smaller than assumed, or raters agree more with each other on a case, the power is lower.',
  ],
  inWords: 'In the words of the plan',
  nothing: 'The plan has no question of this kind: there is nothing to work out.',
  changed: 'The form has changed since. Work it out again before you write it.',
  write: 'Write into the plan',
  writeTitle: 'Write this size into the plan?',
  writeWhat: (cases: number, raters: number, power: string) =>
    `${cases} cases, ${raters} raters of each, power ${power}.`,
  writeWhy:
    'This amends a registered plan: the new version is registered with its hash, your pseudonym and this reason, and the earlier one stays in the audit log. The report lists every amendment.',
  writeOpen: 'Judging has begun: the report shows that this came after the first judgement.',
  writeMake: 'Amend the plan',
  written: (event: number) => `The plan is amended: event ${event}.`,
  tooLate:
    'The review is unblinded: the plan cannot be amended any more. You can still work out numbers for another study.',
}

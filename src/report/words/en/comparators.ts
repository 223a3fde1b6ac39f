/** @file English: language models that were asked the clinicians' questions, for comparison only. */

/** Judge comparators. */
export const comparators = {
  comparators: {
    title: 'Judge comparators: language models asked what clinicians were asked',
    notTrust:
      'For comparison only: nothing in this section is a measure of trust, no estimate of the study uses it, and it is no part of the registered analysis.',
    how: 'Each judge was shown the blinded sheets that clinicians are shown, with the same questions and the same text at each point, and every pair of plans in both orders. An answer that is not exactly of the form that was asked for counts as unreadable and is never guessed. Intervals come from resamples of whole couples.',
    noReview:
      'No judgements of clinicians are there yet: how far a judge agrees with them cannot be said. No preference of a judge between arms is shown.',
    ceiling:
      'Kappa is that with a single clinician; beside it stands that of two clinicians on the same plans, since no judge can be expected to agree with clinicians more than they do with each other.',
    lacking: (judges: string) => `Without its answers, since its server has not given all of them yet: ${judges}.`,
    asked: (judge: string, model: string, server: string) => `${judge}: ${model} at ${server}`,
    settings: (temperature: string, topP: string, tokens: string, seed: string) =>
      `temperature ${temperature}, top-p ${topP}, at most ${tokens} tokens, seed ${seed}`,
    cases: (cases: string, repeats: string) => `cases ${cases}, times that each question was asked: ${repeats}`,
    own: (arms: string) => `its own model wrote the plans of ${arms}`,
    withN: (text: string, n: string) => `${text}, n = ${n}`,
    harm: 'harm',
    tasks: { rating: 'plans alone', pair: 'two plans' },
    what: 'Asked about',
    readability: (level: string) => `Answers that cannot be read (${level} intervals)`,
    answers: 'Answers',
    unreadable: 'Unreadable',
    share: 'Share',
    kinds: {
      refused: 'refused',
      empty: 'empty',
      cut: 'cut',
      'not JSON': 'not JSON',
      'wrong form': 'wrong form',
    },
    counted: (kind: string, count: string) => `${kind} ${count}`,
    ratings: (level: string) =>
      `Plans alone: quadratic kappa, and judge less clinicians in points (${level} intervals)`,
    pairs: (level: string) => `Two plans: direction and unweighted kappa (${level} intervals)`,
    plansOfBoth: 'Plans of both',
    pairsOfBoth: 'Pairs of both',
    judgeKappa: 'Judge and a clinician',
    clinicianKappa: 'Two clinicians',
    difference: 'Difference',
    bias: 'Judge less clinicians, points',
    sameDirection: "Direction of the clinicians' majority, where both have one",
    noDirection: 'No direction over both orders',
    position: (level: string) => `What the order of the plans did (${level} intervals)`,
    changed: 'Choice changed with the order',
    firstPreferred: 'Of choices of a side, the plan shown first (50 % is none preferred)',
    repeats: (level: string) => `The same answer when asked again (${level} intervals)`,
    same: 'Same answer',
    selfPreference: (level: string) =>
      `Plans of its own model against others: net benefit of pairs, points of ratings (${level} intervals)`,
    byJudge: 'Judge',
    byClinicians: 'Clinicians',
  },
}

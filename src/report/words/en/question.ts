/** @file English: the study's question, its plan, and the tests that answer it. */

/** Answer, plan, comparisons, orders and the paradox under other choices. */
export const question = {
  answer: {
    title: 'Does agreement with the record translate into preference?',
    noReview:
      'Nobody has judged the plans yet: whether agreement with the record translates into preference cannot be said.',
    noPlan:
      'No plan was registered, so no pair of arms was named beforehand. What is found for every pair is exploratory and stands under “Every ordered pair”.',
    noPair:
      'The plan names no pair of arms for this question. What is found for every pair is exploratory and stands under “Every ordered pair”.',
    paradox: (preferred: string, accurate: string) =>
      `${accurate} agrees with the record more often than ${preferred}, and yet ${preferred} is preferred by these raters. Both halves are shown.`,
    nonTranslation: (preferred: string, accurate: string, margin: string) =>
      `${accurate} agrees with the record more often than ${preferred}, and a gain in preference of ${margin} or more (the margin of the plan) is excluded. Whether ${accurate} is less preferred than ${preferred} stays undetermined: this does not mean that there is no paradox.`,
    concordant: (higher: string, lower: string) =>
      `${higher} agrees with the record more often than ${lower}, and ${higher} is preferred by these raters.`,
    undetermined: (preferred: string, accurate: string) =>
      `The data do not show both that ${accurate} agrees more often with the record and that ${preferred} is preferred by these raters, nor do they show the contrary. No evidence of a difference is not evidence of none.`,
    severalLabels:
      'The plan has several paradoxes in a family: the label “Paradox” follows the p that is adjusted by Holm; “Concordant” and “Non-translation” are not adjusted for their number.',
    briefP: (p: string) => `(Test of both halves: p ${p}.)`,
    hypothesis: (id: string, role: string) => `Hypothesis ${id}, ${role}`,
    size: (cases: string, couples: string) => `${cases} cases of ${couples} couples have both agreement and a vote.`,
    caption: (preferred: string, accurate: string, layer: string, criterion: string) =>
      `${preferred} less ${accurate}: ${layer}, preference ${criterion}; both on a scale from −1 to 1`,
    estimate: (level: string) => `Difference (${level} interval)`,
    p: 'One-sided p',
    paradoxExpects: 'The paradox expects',
    largerP: 'larger p of both',
    noTest: 'no test: D above 0 alone is no paradox',
    noHalf: 'one half has no test',
    rows: {
      agreement: 'Agreement with the record',
      preference: 'Net benefit in preference',
      both: 'Both (intersection-union test)',
      decoupling: 'D, preference less agreement',
    },
    expects: {
      agreement: (_: string, accurate: string) => `below 0: ${accurate} agrees more often`,
      preference: (preferred: string, _: string) => `above 0: ${preferred} is preferred`,
      both: (_preferred: string, _accurate: string) => 'a small p: both are shown',
      decoupling: (_preferred: string, _accurate: string) => 'above 0',
    },
    explain: (alpha: string) =>
      `Agreement is with what was decided and recorded, and is not correctness. Net benefit is the mean over cases of the votes: 1 if all are for the first arm, −1 if all are for the second, ties 0. The paradox counts as shown when both one-sided p are at most ${alpha}; this needs no correction for two tests.`,
  },
  plan: {
    title: 'What was registered',
    none: 'No analysis plan was registered: every result of this report is exploratory.',
    notRegistered: 'not registered, so that every result is exploratory',
    caption: (title: string, name: string) => `Register of the plan “${title}” (${name})`,
    version: 'Version',
    registeredAt: 'Registered',
    signer: 'Signed by',
    reason: 'Reason of the amendment',
    firstVersion: 'first version',
    followed: 'SHA-256 of the plan that this analysis followed:',
    seed: (seed: string, resamples: string) => `Seed ${seed}, ${resamples} resamples.`,
    power: 'Power that it was signed with',
    deviations: 'Deviations',
    noDeviations: 'None that the program can see.',
    says: 'What the plan says',
  },
  comparisons: {
    title: 'Hypotheses and comparisons',
    intro:
      'Paired on the same cases, with the couple as the unit. p values are adjusted within each family. Differences of shares are in percentage points, net benefit is from −1 to 1, scores are in points of their scale.',
    families: (families: string) => `Families with their number of hypotheses: ${families}.`,
    planned: 'Hypotheses of the plan',
    exploratory: 'Exploratory comparisons: whole plan and preference',
    exploratoryNote: (count: string) =>
      `All ${count} exploratory comparisons, of every layer and criterion, are in tables/exploratory-comparisons.csv; those of a question are adjusted together (BH: Benjamini and Hochberg).`,
    family: (name: string) => `Family ${name}`,
    paradoxFamily: 'The paradox (the larger p of two halves; several of a family are adjusted by Holm)',
    comparison: 'First − second',
    difference: (level: string) => `Difference (${level} interval)`,
    adjusted: 'Adjusted p',
    noAdjustment: 'needs none',
    detectable: 'Detectable with power 80 %',
    detectableExact: (level: string) => `exact, at level ${level}`,
    detectableRoughly: (level: string) => `roughly, at level ${level}`,
    notDetectable: 'not computed of two halves',
    detectableNote:
      'Detectable is the smallest true difference that this many cases show with power 80 %, at the level that Holm asks of the smallest p of the family: alpha over its number of hypotheses. Exact: by the exact McNemar test, with as many cases that differ as did here, or as the difference itself needs. Roughly: by a normal approximation from the spread that was observed; the test that is used may need more.',
    ofEachHalf: 'see its halves',
    cases: 'Cases (couples)',
    missing: 'Missing',
    notWorse: 'Not worse?',
    noMargin: 'not asked',
    margin: (margin: string, p: string) => `by ${margin}: p ${p}`,
    figure:
      'Differences of arms with intervals. Filled: hypotheses of the plan. Hollow: exploratory. Above 0 the first arm agrees more often, or is preferred by these raters; both are on a scale from −1 to 1.',
    axis: (level: string) => `first less second, −1 to 1, ${level} interval`,
    description: 'Differences between arms in agreement with the record and in preference, with intervals',
  },
  paradox: {
    pair: (preferred: string, accurate: string) => `${preferred} over ${accurate}`,
    pairLabel: 'Preferred over agreeing',
    pairsTitle: 'Every ordered pair',
    pairsIntro:
      'Exploratory: for each two arms, whether the second agrees more often with the record while the first is preferred by these raters. The adjusted p (Holm over all ordered pairs of a criterion) stands for a pair that was chosen after seeing the data, and the label “Paradox” follows it. “Concordant” and “Non-translation” are not adjusted, neither over pairs nor over criteria: among so many pairs some have them by chance. No label is adjusted over criteria.',
    pairsCaption: (level: string) => `Paradox of every other ordered pair (${level} intervals)`,
    adjusted: 'Adjusted p (Holm)',
    notAfterAdjusting: 'paradox not shown after adjustment',
    unadjusted: (label: string) => `${label} (not adjusted)`,
  },
  samePlan: {
    title: 'Same plan, different plan',
    intro:
      'Where two arms give the same plan, a preference is about the text. Where the plans differ, it may be about the decision; the second table says whose plan agrees with the record.',
    caption: 'Net benefit where the plans are the same, and where they differ',
    part: 'Plans',
    parts: { same: 'the same', different: 'different' },
    netBenefit: (level: string) => `Net benefit (${level} interval)`,
    votes: 'Votes on different plans, by whose plan agrees with the record',
    agrees: 'Agrees with the record',
    whose: {
      both: (_first: string, _second: string) => 'both',
      first: (first: string, _: string) => `${first} alone`,
      second: (_: string, second: string) => `${second} alone`,
      neither: (_first: string, _second: string) => 'neither',
    },
    forFirst: 'Votes for the first',
    forSecond: 'Votes for the second',
    ties: 'Ties',
    coupling: (layer: string, criterion: string, estimate: string) =>
      `Case by case (${layer}, ${criterion}): log odds that the arm which agrees with the record, where the other does not, is preferred: gamma ${estimate}. Near 0 with a narrow interval, preference does not follow agreement; above 0, raters reward it.`,
  },
  sensitivity: {
    title: 'The answer under other choices',
    intro:
      'One choice is changed in each row, everything else stays as planned. A row without enough cases says so; a conclusion that changes from row to row is weak. No p and no label of this table is adjusted.',
    caption: (level: string) => `Sensitivity of the paradox (${level} intervals, scale −1 to 1)`,
    choice: 'Choice',
    about: {
      'as planned': 'As planned',
      reference: 'Reference',
      clustering: 'Clustering',
      ties: 'Ties',
      raters: 'Raters',
      blinding: 'Blinding',
      'same plan': 'Same plan',
    },
    accuracy: 'Difference in agreement',
    preference: 'Net benefit',
    decoupling: 'D',
    p: 'p of both halves',
    label: 'Label',
  },
  orderings: {
    title: 'Two orders of the arms',
    intro:
      'The arms by how often they agree with the record, and by how much these raters prefer them, on the cases of the review.',
    caption: (layer: string, criterion: string) =>
      `Places of the arms: ${layer}, preference ${criterion} (1 is the highest)`,
    agreement: 'Agrees with the record',
    preference: 'Mean net vote',
    place: 'Place',
    tau: (tau: string, p: string, descriptive: boolean) =>
      `Kendall's tau-b between the two orders is ${tau} (p ${p}${descriptive ? '; descriptive with fewer than five arms' : ''}).`,
    noTau: (none: string) => `Kendall's tau-b: ${none}.`,
    reversal: (share: string, resamples: string, arms: string, chance: string) =>
      `The arm that agrees most often with the record is not the one that is preferred most in ${share} of ${resamples} resamples. By chance alone, between two unrelated orders of ${arms} arms, it is another one in ${chance}: a share near that says nothing.`,
    noReversal: (none: string) => `Probability that the two first places differ: ${none}.`,
  },
}

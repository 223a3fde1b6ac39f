/** @file English: the page, its main figure, and agreement with the record per layer, as differences and by stratum. */
import { RESEARCH_NOTICE } from '../../research-notice.ts'

/** Page, brief, layers, differences, strata, weights and limits. */
export const page = {
  page: {
    subtitle: (study: string, specialty: string) => `Bedside report · study ${study} · ${specialty}`,
    title: (study: string) => `${study} · Bedside report`,
    synthetic: 'SYNTHETIC DATA. The records were generated and belong to no patient.',
    contents: 'Contents',
    notice: RESEARCH_NOTICE.en as string,
  },
  brief: {
    title: 'In brief',
    intro: (level: string) =>
      `Each figure is the share of test cases that agree with the recorded decision (${level} interval): the same option, a number within 10 % of the recorded one, or every layer of a decision of several layers or of the whole plan, numbers to the digit. First the strongest baseline of the decision by this share, then each arm and its difference from that baseline. Which baseline is strongest is chosen on these same test cases, which favours it a little.`,
    asSampled:
      'The test set over-samples, and these figures are as sampled; those of the cohort are under “Weighted to the cohort”.',
    difference: (text: string) => `, difference ${text}`,
    and: '; ',
    end: '.',
  },
  figure: {
    title: 'Agreement with the record',
    caption: (level: string) =>
      `Share of test cases that agree with the recorded decision in all its parts, with ${level} intervals; for a number, the share within 10 % of it. Filled circles: arms. Hollow diamonds: baselines. Unreadable or missing answers count as disagreeing.`,
    axis: (level: string) => `share of test cases that agree with the record, ${level} interval`,
    description: 'Agreement with the record per decision layer, arms beside baselines, with intervals',
    panel: (layer: string, metric: string, n: string) => `${layer}: ${metric} (n = ${n})`,
  },
  metric: {
    label: (_name: string, label: string) => label,
    unit: (unit: string) => `, ${unit}`,
    lowerIsCloser: '; lower is closer',
    primary: ' · primary',
  },
  layers: {
    title: 'Every layer',
    intro:
      'One metric per layer is primary; the others are secondary. The denominator of every metric but one is fixed: all test cases whose record has the layer, an answer that is missing or unreadable counted as disagreeing. The mean absolute error of a number is over readable answers only, and its n says how many; so it is never the primary metric. “Not defined on … resamples” means that a rare option is missing from too many resamples for an interval to hold; “constant in every resample” that the bootstrap had nothing to measure, and its interval claims no precision.',
    predictor: 'Predictor',
    value: 'Value',
    interval: (level: string) => `${level} interval`,
    method: 'Method',
    baseline: 'baseline',
    caseCount: (count: string) => `${count} cases`,
    type: (type: string) => `${type}, `,
    partOf: (decision: string) => `part of ${decision}, `,
    caption: (layer: string, type: string, n: string) => `${layer}: ${type}${n} test cases`,
  },
  differences: {
    title: 'Differences',
    intro: (alpha: string) =>
      `Paired on the same test cases. Discordant: cases in which only the first, and only the second, agrees. The p values are exact, two-sided and not adjusted for their number. The interval and the exact test are different methods, and near the edge they can disagree: an interval that just leaves out zero beside a p just above ${alpha}, or the reverse. The other metrics are in tables/differences.csv.`,
    caption: 'Arms against baselines and against each other',
    first: 'First − second',
    difference: 'Difference',
    discordant: 'Discordant',
    mcnemar: 'McNemar p',
  },
  pyramid: {
    title: 'Common and rare combinations',
    intro:
      'Cases by how common their combination is among the training records: head, mid, tail; one that no training record has is tail. The recorded decision is part of the combination, so whatever predicts the most common plan does well in the head and badly in the tail by construction. As sampled, not weighted. Strata with fewer than 10 cases give counts only and no gap, and macro-F1 is not given where an option is absent. The method of each interval is in tables/estimates.csv, every other metric’s gap in tables/gaps-head-tail.csv.',
    share: (level: string) => `Share that agrees with the record (${level} interval)`,
    gap: 'head − tail, points',
    size: (n: string, stratum: string) => `n = ${n} ${stratum}`,
    counts: (count: string, n: string) => `${count} of ${n}`,
    notEstimable: 'not estimable',
    rareTitle: 'Rare situations',
    rareIntro:
      'Clinically rare situations that the specialty names. They cut across head, mid and tail, and a case may be in several. As sampled; fewer than 10 cases give counts only. The baselines are in tables/rare-situations.csv.',
    rareHeading: (label: string, cases: string, couples: string, training: string) =>
      `${label}: ${cases} test cases of ${couples} couples, ${training} in training`,
    layer: 'Layer',
    weightedTitle: 'Weighted to the cohort',
    weightedNotice: (drawn: string) =>
      `The test set over-samples: couples drawn are ${drawn}, by strata over all records. Every other figure of this report is as sampled, and speaks of a population in which rare cases are as frequent as in the test set.`,
    drawn: (stratum: string, test: string, eligible: string, weight: string) =>
      `${stratum} ${test} of ${eligible} (weight ${weight})`,
    weightedIntro: (couples: string) =>
      `Here each couple counts as often as its stratum does in the cohort (post-stratification weights), with bootstrap intervals within the strata of the drawing. The precision is about that of ${couples} couples of equal weight. Every metric is in tables/reweighted-estimates.csv.`,
    asSampled: 'As sampled',
    weighted: 'Re-weighted to the cohort',
  },
  limits: {
    title: 'Limits',
    record:
      'The reference is what was decided and recorded. Agreement with the record is not correctness: the record may be wrong, and a different plan may be as good.',
    checkpoint:
      'Each arm is one checkpoint from one seed. The figures speak about these checkpoints, not about the methods in general.',
    noReview: 'Nobody has judged the reasoning texts; these figures cover the plans only.',
    review: (clinicians: string, simulated: boolean) =>
      simulated
        ? `Preference and ratings are those of ${clinicians} SIMULATED reviewers (programs) on the cases of the review; they say nothing of clinicians.`
        : `Preference and ratings are those of ${clinicians} clinicians on the cases of the review; with few of them nothing is claimed of clinicians in general.`,
    tail: (cases: string) => `The tail stratum has ${cases} test cases; read its intervals, not its values.`,
    unadjusted: 'p values under “Differences” are not adjusted for the number of comparisons.',
    generated: 'The records are generated by rules. How far an arm recovers these rules says nothing about patients.',
    noNear: 'No test couple has a near-duplicate among the training couples.',
    near: (couples: string, all: string, distance: string, equal: string) =>
      `${couples} of ${all} test couples have a near-duplicate in training: the same categories and numbers that hardly differ (Gower distance up to ${distance}), of them ${equal} with equal fields. Where fields are few or coarse this is chance; elsewhere it may be the same couple under two ids. Their ids are in split/near-duplicates.json.`,
    selection: (rows: string, condition: string, layer: string, parts: string) =>
      `${rows} rows are left out as “${condition}”. By ${layer}, of these and the records: ${parts}. Where the shares differ, the cohort is selected by what was decided.`,
    selected: (option: string, left: string, all: string, share: string) => `${option} ${left} of ${all} (${share})`,
    selectedNone: (option: string) => `${option} 0`,
  },
}

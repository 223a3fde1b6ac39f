/** @file English: sections of the automatic benchmark. */

/** Adherence to rules, and arms by stratum. */
export const benchmark = {
  rules: {
    title: 'Within the rules',
    intro:
      'How often a plan stays within what the rules of the specialty leave open. The recorded decision stands beside the arms here, and only here among the figures of the benchmark: its agreement with itself would be 100 % by construction.',
    caption: 'Share of test cases within the rules',
    within: 'Within',
    share: (level: string) => `Share (${level} interval)`,
  },
  strata: {
    title: 'Differences of arms in common and rare combinations',
    intro:
      'Difference in agreement with the record in head, mid and tail, and the test of whether it is another in the head than in the tail (labels of the arms permuted within the couple). Strata with fewer than 10 cases give counts only.',
    caption: (level: string) => `First less second, points (${level} intervals)`,
    interaction: 'Head against tail, p',
  },
}

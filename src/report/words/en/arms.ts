/** @file English: how the arms were made, and the synthetic cohort beside published figures. */

/** Arms, training and the synthetic cohort. */
export const arms = {
  arms: {
    title: 'Arms and baselines',
    intro:
      'Each arm is one checkpoint, or one checkpoint with exemplars. Baselines are not language models: they are fitted on the fields and decisions of the training split and scored in the same way.',
    baseline: (_name: string, description: string) => description,
    /** The name of the arm goes before it. */
    shortened: (asked: string, room: string, least: string) =>
      `was to see ${asked} ${asked === '1' ? 'exemplar' : 'exemplars'}, but in at least half of its prompts there was room for ${room} (least ${least}). Its figures are those of the exemplars that it really saw.`,
    /** The name of the arm goes before these two. */
    asked: (model: string, server: string) =>
      `is no checkpoint of this study: the model ${model} behind the server ${server} wrote its answers, with the same exemplars and prompts. What stands behind a server may change without notice.`,
    notAnswered: (count: string, cases: string, reasons: string) =>
      `got no answer in ${count} of ${cases} cases, which count as wrong on every layer and are not left out (${reasons}).`,
    noRoom: 'none',
    roomFor: (median: string) => `no more than ${median}`,
    caption: 'How the arms were made',
    policy: 'Policy (base is shared by all arms)',
    predictions: 'Predictions on the test split',
    /** Of a count in a manifest, by its name and its English label. */
    count: (_name: string, label: string) => label,
    heldOut: (start: string, end: string, cases: string) => `${start} to ${end} (n = ${cases})`,
    exemplars: (asked: string, median: string, least: string) => `${asked} asked, median ${median}, least ${least}`,
    pairs: (source: string, pairs: string, prompts: string) =>
      `Preference pairs (${source}): ${pairs} from ${prompts} training prompts`,
    without: (reasons: string) => ` (without a pair: ${reasons})`,
    unreadable: (count: string) => `. Rejected completions that were unreadable: ${count}.`,
    comparison: '"Validation split, start to end" compares the policy before and after training.',
    dpo: 'For dpo it is the log-probability of the chosen less that of the rejected completion (nats, summed over a completion, mean of pairs).',
    grpo: 'For grpo it is the mean reward of sampled completions; its training loss is near 0 by design, and tells nothing.',
    training: 'Training',
    trainingIntro:
      'Line: training, as means of consecutive steps where there are many. Points: the same quantity on the validation split.',
    step: 'optimiser step',
    quantity: (quantity: string) => quantity,
    curve: (policy: string, quantity: string) => `Training of ${policy}: ${quantity} by step`,
  },
  cohort: {
    title: 'Synthetic cohort beside published figures',
    intro: (couples: string, clinics: string, met: string, known: string) =>
      `SYNTHETIC. The first ${couples} couples of the invented clinics (${clinics}): ${met} of ${known} figures lie within their tolerance. The generator is adjusted to these figures as an average of many clinics; a single clinic differs from them, as clinics do. Tags: V seen in a public source, M measured in a public file, K general knowledge, which nobody has verified.`,
    caption: 'SYNTHETIC: published figures, tolerances and ours',
    figure: 'Figure',
    about: 'About',
    published: 'Published',
    tolerance: 'Tolerance',
    ours: 'Ours',
    within: 'Within',
    why: 'Why this tolerance',
    tooFew: 'too few',
    yes: 'yes',
    no: 'no',
  },
}

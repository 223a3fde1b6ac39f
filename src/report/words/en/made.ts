/** @file English: where the records come from, how the arms were made, what could not be read, and how to make it again. */

/** Flow of records, arms, prompts seen, answers that could not be read, samples and reproduction. */
export const made = {
  records: {
    title: 'Flow of records',
    caption: (source: string) => `From ${source} to the test split`,
    step: 'Step',
    rows: 'Rows',
    couples: 'Couples',
    steps: {
      'rows read': 'rows read',
      'not in the cohort': 'not in the cohort',
      quarantined: 'quarantined',
      records: 'records',
      training: 'training',
      validation: 'validation',
      test: 'test',
      'not used': 'not used: more than the study asks for (split)',
    },
    rarer: (count: string) => `${count} rarer reasons for quarantine are in tables/flow.csv.`,
    findings: 'What the import found that a person should look at:',
    byCouple: (cases: string, couples: string) =>
      `The split is by couple, so that no couple stands on two sides of it. The ${cases} test cases belong to ${couples} couples.`,
    byRow: (cases: string) =>
      `The split is by row; couples cannot be linked, one couple may stand on both sides, and intervals may be too narrow. There are ${cases} test cases.`,
    strata: (head: string, mid: string, tail: string) =>
      `By how common their combination is among the training records, ${head} are head, ${mid} mid and ${tail} tail cases.`,
  },
  checklists: {
    title: 'Reporting checklists',
    intro:
      "What the study's own files say to each item, in the files named. An item counts as filled when there is something to say; " +
      'whether it is enough is for the authors. The topics are in our own words: read the checklist itself before you sign it. ' +
      'The files name the items whose number we did not verify.',
    columns: ['checklist', 'fit', 'filled', 'left for a person', 'file'],
    filled: (filled: number, all: number) => `${filled} of ${all}`,
  },
  seen: {
    title: 'Prompts seen in training',
    none: 'No test case has a prompt that stands word for word in training.',
    intro: (count: string, all: string) =>
      `${count} of ${all} test cases have a prompt that stands word for word in training, as happens where fields are few or coarse. An arm may have memorised what was decided there. The two groups differ in more than this: what is common is seen more often. Groups with fewer than 10 cases give counts only; the baselines are in tables/seen-in-training.csv.`,
    heading: (layer: string, seen: string, unseen: string) => `${layer} (n = ${seen} seen, n = ${unseen} not seen)`,
    seen: 'Seen in training',
    unseen: 'Not seen',
  },
  readability: {
    title: 'Answers that could not be read',
    intro: 'An answer must end in a plan of a fixed form. One that does not counts as disagreeing on every layer.',
    caption: 'Counts of test cases',
    unreadable: 'Unreadable',
    missing: 'Missing',
    cut: 'Cut at length limit',
    dropped: 'Exemplars dropped',
    faults: 'Most frequent faults (an answer can have several)',
    fault: 'Fault',
    answers: 'Answers',
  },
  samples: {
    title: 'Sample cases',
    intro: 'The first test case of each stratum. The couples are generated; they belong to no patient.',
    recorded: 'Recorded decision',
    unreadable: 'no readable plan',
    agrees: 'agrees with the record on every layer',
    differs: (layers: string) => `differs from the record on: ${layers}`,
  },
  reproduction: {
    title: 'How to make this again',
    intro: (seed: string, resamples: string) => `seed ${seed}, ${resamples} bootstrap resamples of the benchmark`,
    study: 'Study',
    commit: 'commit',
    same: 'The same command on the same inputs gives the same figures.',
    caption: 'Artifacts (hashes shortened; the whole ones are in each manifest.json)',
    artifact: 'Artifact',
    code: 'Code',
    key: 'Key',
    finished: 'Finished (UTC)',
    versions: 'Versions',
    settings: 'Settings, defaults included',
  },
}

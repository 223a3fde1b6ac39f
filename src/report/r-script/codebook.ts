/** @file What every column of the tables for R means. */
import { toCsv } from '../../support/index.ts'

type Column = readonly [name: string, meaning: string, values: string]

const line: readonly Column[] = [
  ['case', 'the case that was judged, numbered anew in the order of the record ids', 'case-1, case-2, ...'],
  ['couple', 'the couple of the case: the unit of the analysis', 'couple-1, couple-2, ...'],
  ['rater', 'the rater, as named in the review', 'text'],
  ['rater_kind', 'a clinician, or a language model as judge', 'clinician, judge'],
  ['centre', 'where the rater works', 'text; empty when it was not asked'],
  ['repeat', 'a hidden repeat, used for agreement with oneself alone', '0, 1'],
  ['excluded', 'left out by the plan', '0, 1'],
  ['simulated_reviewers', 'no clinician judged: SIMULATED REVIEWERS did', '0, 1'],
]

const files: Readonly<Record<string, readonly Column[]>> = {
  'outcomes.csv': [
    line[0],
    line[1],
    ['stratum', 'how common the recorded decision is in the training records', 'head, mid, tail'],
    ['arm', 'the arm; physician is the recorded decision, whose agreement is 1 by construction and never used', 'text'],
    ['layer', 'a decision layer, a decision of several, or the whole plan', 'text; whole-plan'],
    ['agrees', 'the predicted decision is the recorded one; one that cannot be read is not', '0, 1'],
    ['within_rules', 'the decision is among those that the rules leave open', '0, 1; empty without rules'],
    [
      'plan',
      'which decision it is: equal numbers within a case and layer are equal decisions',
      '1, 2, ...; empty when nothing usable was predicted',
    ],
  ],
  'ratings.csv': [
    ...line,
    ['arm', 'whose plan was rated', 'text'],
    ['criterion', 'what was rated', 'text'],
    ['score', 'the score on the scale of the review (settings.csv)', 'whole number'],
  ],
  'preferences.csv': [
    ...line,
    ['left', 'the arm shown on the left', 'text'],
    ['right', 'the arm shown on the right', 'text'],
    ['criterion', 'what was compared', 'text'],
    ['choice', 'which side was preferred', 'left, right, tie, both bad (counts as a tie)'],
  ],
  'guesses.csv': [
    ...line,
    ['arm', 'whose plan it was', 'text'],
    ['guess', 'what the rater took it for', 'physician, model, unknown'],
    ['guessed_arm', 'the arm that was guessed', 'text; empty for "do not know" or not asked'],
  ],
  'lengths.csv': [
    line[0],
    ['arm', 'whose text it is; physician is the recorded one', 'text'],
    ['characters', 'length of the text, in UTF-16 units', 'whole number'],
    [
      'overlap',
      'sentence BLEU with the recorded text of the case, add-one smoothing; computed by Bedside, since there is no text here',
      '0 to 1; empty of the recorded text, or without one',
    ],
  ],
  'hypotheses.csv': [
    ['id', 'the hypothesis in the plan', 'text'],
    ['question', 'what it asks', 'benchmark, rating, preference, paradox'],
    ['family', 'hypotheses of one family are adjusted together by Holm', 'text'],
    ['first', 'the first arm; of a paradox the one that is preferred', 'text'],
    ['second', 'the second arm; of a paradox the one that agrees more with the record', 'text'],
    ['of', 'the layer, or the criterion', 'text'],
    ['measure', 'what is compared', 'agreement, within-rules, score, net-benefit'],
    ['criterion', 'of a paradox: the criterion of the preference', 'text; else empty'],
    ['direction', 'which side the test looks at', 'two-sided, first-higher; empty of a paradox'],
    ['margin', 'largest loss that counts as none', 'number; empty without one'],
  ],
  'settings.csv': [
    ['name', 'a setting of the analysis; arms and layers are lists in their order', 'text'],
    ['place', 'place in its list', '1, 2, ...'],
    ['value', 'its value', 'text or number'],
  ],
  'expected.csv': [
    ['id', 'the way to a number of analysis/results.json, list entries by what they are about', 'text'],
    ['quantity', 'the method that the result names', 'text; empty where it names none'],
    ['value', 'the number, unrounded', 'number'],
    [
      'tolerance',
      'largest difference: 0 of a count, 5e-8 of the value of a closed form; empty where the script computes it from draws',
      'number',
    ],
    [
      'kind',
      'what it rests on; a resampled one is drawn anew with another seed, or computed exactly where that is possible',
      'count, closed form, resampled',
    ],
    ['simulated_reviewers', 'the review of the study has SIMULATED REVIEWERS', '0, 1'],
  ],
  'recomputed.csv': [
    ['id', 'as in expected.csv', 'text'],
    ['quantity', 'as in expected.csv', 'text'],
    ['kind', 'as in expected.csv; closed form where neither program had to draw', 'count, closed form, resampled'],
    ['ours', 'the number of the analysis', 'number'],
    ['R', 'the number of the script', 'number; empty when it was not computed'],
    ['difference', 'between both', 'number'],
    ['tolerance', 'largest difference that counts as none', 'number'],
    ['ok', 'whether they agree', 'TRUE, FALSE'],
  ],
}

/** `codebook.csv`: file, column, meaning, values. `recomputed.csv` is what the script writes. */
export function codebookCsv(): string {
  return toCsv(
    ['file', 'column', 'meaning', 'values'],
    Object.entries(files).flatMap(([file, columns]) => columns.map(column => [file, ...column])),
  )
}

/** @file English: the list of keys. */

/** Keys. */
export const keys = {
  title: 'Keys',
  score: 'Score of the question in focus, or of the first open one',
  arrows: 'Between the points of a question',
  choice: 'Two plans: left, right, tie, both bad',
  next: 'Next',
  differences: 'Show the differences between two plans',
  record: 'To the record',
  plan: 'To the plan',
  harm: 'To the question about harm',
  comment: 'To the comment',
  list: 'This list',
  notInText: 'Single keys do nothing while you write in a text field.',
  single: 'Single keys act (Ctrl + Enter always does)',
}

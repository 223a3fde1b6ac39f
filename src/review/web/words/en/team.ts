/** @file English: the pages of the study team. */

/** The study team. */
export const team = {
  title: 'Study team',
}

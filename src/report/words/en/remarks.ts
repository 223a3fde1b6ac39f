/** @file English: harm, error tags and comments of raters. */

/** What raters remarked on plans, beside scores and preferences. */
export const remarks = {
  remarks: {
    title: 'Harm and errors that raters saw',
    intro:
      'This is descriptive: nothing of it is tested. A plan judged is one case, arm and clinician who scored the plan or compared it; it counts once, with the worst harm that she named. A harm in a pair belongs to the side that it names. Error tags and comments in a pair are of the slot and not of a side: they count for both of its plans, in a column of their own. Hidden repeats are left out, and so are language models. What comments say stands in the export alone.',
    harms: (level: string) => `Plans with a harm (${level} intervals, by couple)`,
    harm: 'Harm',
    severity: { any: 'any', mild: 'mild', moderate: 'moderate', severe: 'severe' },
    plans: 'Plans with it',
    judged: 'Plans judged',
    share: 'Share',
    tags: 'Error tags and comments, slots with each',
    tag: 'Error tag',
    comments: 'comments',
    alone: 'Plan alone',
    inPairs: 'Pairs with this plan',
  },
}

/** @file English: whether answers have arrived. */

/** Saved, not saved, not connected. */
export const delivery = {
  draft: 'Draft on this computer',
  draftShort: 'Draft',
  sending: 'Saving',
  saved: 'Saved',
  notConnected: 'Not connected.',
  kept: 'Your answers are kept on this computer and are sent when the connection is back.',
  keptInWindow: 'This browser keeps nothing: leave this window open until the connection is back.',
  waiting: (count: number) => (count === 1 ? '1 judgement waits.' : `${count} judgements wait.`),
  tryNow: 'Try now',
}

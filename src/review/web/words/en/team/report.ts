/** @file English: reporting that somebody is no longer blind. */

/** The form. */
export const report = {
  title: 'Report an unblinding',
  what: 'Have you learnt, or been told, which source wrote a plan, or whose plan it is? Report it here. It is no offence: it belongs to an honest record of the study.',
  kind: 'What happened',
  kinds: {
    'was told': 'I was told, or saw, which source a plan is from',
    'recognised the author': 'I recognised who wrote a plan',
  },
  note: 'How it happened',
  noteHint:
    'Which pseudonym or case it concerns and how you came to know. Not which source it was, and nothing that identifies a patient.',
  needNote: 'Say how it happened.',
  needKind: 'Choose one.',
  send: 'Report',
  confirmTitle: 'Record this report?',
  confirmWhy:
    'It is recorded with your pseudonym and the time and cannot be deleted. Nothing is withdrawn by it. The audit log shows that you reported, not what you wrote.',
  confirmMake: 'Record the report',
  done: (event: number) => `Thank you. Your report is event ${event} of the audit log.`,
  notNow: 'Reports are taken while the review is open or locked.',
}

/** @file English: where the review stands, and closing it by two people. */

/** Steps, proposals, what comes next. */
export const closing = {
  title: 'Lock and unblinding',
  standingTitle: 'Where the review stands',
  steps: 'Steps of the review',
  states: { draft: 'In preparation', open: 'Open', locked: 'Locked', unblinded: 'Unblinded' },
  stepWhat: {
    draft: 'The plan is registered, people are invited, cases are allotted.',
    open: 'Raters judge. Nobody can see an arm.',
    locked: 'No judgement is given or changed any more. Everybody is still blind.',
    unblinded: 'The arms are known to the analysts. There is no way back.',
  },
  passed: 'passed',
  now: 'now',
  later: 'later',
  by: (who: string) => `by ${who}`,
  byTwo: (first: string, second: string) => `by ${first} and ${second}`,
  next: 'What comes next',
  nextOf: {
    draft:
      'Cases are prepared and allotted on the study’s computer, and a designer opens the review there. This command says which step is next.',
    open: 'When enough is judged, a designer or monitor proposes the lock, and another person confirms it.',
    lockProposed:
      'A designer, monitor or key holder other than the proposer confirms the lock on the study’s computer.',
    locked: 'A designer or analyst proposes the unblinding with a reason, and a key holder confirms it.',
    unblindProposed: 'A key holder other than the proposer confirms the unblinding on the study’s computer.',
    unblinded: 'An analyst exports the judgements with their arms on the study’s computer; then the study is analysed.',
  },
  proposedLock: (who: string, when: string) => `${who} proposed to lock the review on ${when}.`,
  proposedUnblind: (who: string, when: string) => `${who} proposed to unblind the review on ${when}.`,
  waits: {
    lock: (who: string) => `${who} proposed to lock the review. Another person must confirm it.`,
    unblind: (who: string) => `${who} proposed to unblind the review. A key holder must confirm it.`,
  },
  because: 'Reason:',
  goesOn: 'Until it is confirmed, raters go on judging.',
  forYou: 'For you',
  yours: 'You proposed this, so another person must confirm it. Until then you can take it back.',
  proposerLeft: 'Who proposed this has left the review. You can take it back, so that it can be proposed anew.',
  confirm: 'You can be the second person. The command asks for your password, as a signature.',
  export: 'You can export them. The command asks for your password, as a signature.',
  command: 'Command on the study’s computer',
  nothing: 'There is nothing for you to do now.',
  nothingWaits: 'There is nothing for you to do until this is confirmed.',
  waitsUntil: {
    invited: 'In this page you can invite people and work out the sample size.',
    opened: 'Your part begins later. You can close this page and come back.',
    locked: 'Your part begins after the lock. You can close this page and come back.',
    lockProposed: 'When somebody proposes the lock, you may be asked to confirm it.',
    proposed: 'Your part begins when somebody proposes the unblinding. You can close this page and come back.',
    unblinded: 'Your part is done, unless you learn of an arm by accident: then report it.',
    over: 'Your part is done. Thank you.',
  },
  whyThere: 'Why not in this page?',
  whyThereText:
    'The key that tells which plan is whose lies in the review’s folder or database, and no page and no request can reach it. Whoever gets hold of a password or of this page can therefore unblind nothing. Before a lock, the key is checked on the study’s computer, so that what is locked can be unblinded.',
  proposeLock: 'Propose to lock',
  proposeLockTitle: 'Propose to lock the review?',
  proposeLockWhy:
    'The proposal is recorded with your pseudonym. Raters go on until another person confirms. After that no judgement is given or changed any more, and there is no way back.',
  missing: (missing: number, all: number) =>
    missing === 0
      ? `All ${all} judgements are done or withdrawn.`
      : `${missing} of ${all} judgements are missing. What is missing at the lock stays missing.`,
  proposeUnblind: 'Propose to unblind',
  proposeUnblindTitle: 'Propose to unblind the review?',
  proposeUnblindWhy:
    'The proposal is recorded with your pseudonym and this reason. When a key holder confirms, the arms become known to the analysts, and there is no way back.',
  withdraw: 'Take the proposal back',
  withdrawTitle: 'Take the proposal back?',
  withdrawWhy: 'It is recorded that you did. Anybody who may propose can then propose anew.',
  proposed: 'Your proposal is recorded. Tell the second person.',
  withdrawn: 'The proposal is taken back.',
}

/** @file English: the pages of the study team. */
import { closing } from './team/closing.ts'
import { log } from './team/log.ts'
import { members } from './team/members.ts'
import { planner } from './team/planner.ts'
import { progress } from './team/progress.ts'
import { report } from './team/report.ts'

/** The study team. */
export const team = {
  title: 'Study team',
  navigation: 'Pages of the study team',
  pages: {
    progress: 'Progress',
    standing: 'The review',
    members: 'People',
    planner: 'Sample size',
    closing: 'Lock and unblinding',
    log: 'Audit log',
    report: 'Report an unblinding',
  },
  roles: {
    reviewer: 'Reviewer',
    monitor: 'Monitor',
    designer: 'Designer',
    analyst: 'Analyst',
    'key holder': 'Key holder',
  },
  manyOf: {
    reviewer: 'Reviewers',
    monitor: 'Monitors',
    designer: 'Designers',
    analyst: 'Analysts',
    'key holder': 'Key holders',
  },
  notYours: 'This page is not for your role.',
  reason: 'Reason',
  needReason: 'Give a reason. It stays in the audit log.',
  reasonHint: 'It stays in the audit log: no name of a patient or of a person.',
  copy: 'Copy',
  copied: 'Copied',
  cannotCopy: 'The browser does not allow copying. The text is marked: press Ctrl-C.',
  recorded: (event: number) => `Recorded as event ${event}.`,
  none: 'none',
  problems: {
    offline:
      'No answer came from the server. Whether it was done is not known: load the page again before you try again.',
    'sign-in': 'You are not signed in any more.',
    role: 'Your role may not do this.',
    state: 'The review does not take this now. Nothing was changed.',
    people: 'This needs another person.',
    slot: 'This cannot be done with these cases. Nothing was changed.',
    key: 'The server has another answer under this submission.',
    input: 'The server did not accept what was sent. Nothing was changed.',
    rate: 'Too many requests in a short time. Wait a moment, then try again.',
    fault: 'The server has a fault. Load the page again before you try again.',
  },
  progress,
  members,
  closing,
  log,
  planner,
  report,
}

/** @file English: a sentence for everything that can go wrong with a request. */

/** By the code of the problem. */
export const problems = {
  offline: 'No connection to the server. The page tries again by itself.',
  'sign-in': 'You are not signed in any more. Please sign in again; nothing is lost.',
  role: 'Your account may not do this. If that is a mistake, ask the study team.',
  state: 'The review does not take this now: it is not open yet, or was locked. Nothing was changed.',
  people: 'This needs another person, or somebody who is no longer part of the review.',
  slot: 'This case is no longer yours to judge here. The list of your cases is read again.',
  key: 'The server has other answers under this submission. Load the page again, then check what it shows.',
  input: 'The server did not accept what was sent. Check the entries and send again.',
  rate: 'Too many requests in a short time. Please wait a moment; the page tries again by itself.',
  fault: 'The server has a fault. What you entered is kept here, and the page tries again by itself.',
}

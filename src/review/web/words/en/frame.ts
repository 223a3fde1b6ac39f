/** @file English: what stands around every page. */

/** Header, footer, menu and what any page can say. */
export const frame = {
  product: 'Bedside',
  review: 'Review of treatment plans',
  skip: 'Skip to the content',
  menu: 'Menu',
  language: 'Language',
  signOut: 'Sign out',
  signedInAs: 'Signed in as',
  wasSignedInAs: 'You were signed in as',
  loading: 'Loading',
  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  contact: 'Questions:',
  research: 'For research only. Not for the care of patients.',
  simulated: 'SIMULATED REVIEW',
  simulatedWhy: 'No clinician rates here: nothing of this is evidence.',
  notFound: 'There is no page at this address.',
  toStart: 'Go to the start',
  broken: 'This page has stopped',
  brokenWhy:
    'Something in the page failed. What you entered is kept on this computer, and what was marked as saved is on the server. Load the page again to go on.',
  reload: 'Load the page again',
}

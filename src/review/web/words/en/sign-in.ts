/** @file English: invitation, password, signing in. */

/** Signing in. */
export const signIn = {
  title: 'Sign in',
  what: 'A blinded review of treatment plans by physicians.',
  email: 'E-mail address',
  password: 'Password',
  submit: 'Sign in',
  hospital: (name: string) => `Sign in with ${name}`,
  or: 'or',
  wrong: 'Address and password do not fit. Check both; the study team can send a new link.',
  noHospital: 'The hospital sign-on did not let you in. Ask the study team whether you are invited under this address.',
  forgotten: 'Forgotten the password? The study team makes a new link for you.',
  needEmail: 'Enter your e-mail address.',
  needPassword: 'Enter your password.',
  again: 'Please sign in again',
  againWhy: 'Your session has ended. Everything that you entered is still here and is sent afterwards.',
  invitation: 'Invitation',
  welcome: (name: string) => `Welcome, ${name}`,
  invitationWhy: 'Choose a password for this review. The link works once.',
  newPassword: 'New password',
  newPasswordHint: 'At least 12 characters. A few words in a row are easy to keep in mind.',
  show: 'Show the password',
  tooShort: 'The password needs at least 12 characters.',
  set: 'Set the password and sign in',
  expired: 'This link was used already or has expired. Ask the study team for a new one.',
  haveOne: 'I have a password: sign in',
}

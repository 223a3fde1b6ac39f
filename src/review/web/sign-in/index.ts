/** @file Invitation, signing in, signing in again. */
export { InvitationPage } from './invitation-page.tsx'
export { SignInAgain } from './sign-in-again.tsx'
export { SignInPage } from './sign-in-page.tsx'

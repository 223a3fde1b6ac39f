/** @file Accounts of a review: who may sign in, and who sends a request. What each may do is the store's to say. */
export { type AccountLine, type Accounts, openAccounts } from './accounts.ts'
export type { Oidc } from './authentication.ts'
export type { Invitation } from './invitations.ts'

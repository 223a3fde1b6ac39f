/** @file What an act of the console works on: one open review, in the process that has it. */
import type { Accounts } from '../accounts/index.ts'
import type { Store } from '../store/index.ts'

/** An open review and the accounts of its people. */
export interface Desk {
  readonly store: Store
  readonly accounts: Accounts
  /** Where it is served now; null when it is not. */
  readonly servedAt: string | null
}

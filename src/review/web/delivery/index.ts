/** @file Getting judgements to the server, also over a connection that is lost. */
export { type Parcel, post, sendLeftovers, waiting } from './outbox.ts'
export { persistently, trouble, tryNow } from './persistently.ts'
export { ConnectionBanner } from './connection-banner.tsx'
export { SavedMark, type SavedState } from './saved-mark.tsx'

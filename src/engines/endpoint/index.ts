/** @file Generation by a chat server of the user's choice. */
export type { Answer } from './answer.ts'
export { type EndpointConfig, endpointConfig } from './config.ts'
export { type Endpoint, endpoint } from './endpoint.ts'
export type { EndpointFailure } from './failure.ts'
export { askPresence } from './server-presence.ts'
export { type Inquiry, isFailure, openInquiry } from './inquiry.ts'

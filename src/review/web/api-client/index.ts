/** @file Talking to the server. */
export { type Answer, call, callOnce, type Route } from './call.ts'
export { type ProblemCode, RequestProblem } from './problem.ts'
export { sessionEnded, sessionIsBack } from './session.ts'
export { createStore, type Store, useStore } from './store.ts'

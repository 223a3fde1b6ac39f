/** @file Talking to the server. */
export { type Answer, call, callOnce, type Route } from './call.ts'
export { type ProblemCode, RequestProblem } from './problem.ts'
export { sessionEnded, sessionIsBack } from './session.ts'
export { hospitalSignOn, setPassword, signIn, signInOptions, signOut } from './sign-in.ts'
export { createStore, type Store, useStore } from './store.ts'

/** @file What travels between the server of a review and its page, and nothing more: no arm, no key, no model. */
export { HTTP_STATUS, type Routes } from './routes.ts'
export type { SignInRoutes } from './sign-in.ts'
export type {
  CaseGroup,
  CaseRow,
  CaseSheet,
  DecisionRow,
  Feedback,
  Mark,
  PlanSheet,
} from './sheets.ts'
export type {
  Me,
  MemberLine,
  Planner,
  PlannerAnswer,
  Problem,
  ShownCase,
  TeamView,
} from './views.ts'

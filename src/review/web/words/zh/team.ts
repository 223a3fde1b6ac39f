/** @file Chinese: the pages of the study team. */
import type { team as english } from '../en/team.ts'

/** The study team. */
export const team: typeof english = {
  title: '研究团队',
}

/** @file A served review with the built page for tests of the study team's pages, and windows in which people are signed in. */
import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import type { Planner } from '../../src/review/api/index.ts'
import type { Actor, Store } from '../../src/review/store/index.ts'
import { ENGINES } from './engines.ts'
import { openWindow, type Window } from './page-browser.ts'
import { asSheet, PASSWORD, type ServedReview, serveReview } from './served-review.ts'
import { judgeSlots, rater, setUpReview } from './small-review.ts'

/** What a planner was asked to write. */
export interface Written {
  readonly planner: Planner
  readonly by: string
  readonly reason: string
}

/** A served review, and what its planner wrote. */
export interface TeamReview extends ServedReview {
  readonly written: Written[]
}

/** Two raters of three cases; the first has judged five slots, the second none. The planner has a fixed answer. */
export async function serveTeamReview(
  pageFolder: string,
  setUp: (store: Store) => Promise<unknown> = async store => {
    await setUpReview(store, { raters: 2, cases: 3, write: asSheet })
    await judgeSlots(store, rater(0), 5)
  },
): Promise<TeamReview> {
  const written: Written[] = []
  const review = await serveReview(ENGINES[0], {
    raters: 2,
    setUp,
    server: {
      pageFolder,
      planner: {
        async answer({ preference, rating }: Planner) {
          const line = 'Power of a question in the words of the plan.'
          return {
            lines: [
              ...(preference === null
                ? []
                : [{ question: 'preference' as const, power: 0.742, standardError: 0.0098, needed: 78, line }]),
              ...(rating === null
                ? []
                : [{ question: 'rating' as const, power: 0.9, standardError: 0.007, needed: null, line }]),
            ],
          }
        },
        async write(planner: Planner, by: string, reason: string) {
          written.push({ planner, by, reason })
          return { alpha: 0.05, claims: ['a'], sampleSize: { ...planner } }
        },
      },
    },
  })
  // Spread would read the store once; a restart of the review replaces it.
  return Object.assign(Object.create(review) as ServedReview, { written })
}

/** A window in which somebody has signed in through the page. */
export async function signedIn(
  browser: Browser,
  review: ServedReview,
  who: Actor,
  options: Parameters<typeof openWindow>[2] & { readonly path?: string } = {},
): Promise<Window> {
  const opened = await openWindow(browser, review.url, options)
  const { page } = opened
  // What does not come in this time does not come: a failed test is to end soon.
  page.setDefaultTimeout(30_000)
  await page.goto(options.path ?? '/')
  const [email, password] = options.language === 'zh' ? ['电子邮箱', '密码'] : ['E-mail address', 'Password']
  await page.getByLabel(email, { exact: true }).fill(`${who.id}@hospital.example`)
  await page.getByLabel(password, { exact: true }).fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').waitFor()
  return opened
}

/** Goes to a page by its link. */
export async function goTo({ page }: Window, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  await expect.poll(() => page.getByRole('heading', { level: 1 }).count()).toBe(1)
}

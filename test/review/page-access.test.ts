/** @file Whether everybody can use the page: axe-core on every page and state, in light and dark, on phone, tablet and desktop. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReview, proposeLock } from '../../src/review/store/index.ts'
import { confirmLock } from '../../src/review/store/key-holders.ts'
import { ENGINES } from './engines.ts'
import { axeFindings, buildPage, launch, openWindow, requireChromium } from './page-browser.ts'
import { setUpPageReview } from './page-review.ts'
import { answerAll, finishStep, openCase, signIn } from './page-steps.ts'
import { PASSWORD, type ServedReview, serveReview } from './served-review.ts'
import { designer, monitor, rater } from './small-review.ts'

requireChromium()

let browser: Browser
const reviews = new Map<'en' | 'zh', ServedReview>()

beforeAll(async () => {
  const pageFolder = buildPage()
  browser = await launch()
  for (const language of ['en', 'zh'] as const) {
    const setUp = (store: ServedReview['store']) => setUpPageReview(store, { language, raters: 5, open: false })
    reviews.set(language, await serveReview(ENGINES[0], { raters: 5, server: { pageFolder }, setUp }))
  }
})

afterAll(async () => {
  await browser?.close()
  for (const review of reviews.values()) await review.close()
})

/** Runs in the page: what sticks out of the window, in pixels. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

const WALKS = [
  { language: 'en', dark: false, width: 1440, height: 900 },
  { language: 'en', dark: true, width: 390, height: 844 },
  { language: 'zh', dark: true, width: 1440, height: 900 },
  { language: 'zh', dark: false, width: 820, height: 1180 },
] as const

test.each(WALKS)('axe-core finds nothing, and nothing sticks out: $language, dark $dark, $width wide', async walk => {
  const review = reviews.get(walk.language)!
  const { page, context, faults } = await openWindow(browser, review.url, walk)
  const who = rater(WALKS.indexOf(walk) % 2)
  const found: string[] = []
  const look = async (state: string) => {
    found.push(...(await axeFindings(page)).map(finding => `${state}: ${finding}`))
    const wide = await overflow(page)
    if (wide > 0) found.push(`${state}: ${wide} pixels stick out`)
  }
  const { path } = await review.accounts.inviteAgain(who.id)
  await page.goto('/invitation/none')
  await page.getByRole('alert').waitFor()
  await look('old invitation')
  await page.goto(path)
  await page.locator('[autocomplete="new-password"]').fill('short')
  await page.keyboard.press('Enter')
  await look('invitation with an error')
  await page.locator('[autocomplete="new-password"]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  if (who.id === rater(0).id) {
    await page.locator('.agree').waitFor()
    await page.locator('.button.primary').click()
    await look('consent with an error')
    await page.locator('.agree input').check()
    await page.locator('.button.primary').click()
    await page.locator('[data-field="years"]').waitFor()
    await page.locator('.button.primary').click()
    await look('profile with errors')
    await page.locator('[data-field="centre"]').fill('South')
    await page.locator('[data-field="grade"]').check()
    await page.locator('[data-field="years"]').fill('5')
    await page.locator('[data-field="specialty"]').fill('ART')
    await page.locator('[data-field="ai"]').check()
    await page.locator('.button.primary').click()
  }
  await page.locator('.sheet h1').waitFor()
  // The first walk of a language meets a review that is not open yet.
  const state = await page.evaluate("fetch('/api/me').then(answer => answer.json()).then(me => me.state)")
  if (state === 'draft') {
    await look('not open')
    await openReview(review.store, designer)
    await page.reload()
  }
  await page.locator('.rest').waitFor()
  await look('rest')
  await openCase(page)
  await page.keyboard.press('n')
  await page.locator('.question .error').first().waitFor()
  await look('one plan, with what lacks')
  await finishStep(page, '4')
  await page.keyboard.press('2')
  await look('who wrote it')
  await answerAll(page, '3')
  await page.keyboard.press('n')
  await page.locator('.feedback').waitFor()
  await look('feedback')
  await page.keyboard.press('n')
  await openCase(page)
  await page.keyboard.press('d')
  await page.keyboard.press('1')
  await page.keyboard.press('h')
  await look('two plans with differences')
  await page.keyboard.press('?')
  await look('keys')
  await page.keyboard.press('Escape')
  if (walk.width < 1200) {
    await page.keyboard.press('r')
    await page.locator('.record-sheet').waitFor()
    await look('record over the plans')
    await page.keyboard.press('Escape')
  }
  await page.locator('h1').click()
  await finishStep(page, '1')
  await answerAll(page, '3')
  await page.keyboard.press('n')
  await page.locator('.feedback').waitFor()
  await page.keyboard.press('n')
  await openCase(page)
  await page.locator('.record-panel .button.small').click()
  await look('known case')
  await page.keyboard.press('Escape')
  await page.locator('.learned .button').click()
  await page.locator('dialog .button.primary').click()
  await look('report with an error')
  await page.keyboard.press('Escape')
  await context.setOffline(true)
  await page.locator('.connection-line').waitFor()
  await look('not connected')
  await context.setOffline(false)
  await page.locator('.connection-line').waitFor({ state: 'detached' })
  await page.locator('.menu button').first().click()
  await look('menu')
  await page.locator('.menu a[href="/earlier"]').click()
  await page.locator('.earlier').waitFor()
  await look('earlier cases')
  await page.locator('.earlier a').last().click()
  await page.locator('.judgement').waitFor()
  await page.locator('.judgement [data-digit="5"]').first().check()
  await page.locator('[data-go-on]').click()
  await look('a change without its reason')
  await page.goto('/nowhere')
  // Until the page knows who is signed in it has no heading.
  await page.locator('.sheet h1').waitFor()
  await look('no such page')
  const second = await context.newPage()
  await second.goto('/')
  await second.locator('.sheet h1').waitFor()
  found.push(...(await axeFindings(second)))
  await context.clearCookies()
  await page.goto('/sign-in')
  await page.locator('form').waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.button.primary').click()
  await look('sign-in with an error')
  await context.close()
  expect([...found, ...faults]).toEqual([])
})

test('zoomed to 400 %, nothing sticks out and no bar stays in place over the text', async () => {
  const review = reviews.get('en')!
  // 1280 by 1024 at 400 %.
  const { page, context } = await openWindow(browser, review.url, { width: 320, height: 256 })
  await signIn(page, rater(2))
  await openCase(page)
  expect(await overflow(page)).toBe(0)
  const position = (selector: string) =>
    page.evaluate(`getComputedStyle(document.querySelector('${selector}')).position`)
  expect(await position('.action-bar')).toBe('static')
  expect(await position('.frame-top')).toBe('static')
  await finishStep(page, '3')
  expect(await overflow(page)).toBe(0)
  await context.close()
})

test('in the bar above nothing lies over another, and a record above the plans is folded', async () => {
  const review = reviews.get('en')!
  const { page, context } = await openWindow(browser, review.url, { width: 1440, height: 900 })
  await signIn(page, rater(4))
  await openCase(page)
  await page.keyboard.press('3')
  await page.getByText('Draft on this computer').waitFor()
  const over: string[] = []
  for (const width of [320, 390, 601, 700, 820, 999, 1001, 1100, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    const found: string[] = await page.evaluate(`(() => {
      const parts = [...document.querySelectorAll(
        '.frame-name strong, .frame-name span, .step-line strong, .step-line .quiet, .saved, .menu > button, .frame-menu > button',
      )].map(part => [part.textContent, part.getBoundingClientRect()]).filter(([, { width }]) => width > 0)
      const meets = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
      return parts.flatMap(([name, box], i) =>
        parts.slice(i + 1).filter(([, other]) => meets(box, other)).map(([other]) => name + ' | ' + other))
    })()`)
    over.push(...found.map(pair => `${width}: ${pair}`))
  }
  expect(over).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.locator('.record-above').getAttribute('open')).toBe(null)
  await context.close()
})

test('no bar hides what has the focus', async () => {
  const review = reviews.get('en')!
  const { page, context } = await openWindow(browser, review.url, { width: 1280, height: 720 })
  await signIn(page, rater(3))
  await openCase(page)
  const hidden: string[] = []
  let seen = 0
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab')
    const covered: string | null = await page.evaluate(`(() => {
      const focused = document.activeElement
      if (focused === null || focused === document.body) return null
      const whole = focused.closest('.answer, .tag') ?? focused
      const { left, top, width, height } = whole.getBoundingClientRect()
      // A panel that scrolls by itself may be higher than the window: its beginning must be seen.
      const y = Math.max(top + Math.min(height, 40) / 2, 0)
      const there = document.elementFromPoint(left + width / 2, y)
      return there !== null && (whole.contains(there) || there.contains(whole)) ? '' : whole.outerHTML.slice(0, 120)
    })()`)
    if (covered === null) break
    seen++
    if (covered !== '') hidden.push(covered)
  }
  expect(seen).toBeGreaterThan(20)
  expect(hidden).toEqual([])
  await context.close()
})

test('after the lock she reads what she said, and changes nothing', async () => {
  const review = reviews.get('zh')!
  const { page, context, faults } = await openWindow(browser, review.url, { language: 'zh' })
  await signIn(page, rater(2))
  await openCase(page)
  await finishStep(page, '4')
  await answerAll(page, '3')
  await page.keyboard.press('n')
  await page.locator('.feedback').waitFor()
  await page.keyboard.press('n')
  await openCase(page)
  await finishStep(page, '1')
  await answerAll(page, '3')
  await proposeLock(review.store, designer)
  await confirmLock(review.store, monitor)
  await page.keyboard.press('n')
  await page.getByRole('heading', { name: '评审已结束' }).waitFor()
  // What came too late is said to be so.
  expect(await page.getByText('这些回答未被接受').count()).toBe(1)
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('link', { name: '已评审的病例' }).click()
  await page.locator('.earlier a').first().click()
  await page.getByText('评审已结束：只能查看，不能修改。').waitFor()
  expect(await page.locator('[data-go-on]').count()).toBe(0)
  await context.close()
  expect(faults).toEqual([])
})

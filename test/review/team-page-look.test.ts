/** @file The pages of the study team as they look: axe in light and dark, both languages, phone to desktop; nothing sticks out. */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../src/review/store/index.ts'
import { proposeLock, proposeUnblinding } from '../../src/review/store/index.ts'
import { confirmLock } from '../../src/review/store/key-holders.ts'
import { axeFindings, buildPage, launch, requireChromium, type Window } from './page-browser.ts'
import { analyst, designer, keyHolder, monitor } from './small-review.ts'
import { serveTeamReview, signedIn, type TeamReview } from './team-page-review.ts'

requireChromium()

let browser: Browser
let review: TeamReview
let window: Window | null = null

beforeAll(async () => {
  const folder = buildPage()
  browser = await launch()
  review = await serveTeamReview(folder)
  await proposeLock(review.store, monitor)
})
afterAll(async () => {
  await browser?.close()
  await review?.close()
})
afterEach(async () => {
  await window?.context.close()
  expect(window?.faults ?? []).toEqual([])
  window = null
})

/** Controls that are smaller than 24 by 24 pixels; a link inside of a sentence is excepted. */
const SMALL = `[...document.querySelectorAll('button, select, input, nav a, summary')]
  .map(element => ({ name: element.outerHTML.slice(0, 90), box: (element.closest('label') ?? element).getBoundingClientRect() }))
  .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
  .map(({ name, box }) => box.width + ' x ' + box.height + ': ' + name)`

/** By how many pixels the page is wider than its window. */
const STICKS_OUT = 'Math.max(0, document.documentElement.scrollWidth - innerWidth)'

/** Neither a finding of axe, nor anything wider than the window, nor a control that is hard to hit. */
async function expectFine({ page }: Window): Promise<void> {
  await page.waitForLoadState('networkidle')
  expect(await axeFindings(page)).toEqual([])
  expect(await page.evaluate(STICKS_OUT)).toBe(0)
  expect(await page.evaluate(SMALL)).toEqual([])
}

const PATHS = ['/', '/people', '/planner', '/closing', '/log', '/report']
const LOOKS = [
  { language: 'en', dark: false, width: 1440 },
  { language: 'zh', dark: true, width: 1440 },
  { language: 'en', dark: true, width: 820 },
  { language: 'zh', dark: false, width: 390 },
] as const

test.each(LOOKS)('designer: every page and every dialog, in $language at $width, dark: $dark', async look => {
  window = await signedIn(browser, review, designer, look)
  const { page } = window
  for (const path of PATHS) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expectFine(window)
  }
  const zh = look.language === 'zh'
  await page.goto('/planner')
  await page.getByRole('button', { name: zh ? '计算检验效能' : 'Work out the power' }).click()
  await page.getByRole('table').waitFor()
  await expectFine(window)
  await page.getByRole('button', { name: zh ? '写入计划' : 'Write into the plan' }).click()
  await page.getByRole('button', { name: zh ? '修订计划' : 'Amend the plan' }).click()
  await expectFine(window)
  await page.goto('/people')
  for (const name of zh
    ? ['邀请人员', /^退出: rater-0/, /^接替: rater-0/]
    : ['Invite a person', /^Record as left: rater-0/, /^Replace: rater-0/]) {
    await page.getByRole('button', { name }).click()
    await page.getByRole('dialog').getByRole('button').first().click()
    await page.locator('.error').first().waitFor()
    await expectFine(window)
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: zh ? '新链接: rater-1' : 'New link: rater-1' }).click()
  await page.getByRole('dialog').getByRole('button').first().click()
  await page.getByLabel(zh ? '链接' : 'Link', { exact: true }).waitFor()
  await expectFine(window)
})

test.each([
  ['monitor', monitor],
  ['analyst', analyst],
  ['key holder', keyHolder],
] as const)('%s: the first page, and on a phone the menu', async (_, who: Actor) => {
  window = await signedIn(browser, review, who, { width: 390, dark: true })
  const { page } = window
  await expectFine(window)
  const menu = page.getByRole('navigation').getByRole('button')
  expect(await page.getByRole('navigation').getByRole('link').count()).toBe(0)
  await menu.click()
  await expectFine(window)
  await page.getByRole('navigation').getByRole('link').last().click()
  await expect.poll(() => menu.getAttribute('aria-expanded')).toBe('false')
})

test.each([
  ['at 400 % zoom of a small screen', 320, '100%'],
  ['with the text alone doubled', 1280, '200%'],
])('%s nothing sticks out', async (_, width, fontSize) => {
  window = await signedIn(browser, review, designer, { width })
  const { page } = window
  for (const path of PATHS) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    await page.evaluate(`document.documentElement.style.fontSize = '${fontSize}'`)
    expect(await page.evaluate(STICKS_OUT), path).toBe(0)
  }
})

test('a proposal to unblind as its key holder sees it', async () => {
  await confirmLock(review.store, keyHolder)
  await proposeUnblinding(review.store, analyst, { reason: 'All raters have finished.' })
  window = await signedIn(browser, review, keyHolder, { language: 'zh' })
  await window.page.getByText('All raters have finished.').waitFor()
  await expectFine(window)
})

/** @file What a rater does in tests of the page: by keys, as she would. */
import type { Page } from 'playwright-core'
import type { Actor } from '../../src/review/store/index.ts'
import { emailOf, PASSWORD } from './served-review.ts'

/** Signs in at the page, and waits until somebody is signed in. */
export async function signIn(page: Page, who: Actor): Promise<void> {
  await page.goto('/')
  await page.getByLabel(/E-mail address|电子邮箱/).fill(emailOf(who.id))
  await page.getByLabel(/^(Password|密码)$/).fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.locator('.rest, .case').first().waitFor()
}

/** Opens the next case from the page between two. */
export async function openCase(page: Page): Promise<void> {
  await page.locator('.rest').waitFor()
  await page.keyboard.press('n')
  await page.locator('.judgement').waitFor()
}

/** Gives every open answer of a step by its digit, and stays there. Throws when the digit is no answer. */
export async function answerAll(page: Page, digit: string): Promise<void> {
  const open = page.locator('[data-question]:not(:has(input:checked))')
  for (let left = await open.count(); left > 0; ) {
    await page.keyboard.press(digit)
    const now = await open.count()
    if (now >= left && !(await page.locator('.source-plans').count())) throw new Error(`"${digit}" is no answer`)
    left = now
  }
}

/** Which step of which case the bar says. */
export async function stepOf(page: Page): Promise<string> {
  return (await page.locator('.step-line').innerText()).replace(/\s+/g, ' ')
}

/** Answers a step and goes on; waits until the page shows another step or rests. */
export async function finishStep(page: Page, digit: string): Promise<void> {
  const before = await stepOf(page)
  await answerAll(page, digit)
  await page.keyboard.press('n')
  await page.waitForFunction(text => {
    const line = (
      globalThis as unknown as { document: { querySelector(s: string): { innerText: string } | null } }
    ).document.querySelector('.step-line')
    return line === null || line.innerText.replace(/\s+/g, ' ') !== text
  }, before)
}

/** Works through the two training cases. */
export async function doTraining(page: Page): Promise<void> {
  for (let i = 0; i < 2; i++) {
    await openCase(page)
    await finishStep(page, i === 0 ? '3' : '1')
    await answerAll(page, '3')
    await page.keyboard.press('n')
    await page.locator('.feedback').waitFor()
    await page.keyboard.press('n')
  }
  await page.locator('.rest').waitFor()
}

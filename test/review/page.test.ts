/** @file The page in a real browser on the real server: whole cases by keyboard, lost connections, two windows, sessions that end. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Actor, readOwnProfile, readOwnSlot, readOwnSlots } from '../../src/review/store/index.ts'
import { ENGINES } from './engines.ts'
import { buildPage, launch, openWindow, requireChromium, type Window, watch } from './page-browser.ts'
import { SCRIPT, setUpPageReview } from './page-review.ts'
import { answerAll, doTraining, finishStep, openCase, signIn, stepOf } from './page-steps.ts'
import { emailOf, PASSWORD, type ServedReview, serveReview } from './served-review.ts'
import { rater } from './small-review.ts'

requireChromium()

let browser: Browser
const reviews = new Map<'en' | 'zh', ServedReview>()
let windows: Window[] = []

beforeAll(async () => {
  const pageFolder = buildPage()
  browser = await launch()
  for (const [language, raters] of [
    ['en', 11],
    ['zh', 2],
  ] as const) {
    const setUp = (store: ServedReview['store']) => setUpPageReview(store, { language, raters })
    reviews.set(language, await serveReview(ENGINES[0], { raters, server: { pageFolder }, setUp }))
  }
})

afterAll(async () => {
  await browser?.close()
  for (const review of reviews.values()) await review.close()
})

afterEach(async () => {
  const faults = windows.flatMap(window => window.faults)
  for (const { context } of windows) await context.close()
  windows = []
  // No error in the page, nothing that the content security policy refused, no request to anywhere else.
  expect(faults).toEqual([])
})

async function windowOf(options: Parameters<typeof openWindow>[2] & { review?: 'en' | 'zh' } = {}) {
  const review = reviews.get(options.review ?? 'en')!
  const window = await openWindow(browser, review.url, options)
  windows.push(window)
  return { ...window, review }
}

/** What the server has of a rater, slot by slot. */
async function judgementsOf(review: ServedReview, who: Actor) {
  const slots = await readOwnSlots(review.store, who)
  const done = slots.filter(({ status }) => status === 'done')
  return Promise.all(done.map(({ slotId }) => readOwnSlot(review.store, who, slotId)))
}

const saved = (page: Page) => page.locator('.saved.is-saved')

test('from the invitation to the first case: a password, consent, who she is', async () => {
  const { page, review } = await windowOf()
  const who = rater(0)
  const { path } = await review.accounts.inviteAgain(who.id)
  await page.goto(path)
  await page.getByLabel('New password').fill('short')
  await page.keyboard.press('Enter')
  expect(await page.getByLabel('New password').getAttribute('aria-invalid')).toBe('true')
  await page.getByLabel('New password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Before you begin' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/')
  await page.getByRole('button', { name: 'Continue' }).click()
  expect(await page.getByText('To take part, tick that you agree.').isVisible()).toBe(true)
  await page.getByLabel('I have read this and agree to take part.').check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'About you' }).waitFor()
  // Who closes the window here has consented, with the time of it in the log, and is asked the rest when she comes back.
  expect((await readOwnProfile(review.store, who)).member.profile).toEqual({ consent: 'yes' })
  await page.goto('/')
  await page.getByRole('heading', { name: 'About you' }).waitFor()
  await page.getByRole('button', { name: 'Save and begin' }).click()
  expect(await page.locator('.error').count()).toBe(5)
  await page.getByLabel('Hospital or clinic').fill('South')
  await page.getByLabel('Attending physician or specialist').check()
  await page.getByLabel('Years in the specialty').fill('12')
  await page.getByLabel('Specialty', { exact: true }).fill('Reproductive medicine')
  await page.getByLabel('About weekly').check()
  await page.getByRole('button', { name: 'Save and begin' }).click()
  await page.getByRole('button', { name: 'Open training case 1 of 2' }).waitFor()
  const { member } = await readOwnProfile(review.store, who)
  expect(member.centre).toBe('South')
  expect(member.profile).toEqual({
    site: 'South',
    consent: 'yes',
    grade: 'attending',
    years: 12,
    specialty: 'Reproductive medicine',
    aiUse: 'weekly',
  })
  // The link worked once.
  const again = await windowOf()
  await again.page.goto(path)
  await again.page.getByText('This link was used already or has expired').waitFor()
})

for (const language of ['en', 'zh'] as const) {
  test(`a whole case by keyboard, the connection lost in the middle: ${language}`, async () => {
    const { page, context, review } = await windowOf({ review: language, language })
    const who = rater(1)
    await signIn(page, who)
    await doTraining(page)
    await openCase(page)
    expect(await stepOf(page)).toMatch(language === 'en' ? /Case 1 of 3 Step 1 of 4/ : /病例 1 \/ 3 第 1 步，共 4 步/)
    // Texts of the case say their language, whatever the page speaks.
    const lang = language === 'en' ? 'en' : 'zh-CN'
    expect(await page.locator('.record-group table').first().getAttribute('lang')).toBe(lang)
    await finishStep(page, '4')
    await context.setOffline(true)
    await answerAll(page, '2')
    const before = await stepOf(page)
    await page.keyboard.press('Control+Enter')
    await page.locator('.connection-line').waitFor()
    expect(await page.locator('.connection-line').innerText()).toMatch(/1 judgement waits|1 项评审待提交/)
    expect(await saved(page).count()).toBe(0)
    expect(await stepOf(page)).toBe(before)
    expect(await judgementsOf(review, who)).toHaveLength(3)
    // The page asks the other language meanwhile: nothing is lost by it.
    await page.locator('.frame-menu > .bar-button').click()
    await page.locator('.frame-menu > .bar-button').click()
    await context.setOffline(false)
    await page.waitForFunction(
      text =>
        !(globalThis as unknown as { document: { body: { innerText: string } } }).document.body.innerText.includes(
          text,
        ),
      language === 'en' ? 'Step 2 of 4' : '第 2 步',
    )
    await page.locator('.connection-line').waitFor({ state: 'detached' })
    await saved(page).waitFor()
    await page.keyboard.press('d')
    await page.locator('.plans mark, .differs').first().waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('0')
    await page.keyboard.press('2')
    await page.keyboard.press('9')
    await page.keyboard.press('1')
    await page.keyboard.press('n')
    await page.locator('.source-plan').first().waitFor()
    expect(await page.locator('.source-plan').count()).toBe(2)
    for (const key of ['1', '4', '2', '5']) await page.keyboard.press(key)
    await page.keyboard.press('Enter')
    await page.locator('.rest').waitFor()
    await saved(page).waitFor()

    const given = await judgementsOf(review, who)
    const [first, second, pair] = given.filter(({ training }) => !training)
    expect(first.judgement).toMatchObject({ task: 'rating', guesses: [], harms: [] })
    expect(first.judgement?.task === 'rating' && new Set(first.judgement.scores.map(({ score }) => score))).toEqual(
      new Set([4]),
    )
    expect(second.judgement?.task === 'rating' && second.judgement.scores.every(({ score }) => score === 2)).toBe(true)
    expect(pair.judgement?.task === 'pairwise' && pair.judgement.choices.map(({ choice }) => choice)).toEqual([
      'left',
      'tie',
      'right',
      'both bad',
      'left',
    ])
    // Asked once about every plan, in the judgement of the last slot, by the slot that showed it first.
    expect(pair.judgement?.guesses).toEqual([
      { slotId: first.slotId, side: 'only', guess: 'physician', sureness: 4 },
      { slotId: second.slotId, side: 'only', guess: 'model', sureness: 5 },
    ])
  })
}

test('the server stops and starts again: the page goes on, a reload keeps the draft and the window', async () => {
  const { page, review } = await windowOf()
  const who = rater(2)
  await signIn(page, who)
  await openCase(page)
  await page.keyboard.press('5')
  await page.getByLabel('Comment').fill('half a thou')
  await page.reload()
  await page.locator('.judgement').waitFor()
  expect(await page.getByLabel('Comment').inputValue()).toBe('half a thou')
  expect(await page.locator('.judgement input:checked').first().getAttribute('value')).toBe('5')
  expect(await page.locator('.saved').innerText()).toContain('Draft')
  await page.locator('h1').click()
  await finishStep(page, '4')
  const restarted = review.restart()
  await answerAll(page, '3')
  await page.keyboard.press('n')
  await restarted
  await page.locator('.feedback').waitFor()
  const [one] = await judgementsOf(review, who)
  expect(one.judgement?.comment).toBe('half a thou')
})

test('answers that were under way when the window was closed are sent by the next one', async () => {
  const { page, context, review, faults } = await windowOf()
  const who = rater(3)
  await signIn(page, who)
  await openCase(page)
  await finishStep(page, '4')
  await answerAll(page, '3')
  await context.setOffline(true)
  await page.keyboard.press('n')
  await page.locator('.connection-line').waitFor()
  await page.close()
  await context.setOffline(false)
  const next = await context.newPage()
  watch(next, review.url, faults)
  await next.goto('/')
  await next.getByRole('button', { name: 'Open training case 2 of 2' }).waitFor()
  expect(await judgementsOf(review, who)).toHaveLength(1)
})

test('a second window is told, takes over on request, and the first one then learns of it', async () => {
  const { page, context, review, faults } = await windowOf()
  const who = rater(4)
  await signIn(page, who)
  await openCase(page)
  await page.keyboard.press('2')
  const second = await context.newPage()
  watch(second, review.url, faults)
  await second.goto('/')
  await second.getByRole('heading', { name: 'This case was left open in another window' }).waitFor()
  await second.getByRole('button', { name: 'Take it over here' }).click()
  await second.locator('.judgement').waitFor()
  // What was entered in this browser is here too.
  expect(await second.locator('.judgement input:checked').first().getAttribute('value')).toBe('2')
  await finishStep(page, '4')
  await answerAll(page, '3')
  await page.keyboard.press('n')
  await page.getByRole('heading', { name: 'This case was left open in another window' }).waitFor()
  expect(await judgementsOf(review, who)).toHaveLength(0)
  await second.bringToFront()
  await second.locator('h1').click()
  await finishStep(second, '5')
  await answerAll(second, '3')
  await second.keyboard.press('n')
  await second.locator('.feedback').waitFor()
  expect(await judgementsOf(review, who)).toHaveLength(1)
})

test('a session that ends asks to sign in again in place, and nothing is lost', async () => {
  const { page, context, review } = await windowOf()
  const who = rater(5)
  await signIn(page, who)
  await openCase(page)
  await finishStep(page, '4')
  await answerAll(page, '3')
  await context.clearCookies()
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog', { name: 'Please sign in again' })
  await dialog.waitFor()
  await dialog.getByLabel('E-mail address').fill(emailOf(who.id))
  await dialog.getByLabel('Password').fill('not this one')
  await page.keyboard.press('Enter')
  await dialog.getByRole('alert').waitFor()
  await dialog.getByLabel('Password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.locator('.feedback').waitFor()
  expect(await judgementsOf(review, who)).toHaveLength(1)
})

test('an earlier judgement is changed with a reason, and what she guessed stays', async () => {
  const { page, review } = await windowOf()
  const who = rater(6)
  await signIn(page, who)
  await doTraining(page)
  await openCase(page)
  await finishStep(page, '4')
  await finishStep(page, '3')
  await finishStep(page, '1')
  await answerAll(page, '3')
  await page.keyboard.press('n')
  await page.locator('.rest').waitFor()
  await page.getByRole('link', { name: 'My earlier cases' }).click()
  await page.getByRole('link', { name: 'Step 3 of 4: Two plans side by side' }).click()
  await page.locator('.judgement').waitFor()
  expect(await page.getByText('Nothing was changed.').isVisible()).toBe(true)
  await page.locator('[data-question="overall"] [data-digit="2"]').check()
  await page.keyboard.press('n')
  expect(await page.getByText('Give a reason for the change.').isVisible()).toBe(true)
  await page.getByLabel('Why do you change it?').fill('the dose was misread')
  await page.keyboard.press('Control+Enter')
  await page.getByText('The change is saved.').waitFor()
  const pair = (await judgementsOf(review, who)).at(-1)!
  expect(pair.judgement?.task === 'pairwise' && pair.judgement.choices[0].choice).toBe('right')
  expect(pair.judgement?.guesses.map(({ guess }) => guess)).toEqual(['unknown', 'unknown'])
})

test('"I know this case" withdraws it after a confirmation; what she learned of an author is a report', async () => {
  const { page, review } = await windowOf()
  const who = rater(7)
  await signIn(page, who)
  await doTraining(page)
  await openCase(page)
  await page.getByRole('button', { name: 'I learned who wrote a plan' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Report' }).click()
  expect(await page.getByRole('dialog').getByRole('radio', { checked: true }).count()).toBe(0)
  expect(await page.getByRole('dialog').locator('.error').count()).toBe(2)
  await page.getByLabel('I recognised the author').check()
  await page.getByLabel('In your words, without names').fill('the turn of phrase')
  await page.getByRole('dialog').getByRole('button', { name: 'Report' }).click()
  await page.getByText('Reported. Go on as before.').waitFor()
  await page.getByRole('button', { name: 'I know this case' }).click()
  await page.keyboard.press('Escape')
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.getByRole('button', { name: 'I know this case' }).click()
  await page.getByRole('button', { name: 'Yes, withdraw the case' }).click()
  await page.getByRole('button', { name: 'Open case 1 of 2' }).waitFor()
  const slots = (await readOwnSlots(review.store, who)).filter(({ training }) => !training)
  expect(slots.map(({ status }) => status)).toEqual([
    ...['withdrawn', 'withdrawn', 'withdrawn'],
    ...['waiting', 'waiting', 'waiting', 'waiting', 'waiting'],
  ])

  // The next case holds markup in a plan: it is text, and the same plan twice is asked about once.
  await openCase(page)
  await finishStep(page, '4')
  expect(await page.locator('.reasons').innerText()).toContain(SCRIPT)
  expect(await page.locator('.decisions td').first().innerText()).toContain(SCRIPT)
  expect(await page.locator('.plans img, .plans script').count()).toBe(0)
  await finishStep(page, '3')
  await page.keyboard.press('d')
  await finishStep(page, '1')
  await answerAll(page, '3')
  await page.keyboard.press('n')
  await openCase(page)
  await finishStep(page, '4')
  await finishStep(page, '0')
  // Three were shown: one alone, and one text on both sides.
  expect(await page.locator('.source-plan').count()).toBe(2)
  await answerAll(page, '3')
  await page.keyboard.press('n')
  await page.getByRole('heading', { name: 'All cases are done' }).waitFor()
  expect(await page.evaluate(() => 'hurt' in globalThis)).toBe(false)
})

test('"Back" in a case leads to the page between cases, which says that the case is begun; a record tells what has no usual range', async () => {
  const { page } = await windowOf()
  await signIn(page, rater(10))
  await page.getByText('Then 3 cases of the study, about 3 minutes each.').waitFor()
  await openCase(page)
  await page.keyboard.press('4')
  await page.goBack()
  await page.getByRole('button', { name: 'Go on with training case 1 of 2' }).waitFor()
  expect(await page.getByText('Then 3 cases').count()).toBe(0)
  await openCase(page)
  expect(await page.locator('.judgement input:checked').first().getAttribute('value')).toBe('4')
  await page.goBack()
  await doTraining(page)
  await openCase(page)
  await finishStep(page, '4')
  await page.goBack()
  await page.getByRole('button', { name: 'Go on with case 1 of 3' }).click()
  await page.locator('.judgement').waitFor()
  expect(await stepOf(page)).toContain('Step 2 of 4')
  const hint = page.getByText('No usual range is known for:')
  expect(await hint.count()).toBe(0)
  await page.getByLabel(/Only marked values/).check()
  const said = (await hint.innerText()).split(': ')[1].split(', ')
  // Named is what has a number and no range beside it.
  await page.getByLabel(/Only marked values/).uncheck()
  for (const name of said) {
    const row = page.locator('.record-group tr', { has: page.locator('th', { hasText: name }) }).first()
    expect(await row.locator('.usual').count(), name).toBe(0)
    expect(await row.locator('.value').innerText(), name).toMatch(/\d/)
  }
})

test('single keys do nothing in a text field, and can be turned off; what lacks is shown and focused', async () => {
  const { page } = await windowOf()
  await signIn(page, rater(8))
  await openCase(page)
  await page.getByLabel('Comment').fill('')
  await page.keyboard.type('n1?d')
  expect(await page.getByLabel('Comment').inputValue()).toBe('n1?d')
  expect(await page.locator('dialog').count()).toBe(0)
  expect(await page.locator('.judgement [data-digit="1"]:checked').count()).toBe(0)
  await page.keyboard.press('Control+Enter')
  expect(await page.getByText('Please answer this.').count()).toBeGreaterThan(3)
  const focused = () =>
    page.evaluate(() => {
      const { document } = globalThis as unknown as {
        document: { activeElement: { closest(s: string): { dataset: { question: string } } | null } }
      }
      return document.activeElement.closest('[data-question]')?.dataset.question ?? null
    })
  await expect.poll(focused).toBe('reasoningClarity')
  // Arrows move between the points, as in any group of radio buttons.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  expect(await page.locator('[data-question="reasoningClarity"] input:checked').getAttribute('value')).toBe('3')
  await page.keyboard.press('4')
  expect(await focused()).toBe('keyInformation')
  await page.keyboard.press('?')
  await page.getByLabel(/Single keys act/).uncheck()
  await page.keyboard.press('Escape')
  await page.keyboard.press('5')
  expect(await page.locator('[data-question="keyInformation"] input:checked').count()).toBe(0)
  // Signing out says that a draft would be lost, and deletes it.
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign out and delete them' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(
    await page.evaluate(() =>
      Object.keys((globalThis as unknown as { localStorage: object }).localStorage).filter(
        name => !name.startsWith('bedside.choice.'),
      ),
    ),
  ).toEqual([])
})

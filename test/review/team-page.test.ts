/** @file The pages of the study team in a real browser on the real server: what each role is offered, and what it does. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type Actor,
  proposeLock,
  readAllocation,
  readLog,
  verifyStore,
  withdrawProposal,
} from '../../src/review/store/index.ts'
import { confirmLock, confirmUnblinding } from '../../src/review/store/key-holders.ts'
import { buildPage, launch, requireChromium, type Window } from './page-browser.ts'
import { PASSWORD } from './served-review.ts'
import { analyst, designer, keyHolder, monitor } from './small-review.ts'
import { goTo, serveTeamReview, signedIn, type TeamReview } from './team-page-review.ts'

requireChromium()

let folder: string
let browser: Browser
/** The review of most tests: they read, or add what does not disturb the others. */
let shared: TeamReview
/** Of tests after which a review is another one. */
let own: TeamReview | null = null
let windows: Window[] = []

beforeAll(async () => {
  folder = buildPage()
  browser = await launch()
  shared = await serveTeamReview(folder)
})
afterAll(async () => {
  await browser?.close()
  await shared?.close()
})
afterEach(async () => {
  const faults = windows.flatMap(window => window.faults)
  for (const { context } of windows) await context.close()
  windows = []
  await own?.close()
  own = null
  expect(faults).toEqual([])
})

async function as(who: Actor, options: Parameters<typeof signedIn>[3] = {}): Promise<Window> {
  const window = await signedIn(browser, own ?? shared, who, options)
  windows.push(window)
  return window
}

const text = (window: Window) => window.page.locator('main').innerText()

test.each([
  [designer, ['Progress', 'People', 'Sample size', 'Lock and unblinding', 'Audit log', 'Report an unblinding']],
  [monitor, ['Progress', 'People', 'Lock and unblinding', 'Audit log', 'Report an unblinding']],
  [analyst, ['The review', 'Audit log', 'Report an unblinding']],
  [keyHolder, ['The review', 'Audit log', 'Report an unblinding']],
])('$role: its pages, each of which the server answers, and no other', async (who, pages) => {
  const before = shared.log.length
  const window = await as(who)
  const links = window.page.getByRole('navigation').getByRole('link')
  expect(await links.allInnerTexts()).toEqual(pages)
  for (const page of pages) {
    await goTo(window, page)
    await window.page.waitForLoadState('networkidle')
    expect(await window.page.getByRole('alert').count()).toBe(0)
  }
  expect(shared.log.slice(before).filter(line => / (403|409|500) /.test(line))).toEqual([])
  if (who !== designer) {
    await window.page.goto('/planner')
    await window.page.getByText('There is no page at this address.').waitFor()
  }
})

test('progress: figures, sorting, masked names, a line for every drift, and the same as CSV', async () => {
  const window = await as(designer)
  const { page } = window
  const table = page.getByRole('table')
  const row = (of: string) => table.getByRole('row').filter({ hasText: of })
  await expect.poll(() => row('rater-0').innerText()).toMatch(/5 of 8[\s\S]*3/)
  const drift = await row('rater-0').getByRole('img').first().getAttribute('aria-label')
  expect(drift).toMatch(
    /Median time in each quarter of the rater’s own order: \d+:\d\d, \d+:\d\d, (\d+:\d\d|none), none/,
  )
  expect(await row('rater-1').getByRole('img').count()).toBe(0)
  expect(await text(window)).not.toContain('Dr rater-0')

  await table.getByRole('button', { name: 'Missing' }).click()
  expect(await table.getByRole('columnheader', { name: 'Missing' }).getAttribute('aria-sort')).toBe('ascending')
  await table.getByRole('button', { name: 'Missing' }).click()
  await expect.poll(() => table.getByRole('rowheader').allInnerTexts()).toEqual(['rater-1', 'rater-0'])

  const csv = async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByText('Download as CSV').click()])
    const lines = parse(readFileSync(await file.path(), 'utf8'), { columns: true, bom: true }) as Record<
      string,
      string
    >[]
    return lines
  }
  const masked = await csv()
  expect(masked.map(({ rater, allotted, done, missing }) => [rater, allotted, done, missing])).toEqual([
    ['rater-1', '8', '0', '8'],
    ['rater-0', '8', '5', '3'],
  ])
  expect(Object.keys(masked[0])).not.toContain('name')
  await page.getByLabel('Show names').check()
  expect(await text(window)).toContain('Dr rater-0')
  expect((await csv()).map(({ name }) => name)).toEqual(['Dr rater-1', 'Dr rater-0'])
})

test('a monitor gets no name and no address, also not where nobody looks', async () => {
  const window = await as(monitor)
  const bodies: string[] = []
  window.page.on('response', async response => {
    if (response.url().includes('/api/')) bodies.push(await response.text())
  })
  for (const page of ['People', 'Lock and unblinding', 'Audit log', 'Progress']) {
    await goTo(window, page)
    await window.page.waitForLoadState('networkidle')
  }
  expect(await window.page.getByLabel('Show names').count()).toBe(0)
  const all = bodies.join('\n')
  expect(all).toContain('rater-0')
  expect(all).not.toMatch(/Dr rater|hospital\.example|"sft"|"grpo"/)
})

test('an invitation: its link is shown once, sets a password, and works once', async () => {
  const window = await as(designer)
  const { page } = window
  await goTo(window, 'People')
  await page.getByRole('button', { name: 'Invite a person' }).click()
  await page.getByRole('button', { name: 'Make the invitation' }).click()
  await page.getByText('Enter a name.').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('Li Wei')
  await page.getByLabel('E-mail address').fill('li.wei@hospital.example')
  await page.getByLabel('Hospital or clinic').fill('south')
  await page.getByRole('button', { name: 'Make the invitation' }).click()
  await page.getByText('We send no mail').waitFor()
  const link = await page.getByLabel('Link', { exact: true }).inputValue()
  expect(link).toMatch(new RegExp(`^${shared.url}/invitation/[0-9a-f]{64}$`))
  await page.keyboard.press('Escape')
  await page.getByText('We send no mail').waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  expect(await page.content()).not.toContain(link.split('/').at(-1))
  await page.getByText('li.wei@hospital.example').waitFor()

  const context = await browser.newContext()
  const invited = await context.newPage()
  await invited.goto(link)
  await invited.getByText('Welcome, Li Wei').waitFor()
  await invited.getByLabel('New password').fill(PASSWORD)
  await invited.getByRole('button', { name: 'Set the password and sign in' }).click()
  await expect
    .poll(async () => (await context.request.get(`${shared.url}/api/me`)).json())
    .toMatchObject({ personId: 'R01', role: 'reviewer', centre: 'south', name: 'Li Wei' })
  await invited.goto(link)
  await invited.getByText('This link was used already').waitFor()
  await context.close()

  // The pseudonym is taken, and the server says so where it was entered.
  await page.getByRole('button', { name: 'Invite a person' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Other')
  await page.getByLabel('E-mail address').fill('other@hospital.example')
  await page.getByLabel('Pseudonym').fill('R01')
  await page.getByRole('button', { name: 'Make the invitation' }).click()
  await page.getByRole('dialog').getByText('Expected a new person, got one who has a role in this review').waitFor()
})

test('a new link for a forgotten password ends the one before', async () => {
  const window = await as(designer)
  const { page } = window
  await goTo(window, 'People')
  const make = async () => {
    await page.getByRole('button', { name: 'New link: rater-1' }).click()
    await page.getByRole('button', { name: 'Make a new link' }).click()
    const link = await page.getByLabel('Link', { exact: true }).inputValue()
    await page.getByRole('button', { name: 'Done' }).click()
    return link.split('/').at(-1)!
  }
  const [first, second] = [await make(), await make()]
  expect(second).not.toBe(first)
  const look = async (secret: string) => (await shared.client().post('/api/auth/invitation', { secret })).status
  expect([await look(first), await look(second)]).toEqual([400, 200])
})

test('a rater leaves, and another takes over what is open; one who had the cases is refused', async () => {
  const review = await serveTeamReview(folder)
  own = review
  const window = await as(designer)
  const { page } = window
  await review.accounts.invite({ personId: 'R07', email: 'r07@hospital.example', name: 'Dr R07' })
  await (await review.as(designer)).post('/api/members', {
    email: 'r07@hospital.example',
    name: 'Dr R07',
    role: 'reviewer',
    centre: null,
    personId: 'R07',
  })
  await goTo(window, 'People')
  await page.getByRole('button', { name: 'Record as left: rater-0' }).click()
  await page.getByRole('dialog').getByText('What is open (3) stays open').waitFor()
  await page.getByRole('button', { name: 'Record the leaving' }).click()
  await page.getByText('Give a reason. It stays in the audit log.').waitFor()
  await page.getByLabel('Reason').fill('<b>On leave</b> <script>window.hurt = 1</script>')
  await page.getByRole('button', { name: 'Record the leaving' }).click()
  await page.getByText('rater-0 has left the review.').waitFor()
  expect((await review.client().signIn('rater-0')).status).toBe(401)

  await page.getByRole('button', { name: 'Replace: rater-0' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('3 judgements of rater-0 that are not done pass').waitFor()
  expect(await dialog.getByRole('option').allInnerTexts()).toEqual([
    'Choose a rater',
    'R07, Dr R07 (no cases yet)',
    'rater-1, Dr rater-1 (8 judgements)',
  ])
  await dialog.getByLabel('Reason').fill('On leave')
  await dialog.getByRole('button', { name: 'Hand over' }).click()
  await dialog.getByText('Choose who takes over.').waitFor()
  await dialog.getByLabel('Who takes over').selectOption('rater-1')
  await dialog.getByRole('button', { name: 'Hand over' }).click()
  await dialog.getByText('expected a rater who neither knows nor had', { exact: false }).waitFor()
  await dialog.getByLabel('Who takes over').selectOption('R07')
  await dialog.getByRole('button', { name: 'Hand over' }).click()
  await page.getByText('What was open of rater-0 is now in the list of R07.').waitFor()

  const slots = await readAllocation(review.store, designer)
  const open = (of: string) => slots.filter(({ raterId, status }) => raterId === of && status !== 'done').length
  expect([open('rater-0'), open('R07'), open('rater-1')]).toEqual([0, 3, 8])
  await expect.poll(() => page.getByRole('button', { name: 'Replace: R07' }).count()).toBe(1)
  expect(await page.getByRole('button', { name: 'Replace: rater-0' }).count()).toBe(0)

  // A reason is text, whatever it holds.
  await goTo(window, 'Audit log')
  await page.getByLabel('Event', { exact: true }).selectOption('member.left')
  await page.getByRole('table').getByText('<b>On leave</b>').first().waitFor()
  expect(await page.evaluate(() => 'hurt' in globalThis)).toBe(false)
})

test('a monitor hands cases over, and is offered nothing else with people', async () => {
  const window = await as(monitor)
  await goTo(window, 'People')
  const buttons = window.page.locator('main').getByRole('button')
  await expect
    .poll(async () => (await buttons.allInnerTexts()).filter(label => !label.startsWith('Menu')))
    .toEqual(['Replace', 'Replace'])
})

test('a lock is proposed by one, seen by another, taken back, proposed again and confirmed; so to the unblinding', async () => {
  const review = await serveTeamReview(folder)
  own = review
  const mo = await as(monitor)
  const dana = await as(designer)
  const kim = await as(keyHolder)
  const ana = await as(analyst)
  await kim.page.getByText('When somebody proposes the lock, you may be asked to confirm it.').waitFor()
  await goTo(mo, 'Lock and unblinding')
  await mo.page.getByRole('button', { name: 'Propose to lock' }).click()
  await mo.page.getByText('11 of 16 judgements are missing').waitFor()
  await mo.page.getByRole('dialog').getByRole('button', { name: 'Propose to lock' }).click()
  await mo.page.getByText('Your proposal is recorded.').waitFor()
  await mo.page.getByText('You proposed this, so another person must confirm it.').waitFor()
  expect(await mo.page.getByRole('button', { name: 'Propose to lock' }).count()).toBe(0)

  await dana.page.getByRole('button', { name: 'Read again' }).click()
  await dana.page.getByText('mo proposed to lock the review. Another person must confirm it.').waitFor()
  await goTo(dana, 'Lock and unblinding')
  await dana.page.getByText(/^mo proposed to lock the review on /).waitFor()
  expect(await dana.page.getByLabel('Command on the study’s computer', { exact: true }).inputValue()).toBe(
    'bedside review lock --as dana',
  )
  expect(await dana.page.getByRole('button', { name: 'Take the proposal back' }).count()).toBe(0)

  await mo.page.getByRole('button', { name: 'Take the proposal back' }).click()
  await mo.page.getByRole('dialog').getByRole('button', { name: 'Take the proposal back' }).click()
  await mo.page.getByText('The proposal is taken back.').waitFor()
  expect((await readLog(review.store, designer)).at(-1)!.kind).toBe('proposal.withdrawn')

  await proposeLock(review.store, monitor)
  // The page of the designer is of before: the server says why not, in place.
  await dana.page.reload()
  await dana.page.getByText(/^mo proposed/).waitFor()
  await confirmLock(review.store, keyHolder)
  await ana.page.reload()
  await ana.page.getByText('by mo and kim').waitFor()
  await ana.page.getByRole('button', { name: 'Propose to unblind' }).click()
  await ana.page.getByLabel('Reason').fill('All raters have finished.')
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Propose to unblind' }).click()
  await ana.page.getByText('You proposed this').waitFor()

  await kim.page.reload()
  await kim.page.getByText('All raters have finished.').waitFor()
  expect(await kim.page.getByLabel('Command on the study’s computer', { exact: true }).inputValue()).toBe(
    'bedside review unblind --as kim',
  )
  await confirmUnblinding(review.store, keyHolder)
  await ana.page.reload()
  expect(await ana.page.getByLabel('Command on the study’s computer', { exact: true }).inputValue()).toBe(
    'bedside review export --as ana',
  )
  await dana.page.goto('/planner')
  await dana.page.getByText('the plan cannot be amended any more', { exact: false }).waitFor()
  await dana.page.goto('/report')
  await dana.page.getByText('Reports are taken while the review is open or locked.').waitFor()
})

test('two propose at once: the second is told by the server, where she asked', async () => {
  const dana = await as(designer, { language: 'zh' })
  await goTo(dana, '锁定与揭盲')
  await dana.page.getByRole('button', { name: '提议锁定' }).waitFor()
  await proposeLock(shared.store, monitor)
  await dana.page.getByRole('button', { name: '提议锁定' }).click()
  await dana.page.getByRole('dialog').getByRole('button', { name: '提议锁定' }).click()
  const alert = dana.page.getByRole('dialog').getByRole('alert')
  await alert.waitFor()
  expect(await alert.innerText()).toMatch(/此操作需要另一位人员。 A proposal to lock waits already/)
  await withdrawProposal(shared.store, monitor)
})

test('without a connection nothing is claimed, and the page goes on when it is back', async () => {
  const mo = await as(monitor)
  await goTo(mo, 'Lock and unblinding')
  await mo.page.getByRole('button', { name: 'Propose to lock' }).click()
  await mo.context.setOffline(true)
  await mo.page.getByRole('dialog').getByRole('button', { name: 'Propose to lock' }).click()
  await mo.page.getByText('No answer came from the server.').waitFor()
  await mo.context.setOffline(false)
  await mo.page.getByRole('dialog').getByRole('button', { name: 'Propose to lock' }).click()
  await mo.page.getByText('Your proposal is recorded.').waitFor()
  await withdrawProposal(shared.store, monitor)
})

test('the audit log: every event, filtered by kind and person, with the head that a verification finds', async () => {
  const window = await as(keyHolder)
  const { page } = window
  await goTo(window, 'Audit log')
  const { head } = await verifyStore(shared.store)
  await expect.poll(() => page.getByLabel(`Event ${head.sequence}`, { exact: true }).inputValue()).toBe(head.hash)
  const lines = page.getByRole('table').getByRole('row')
  expect(await lines.count()).toBe(1 + head.sequence)
  await page.getByLabel('Event', { exact: true }).selectOption('judgement.given')
  expect(await lines.count()).toBe(1 + 5)
  await page.getByLabel('Person', { exact: true }).selectOption('dana')
  await page.getByText('No event fits.').waitFor()
  await page.getByLabel('Event', { exact: true }).selectOption('plan.registered')
  await page.getByText('Whole content').click()
  await page.getByText('"criteria"').waitFor()
  await page.getByLabel('Event', { exact: true }).selectOption('without raters')
  await page.getByLabel('Person', { exact: true }).selectOption('')
  const shown = await page.getByRole('table').innerText()
  expect(shown).toContain('Cases allotted')
  expect(shown).not.toMatch(/Judgement given|Case opened/)
})

test('the planner: wrong entries are named, answers are sentences, and a size is written with a reason', async () => {
  const window = await as(designer)
  const { page } = window
  await goTo(window, 'Sample size')
  await page.getByLabel('Cases', { exact: true }).fill('many')
  await page.getByRole('button', { name: 'Work out the power' }).click()
  await page.getByText('A whole number from 2 to 20000.').waitFor()
  await expect.poll(() => page.evaluate("document.activeElement?.getAttribute('aria-invalid')")).toBe('true')
  await page.getByLabel('Cases', { exact: true }).fill('66')
  await page.getByLabel('Raters of each case').fill('6')
  await page.keyboard.press('Enter')
  await page.getByText('With 66 cases and 6 raters of each, a true preference').waitFor()
  await page.getByText('For 80 %, 78 cases are needed.').waitFor()
  await page.getByText('80 % is not reached within 2,000 cases.').waitFor()
  const write = page.getByRole('button', { name: 'Write into the plan' })
  await page.getByLabel('Ties (%)').fill('20')
  expect(await write.isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Work out the power' }).click()
  await expect.poll(() => write.isEnabled()).toBe(true)
  await write.click()
  await page.getByText('Judging has begun: the report shows', { exact: false }).waitFor()
  await page.getByLabel('Reason').fill('More ties than assumed')
  await page.getByRole('button', { name: 'Amend the plan' }).click()
  await page.getByText(/The plan is amended: event \d+\./).waitFor()
  const planner = {
    cases: 66,
    raters: 6,
    power: 0.8,
    preference: { win: 0.6, ties: 0.2, icc: 0.3 },
    rating: { difference: 0.5, sd: 1.1 },
  }
  expect(shared.written).toEqual([{ planner, by: 'dana', reason: 'More ties than assumed' }])
  expect((await readLog(shared.store, designer)).at(-1)).toMatchObject({ kind: 'plan.amended' })
  // The next visit begins from the plan in force.
  await page.reload()
  await expect.poll(() => page.getByLabel('Ties (%)').inputValue()).toBe('20')
})

test.each([designer, monitor, analyst, keyHolder])(
  '$role reports an unblinding; the log does not tell what was written',
  async who => {
    const window = await as(who)
    const { page } = window
    await goTo(window, 'Report an unblinding')
    await page.getByRole('button', { name: 'Report', exact: true }).click()
    await page.getByText('Choose one.').waitFor()
    await page.getByLabel('I was told, or saw').check()
    await page.getByLabel('How it happened').fill('A colleague said it at lunch')
    await page.getByRole('button', { name: 'Report', exact: true }).click()
    await page.getByRole('button', { name: 'Record the report' }).click()
    await page.getByText(/Your report is event \d+ of the audit log/).waitFor()
    const last = (await readLog(shared.store, who)).at(-1)!
    expect(last).toMatchObject({ kind: 'unblinding.inadvertent', actor: who.id, payload: null })
  },
)

test('by keyboard alone: to the page, into the dialog, out by Escape with the focus back, and the proposal', async () => {
  const { page } = await as(monitor)
  const tabTo = async (name: string) => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate('document.activeElement?.textContent')
      if (at === name) return
    }
    throw new Error(`no way to "${name}" by Tab`)
  }
  await tabTo('Lock and unblinding')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Propose to lock' }).waitFor()
  await tabTo('Propose to lock')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  expect(await page.evaluate("document.activeElement?.closest('dialog') !== null")).toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await page.evaluate('document.activeElement?.textContent')).toBe('Propose to lock')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  expect(await page.evaluate('document.activeElement?.textContent')).toBe('Propose to lock')
  await page.keyboard.press('Enter')
  await page.getByText('Your proposal is recorded.').waitFor()
  await withdrawProposal(shared.store, monitor)
})

test('signing out ends the session', async () => {
  const window = await as(designer)
  await window.page.getByRole('button', { name: 'Sign out' }).click()
  await window.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect((await window.context.request.get(`${shared.url}/api/me`)).status()).toBe(401)
})

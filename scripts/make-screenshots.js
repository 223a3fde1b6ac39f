/**
 * @file Makes the pictures of the documents from a finished demo: node scripts/make-screenshots.js bedside-demo [docs].
 * SYNTHETIC data only. The demo is copied, and its copy's review is begun anew by the commands that a hospital uses.
 */
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const [from = 'bedside-demo', to = 'docs'] = process.argv.slice(2)
const BEDSIDE = fileURLToPath(new URL('../bin/bedside.js', import.meta.url))
const CHROMIUM = '/usr/bin/chromium'
const PASSWORD = 'a password for pictures'
/** Bytes; more makes a repository heavy. */
const LARGEST = 300_000

const study = readFileSync(join(from, 'study.yaml'), 'utf8')
if (!study.includes('synthetic:') || !study.includes('simulated: true')) {
  throw new Error(`expected a demo with invented couples and simulated reviewers, got another study in ${from}`)
}

const folder = mkdtempSync(join(tmpdir(), 'bedside-pictures-'))
// The review itself is left out: its judgements would be there already.
for (const part of ['out', 'study.yaml', 'analysis-plan.yaml', 'analysis-plan.registered.json', 'review-leaks.yaml']) {
  if (existsSync(join(from, part))) cpSync(join(from, part), join(folder, part), { recursive: true })
}
const env = { ...process.env, XDG_CONFIG_HOME: join(folder, 'settings') }
const bedside = (...args) =>
  execFileSync(process.execPath, [BEDSIDE, ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
const linkIn = text => text.match(/http:\/\/\S+/)[0]

/** Starts a command that serves; resolves to its process and the address that it prints. */
function serve(...args) {
  const child = spawn(process.execPath, [BEDSIDE, ...args], { cwd: folder, env })
  return new Promise((done, fail) => {
    let said = ''
    const read = chunk => {
      said += chunk
      const link = said.match(/http:\/\/\S+/)
      if (link) done({ child, link: link[0] })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', () => fail(new Error(`"bedside ${args.join(' ')}" ended: ${said}`)))
  })
}

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
const children = []

async function windowOf(width, height) {
  const context = await browser.newContext({ locale: 'en-GB', colorScheme: 'light', viewport: { width, height } })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  return page
}

async function keep(page, name, options = {}) {
  const path = join(resolve(to), name)
  await page.screenshot({ path, ...options })
  const { size } = statSync(path)
  if (size > LARGEST) throw new Error(`expected at most ${LARGEST} bytes, got ${size}: ${name}`)
  process.stdout.write(`${name}: ${size} bytes\n`)
}

/** The report from the heading with this text on, as far as the window reaches. */
async function keepSection(page, title, name) {
  const heading = page.locator('h2', { hasText: new RegExp(`^${title}$`) })
  await heading.evaluate(element => element.scrollIntoView({ block: 'start' }))
  await keep(page, name)
}

async function reportPictures() {
  const page = await windowOf(1000, 760)
  await page.goto(pathToFileURL(join(folder, 'out/report/report.html')).href)
  await keep(page, 'report.png')
  await keepSection(page, 'Does agreement with the record translate into preference\\?', 'report-question.png')
  await keepSection(page, 'Two orders of the arms', 'report-orders.png')
  await keepSection(page, 'Agreement with the record', 'report-agreement.png')
}

async function studyPagePicture() {
  // Of the demo itself: the page only reads, and in the copy the review is not finished.
  const { child, link } = await serve('open', resolve(from, 'study.yaml'), '--port', '0', '--no-browser')
  children.push(child)
  const page = await windowOf(1280, 1000)
  await page.goto(link)
  await page.locator('#stages').waitFor()
  if (/stages to run/.test(await page.locator('#now').innerText())) {
    throw new Error(`expected a finished demo, made by this very clone, got stages to run in ${from}`)
  }
  await keep(page, 'study-page.png')
  await page.locator('#training').evaluate(element => element.scrollIntoView({ block: 'start' }))
  await keep(page, 'study-page-training.png')
}

/** Gives every open question of a step an answer, by the first digit that is one. */
async function answerAll(page, digits) {
  const open = page.locator('[data-question]:not(:has(input:checked))')
  for (let left = await open.count(); left > 0; left = await open.count()) {
    for (const digit of [...digits, '3', '1']) {
      await page.keyboard.press(digit)
      if ((await open.count()) < left) break
    }
    if ((await open.count()) === left) return
  }
}

/** The reasons of the two plans of a pair, from the text of its part. */
const reasonsOf = text =>
  text
    .split(/(?:Left|Right) plan: Reasons/)
    .slice(1)
    .map(part => part.split('Decisions')[0].trim())

/** One step on: opens a case, leaves a feedback, or answers what is asked. */
async function stepOn(page, digits) {
  const before = await page.locator('main').innerText()
  if (!(await page.locator('.rest, .feedback').count())) await answerAll(page, digits)
  await page.keyboard.press('n')
  await page.waitForFunction(text => document.querySelector('main').innerText !== text, before)
  await page.waitForTimeout(300)
}

async function enter(page, link) {
  await page.goto(link)
  await page.getByLabel('New password').fill(PASSWORD)
  await page.keyboard.press('Enter')
}

async function profile(page) {
  await page.getByLabel('I have read this and agree to take part.').check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Hospital or clinic').fill('North')
  await page.getByLabel('Attending physician or specialist').check()
  await page.getByLabel('Years in the specialty').fill('12')
  await page.getByLabel('Specialty', { exact: true }).fill('Reproductive medicine')
  await page.locator('fieldset').last().getByRole('radio').first().check()
  await page.getByRole('button', { name: 'Save and begin' }).click()
  await page.locator('.rest').waitFor()
}

async function reviewPictures() {
  const { child } = await serve('review', 'serve', '--port', '4199')
  children.push(child)
  const invite = (name, role, ...more) =>
    linkIn(bedside('review', 'invite', `${name}@example.org`, '--role', role, '--name', `${name} Example`, ...more))
  const designer = invite('dana', 'designer', '--id', 'dana')
  invite('kim', 'key-holder', '--id', 'kim')
  invite('ana', 'analyst', '--id', 'ana')
  const [rea] = ['rea', 'rob', 'ruth'].map(name => invite(name, 'reviewer'))
  bedside('review', 'allocate')
  bedside('review', 'open')

  const page = await windowOf(1280, 900)
  await enter(page, rea)
  await profile(page)
  // Two training cases, which have pairs too; then the first plan alone and the first two of a case.
  const wanted = new Map([
    [false, 'review-plan.png'],
    [true, 'review-pair.png'],
  ])
  for (let steps = 0; wanted.size > 0 && steps < 80; steps++) {
    const judges = (await page.locator('.judgement').count()) > 0 && !(await page.locator('.feedback').count())
    const training = /training/i.test(await page.locator('main').innerText())
    if (judges && !training) {
      const isPair = (await page.locator('.plan-pair').count()) > 0
      const name = wanted.get(isPair)
      const plan = await page.locator('.plan').first().innerText()
      // Two arms may say the same, which makes a poor picture.
      const differs = !isPair || new Set(reasonsOf(plan)).size > 1
      if (name !== undefined && differs && (await page.locator('.source-plans').count()) === 0) {
        wanted.delete(isPair)
        await page.evaluate(() => scrollTo(0, 0))
        await keep(page, name)
      }
    }
    await stepOn(page, ['4', '3', '2'][steps % 3])
  }
  if (wanted.size > 0) throw new Error(`no picture of ${[...wanted.values()].join(', ')}`)

  const team = await windowOf(1280, 800)
  await enter(team, designer)
  await team.getByRole('navigation').waitFor()
  await team.waitForLoadState('networkidle')
  await keep(team, 'review-team.png')
}

try {
  await reportPictures()
  await studyPagePicture()
  await reviewPictures()
} finally {
  await browser.close()
  for (const child of children) {
    child.removeAllListeners('exit')
    child.kill('SIGINT')
    await new Promise(done => child.once('exit', done))
  }
  rmSync(folder, { recursive: true, force: true })
}

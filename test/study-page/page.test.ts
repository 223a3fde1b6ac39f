/** @file The study page in a real browser, while its study goes from nothing to a report. SYNTHETIC. */
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PromptRow } from '../../src/prompts/index.ts'
import { loadStudy, runStages, studyStages } from '../../src/study/index.ts'
import { serveStudyPage } from '../../src/study-page/index.ts'
import { keepRunProgress } from '../../src/study/run-progress.ts'
import { silentProgress, takeProcessLock } from '../../src/support/index.ts'
import { studyFolder, tinyStudy } from '../command-line/bedside-process.ts'
import { axeFindings, launch, openWindow, requireChromium } from '../review/page-browser.ts'

requireChromium()

const folder = studyFolder(
  tinyStudy({
    study: 'study: tiny\ntitle: A tiny study (小型研究)',
    records: 'records: { synthetic: { couples: 60, seed: 5, goldShare: 0 } }',
    split: 'split: { train: 30, validation: 4, test: 10 }',
    base: 'base: { hiddenSize: 16, intermediateSize: 32, numBlocks: 1, numHeads: 2, numKvHeads: 1, vocabularySize: 512, contextLength: 1024, epochs: 1 }',
    arms: 'arms: { sft: { epochs: 1, batchSize: 4 } }',
    prediction: 'prediction: { maxNewTokens: 8 }',
    prompts: 'prompts: { options: unlisted, values: notable, language: zh }',
  }),
)
const study = loadStudy(join(folder, 'study.yaml'))
const { out } = study
const surroundings = {
  settingsFolder: folder,
  homeFolder: folder,
  dataFolder: folder,
  makesKey: false,
  environment: {},
}
const stages = studyStages(study, surroundings)
const place = { out, seed: study.config.seed, progress: silentProgress, signal: new AbortController().signal }
const stop = new AbortController()
let browser: Browser
let link = ''
let served: Promise<void>

beforeAll(async () => {
  browser = await launch()
  await new Promise<void>((resolve, reject) => {
    const onServed = (given: string) => {
      link = given
      resolve()
    }
    const review = { databaseUrl: null, oidc: null }
    const options = { file: study.file, surroundings, review, port: 0, signal: stop.signal, onServed }
    served = serveStudyPage({ ...options, say: line => reject(new Error(line)) })
    served.catch(reject)
  })
})

afterAll(async () => {
  await browser?.close()
  stop.abort()
  await served
})

const textOf = (page: Page, selector: string) => page.locator(selector).innerText()

/** What is wrong with the page as it stands: for those who cannot see it, and on a phone. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  const found = [...(await axeFindings(page))]
  await page.setViewportSize({ width: 390, height: 844 })
  const tooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  await page.setViewportSize({ width: 1280, height: 900 })
  return tooWide ? [...found, 'wider than a phone'] : found
}

test('one page, never reloaded, shows a study before its first stage, in the middle of one, and after the last', async () => {
  const { page, context, faults } = await openWindow(browser, new URL(link).origin, { width: 1280 })
  await page.goto(link)
  await page.locator('#stages').waitFor()
  expect(page.url()).not.toContain('token')
  expect(await textOf(page, '#now')).toMatch(/Nothing runs now[\s\S]*12 of 12 stages to run: bedside run/)
  expect(await textOf(page, '.banner')).toContain('SYNTHETIC')
  expect(await textOf(page, '#samples')).toContain('No held-out case is there yet')
  expect(await textOf(page, '#links')).toContain('The report is not there yet')
  expect(await faultsOf(page)).toEqual([])
  await page.evaluate('document.body.dataset.same = "yes"')

  // In the middle: the first stages are real, the training under way is written as a run writes it.
  await runStages(stages.slice(0, 4), place)
  const release = takeProcessLock(join(out, 'run.lock'), 'in use', out)
  const kept = keepRunProgress(out, silentProgress)
  kept.enter({ artifact: 'policies/sft', title: 'alignment sft', index: 8, of: 12 })
  const task = kept.progress.begin('supervised fine-tuning', 40)
  mkdirSync(join(out, 'policies/sft'), { recursive: true })
  const events = join(out, 'policies/sft/events.jsonl')
  const step = (i: number) => `${JSON.stringify({ type: 'step', step: i, loss: 3 / i })}\n`
  writeFileSync(events, step(1) + step(2))
  const rows = readFileSync(join(out, 'prompts/test.jsonl'), 'utf8').trim().split('\n')
  const cases = rows.map(line => JSON.parse(line) as PromptRow)
  const answer = ({ record_id: recordId, reference_plan: plan }: PromptRow, readable: boolean) => ({
    recordId,
    arm: 'sft',
    text: '方案 <b>', // Markup in an answer is text.
    plan: readable ? plan : null,
    parseErrors: readable ? [] : ['no plan block: expected a line "<plan>"'],
    finish: 'end',
    exemplars: [],
  })
  mkdirSync(join(out, 'predictions/sft'), { recursive: true })
  const answers = cases.map((row, i) => `${JSON.stringify(answer(row, i > 0))}\n`)
  writeFileSync(join(out, 'predictions/sft/partial.jsonl'), answers.slice(0, 8).join(''))
  await page.locator('#training svg').waitFor()
  await page.locator('#now progress').waitFor()
  expect(await textOf(page, '#now')).toMatch(/Stage 8 of 12: alignment sft[\s\S]*supervised fine-tuning/)
  expect(await textOf(page, '#training')).toContain('step 2')
  expect(await textOf(page, '#agreement')).toContain('8 of 10')
  const shown = await textOf(page, '#samples')
  expect(shown).toContain('Without a readable plan')
  expect(shown).toContain('no plan block: expected a line "<plan>"')
  expect(shown).toContain('agrees with the record')
  expect(await page.locator('#samples pre').first().getAttribute('lang')).toBe('zh-CN')
  await page.locator('#samples summary').first().click()
  expect(await faultsOf(page)).toEqual([])
  appendFileSync(events, step(3))
  task.update(20)
  await page.getByText('step 3').waitFor()
  // What was opened stays open when an answer is added to the part around it.
  appendFileSync(join(out, 'predictions/sft/partial.jsonl'), answers.slice(8).join(''))
  await page.getByText('10 of 10').waitFor()
  expect(await page.locator('#samples details').first().getAttribute('open')).not.toBeNull()
  kept.end()
  release()
  for (const made of ['policies', 'predictions']) rmSync(join(out, made), { recursive: true })

  await runStages(stages, place)
  await page.getByText('Everything is done.').waitFor()
  await page.locator('#agreement .forest svg').waitFor()
  expect(await page.locator('.state.done').count()).toBe(12)
  expect(await faultsOf(page)).toEqual([])
  expect(await page.evaluate('document.body.dataset.same')).toBe('yes')
  const report = await context.request.get('/report')
  expect(await report.text()).toContain('A tiny study (小型研究)')

  // A mistake in the study file is said, and the page goes on when it is mended.
  const text = readFileSync(study.file, 'utf8')
  writeFileSync(study.file, text.replace('seed:', 'sead:'))
  await page.getByText('The study cannot be read').waitFor()
  writeFileSync(study.file, text)
  await page.getByText('Everything is done.').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('who has not the link sees nothing', async () => {
  const { page, context } = await openWindow(browser, new URL(link).origin)
  const answer = await page.goto('/')
  expect([answer?.status(), await textOf(page, 'main')]).toEqual([403, expect.stringContaining('needs its link')])
  expect(await axeFindings(page)).toEqual([])
  await context.close()
})

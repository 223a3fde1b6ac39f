/** @file A study with a served review from its first run to the report of the unblinded judgements. SYNTHETIC, SIMULATED. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { AnalysisResults } from '../../src/analysis/index.ts'
import { analysisPlanConfig } from '../../src/analysis/plan/analysis-plan.ts'
import { isServed } from '../../src/review/config.ts'
import {
  draftLeakDecisions,
  loadMaterial,
  type ReviewMaterial,
  readLeakDecisions,
  scannedTexts,
} from '../../src/review/preparation/index.ts'
import { allocateReview } from '../../src/review/preparation/key-holders.ts'
import type { ServedFacts } from '../../src/review/review-data.ts'
import {
  addMember,
  giveProfile,
  openReview,
  openSlot,
  openStore,
  proposeLock,
  proposeUnblinding,
  readOwnSlot,
  readOwnSlots,
  registerPlan,
  reportUnblinding,
  submitJudgement,
} from '../../src/review/store/index.ts'
import {
  addAllocation,
  allocationSecret,
  confirmLock,
  confirmUnblinding,
  exportJudgements,
} from '../../src/review/store/key-holders.ts'
import { loadStudy } from '../../src/study/index.ts'
import { sha256 } from '../../src/support/index.ts'
import { bedside, requireBuild, studyFolder, tinyStudy } from '../command-line/bedside-process.ts'
import { anyJudgement } from './any-judgement.ts'
import { analyst, designer, keyHolder, monitor, rater } from './small-review.ts'

const RATERS = [0, 1, 2].map(rater)
const plan = `plan: served
title: A served review
seed: 4
hypotheses:
  - { id: paradox, question: paradox, preferred: sft, accurate: icl }
  - { id: liked, question: preference, first: sft, second: physician }
`

let folder = ''
let material: ReviewMaterial
const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8')
const run = () => {
  const { code, stdout, stderr } = bedside(folder, 'run', 'study.yaml')
  expect(code, stderr).toBe(0)
  return `${stdout}\n${stderr}`
}

beforeAll(async () => {
  requireBuild()
  const review = 'review: { cases: 12, compare: [icl, sft, physician], simulated: true, training: 1 }'
  folder = studyFolder(
    `${tinyStudy({ prediction: 'prediction: { maxNewTokens: 48 }' })}${review}\nplan: analysis-plan.yaml\n`,
  )
  writeFileSync(join(folder, 'analysis-plan.yaml'), plan)
  const signed = bedside(folder, 'plan', 'register', 'analysis-plan.yaml', '--signer', 'A. Statistician')
  expect(signed.code, signed.stderr).toBe(0)
  run()
  material = await loadMaterial(join(folder, 'out', 'review-material'))
})

test('before anything is exported the study has a report that says where the review stands', () => {
  expect(existsSync(join(folder, 'out', 'review'))).toBe(false)
  const page = read('out', 'report', 'report.html')
  expect(page).toContain('Its judgements are not exported yet, so nothing here speaks of raters.')
  expect(page).toContain('The reshaping was not checked by a clinician.')
  expect(page).toContain('A machine&#39;s guess of the arm')
  expect(page).toContain('Nobody has judged the plans yet')
  expect(material.cases).toHaveLength(12)
  expect(material.plans).toHaveLength(36)
})

test('every prepared case is of the test split, and every training case of the validation split', () => {
  const idsOf = (part: string) =>
    new Set(
      read('out', 'prompts', `${part}.jsonl`)
        .trim()
        .split('\n')
        .map(line => (JSON.parse(line) as { record_id: string }).record_id),
    )
  const [inTest, inValidation] = [idsOf('test'), idsOf('validation')]
  expect(material.cases.filter(({ caseId }) => !inTest.has(caseId))).toEqual([])
  expect(material.training.filter(({ caseId }) => !inValidation.has(caseId))).toEqual([])
})

test('from decided leaks to the unblinded report: the record of the review stands in it', async () => {
  const study = loadStudy(folder)
  const config = study.config.review!
  if (!isServed(config)) throw new Error('expected a served review')
  // The texts of a model that has learnt little tell themselves: a person must look at that, here a test accepts it.
  const open = material.findings.filter(finding => finding.open)
  const file = join(folder, 'review-leaks.yaml')
  const decisions = open.map(({ id }) => `- { finding: ${id}, accept: a tiny model, by: a test, at: 2026-11-28 }`)
  writeFileSync(file, `${decisions.join('\n')}\n`)
  expect(readLeakDecisions(file)).toHaveLength(open.length)
  expect(draftLeakDecisions(open, scannedTexts(material)).match(/- finding: /g) ?? []).toHaveLength(open.length)
  if (open.length > 0) expect(run()).toContain('review material: again')
  const decided = await loadMaterial(join(folder, 'out', 'review-material'))
  expect(decided.findings.filter(finding => finding.open)).toEqual([])

  const store = await openStore({ folder: join(folder, config.folder) })
  const planJson = analysisPlanConfig.parse(parseYaml(plan))
  await registerPlan(store, designer, { plan: JSON.parse(JSON.stringify(planJson)), settings: decided.settings })
  for (const { id, role } of [keyHolder, monitor, analyst, ...RATERS])
    await addMember(store, designer, { personId: id, role })
  for (const who of RATERS) await giveProfile(store, who, { answers: { consent: 'yes' } })
  const secret = await allocationSecret(store, keyHolder)
  const raters = RATERS.map(({ id }) => ({ id, centre: null }))
  await addAllocation(
    store,
    keyHolder,
    allocateReview({ material: decided, config, raters, knownBy: new Map(), secret }),
  )
  await openReview(store, designer)
  for (const [r, who] of RATERS.entries()) {
    for (const { slotId } of await readOwnSlots(store, who)) {
      await openSlot(store, who, { slotId, tab: 'a' }).catch(() => null)
      const shown = await readOwnSlot(store, who, slotId).catch(() => null)
      if (shown === null) continue
      const judgement = anyJudgement(decided.settings, shown, 2 + ((shown.order + r) % 3))
      await submitJudgement(store, who, { slotId, tab: 'a', key: slotId, judgement })
      if (r === 0 && shown.order === 10) await reportUnblinding(store, who, { what: 'knows the case', slotId })
    }
  }
  await proposeLock(store, designer)
  await confirmLock(store, monitor)
  await proposeUnblinding(store, analyst, { reason: 'every case is judged' })
  await confirmUnblinding(store, keyHolder)
  await exportJudgements(store, analyst, join(folder, config.export))
  await store.close()

  const said = run()
  expect(said).toContain('review material: unchanged')
  const {
    served,
    simulated,
    raters: who,
  } = JSON.parse(read('out', 'review', 'review.json')) as {
    served: ServedFacts
    simulated: boolean
    raters: { clinicians: readonly string[] }
  }
  expect(simulated).toBe(true)
  expect(who.clinicians).toEqual(RATERS.map(({ id }) => id))
  const page = read('out', 'report', 'report.html')
  expect(page).toContain('SIMULATED REVIEWERS. No clinician gave these judgements.')
  expect(page).not.toContain('not exported yet')
  expect(page).toContain(served.planHash)
  expect(page).toContain(`event ${served.chain.sequence}, ${served.chain.hash}`)
  expect(page).toContain('every case is judged')
  expect(page).toContain('Not blind: a rater knew the case')
  expect(served.incidents).toHaveLength(1)
  expect(served.incidents[0]).toMatchObject({
    withdrawn: served.leftOut.withdrawn,
    withdrawnJudged: served.leftOut.withdrawnJudged,
  })
  expect(served.leftOut.withdrawn).toBeGreaterThan(served.leftOut.withdrawnJudged)
  expect(served.leftOut.withdrawnJudged).toBeGreaterThan(0)
  expect(served.leftOut.training).toBe(3 * 3)
  const results = JSON.parse(read('out', 'analysis', 'results.json')) as AnalysisResults
  expect(results.review?.cases).toBe(12)
  expect(results.plan?.planHash).toBe(served.planHash)
  expect(results.remarks?.every(({ judged }) => judged > 0)).toBe(true)
  expect(page).toContain('Harm and errors that raters saw')
  expect(page).toContain('The registered plan is the one that this analysis follows.')
  expect(results.paradoxes.some(({ hypothesis }) => hypothesis === 'paradox')).toBe(true)
  expect(served.comparedWithChain).toBe(true)
  // A file that was changed after the export is not analysed, nor one whose hash was changed with it.
  const refused = { code: 2, stderr: expect.stringContaining('expected a file as it was exported') }
  const ratings = join(folder, config.export, 'ratings.csv')
  const genuine = readFileSync(ratings, 'utf8')
  writeFileSync(ratings, genuine.replace(/,4,/, ',5,'))
  expect(bedside(folder, 'run', 'study.yaml')).toMatchObject(refused)
  const summary = join(folder, config.export, 'review.json')
  const exported = readFileSync(summary, 'utf8')
  writeFileSync(summary, exported.replaceAll(sha256(genuine), sha256(readFileSync(ratings, 'utf8'))))
  expect(bedside(folder, 'run', 'study.yaml')).toMatchObject(refused)
  writeFileSync(ratings, genuine)
  writeFileSync(summary, exported)
  // Training cases are of the validation split: none of them is among the judgements.
  for (const { caseId } of decided.training) expect(read(config.export, 'ratings.csv')).not.toContain(caseId)
  // What was judged is what the study has: the record of each case, and a plan of each arm.
  const hashes = read(config.export, 'shown.csv').trim().split('\n').slice(1)
  const prepared = [
    ...decided.cases.map(({ caseId, sheet }) => `${caseId},,${sha256(JSON.stringify(sheet))},yes`),
    ...decided.plans.map(({ caseId, arm, sheet }) => `${caseId},${arm},${sha256(JSON.stringify(sheet))},yes`),
  ]
  expect(hashes.filter(line => !prepared.includes(line))).toEqual([])
  // All but what nobody judged because a rater knew the case.
  expect(hashes.length).toBeGreaterThan(prepared.length - 4)
})

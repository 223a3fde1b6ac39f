/** @file A review for tests of the page: sheets of synthetic couples, training with feedback, raters who do not meet. SYNTHETIC. */
import type { CaseSheet, Feedback, PlanSheet } from '../../src/review/api/index.ts'
import { addMember, giveProfile, openReview, registerPlan, type Store } from '../../src/review/store/index.ts'
import { type Allocation, addAllocation } from '../../src/review/store/key-holders.ts'
import { madeUpStudy } from './made-up-study.ts'
import { analyst, designer, keyHolder, monitor, rater } from './small-review.ts'

/** What a record or a model may contain: shown as text, and nothing else. */
export const SCRIPT = '<script>window.hurt = 1</script><img src="x" onerror="window.hurt = 2">'

const ARMS = ['first', 'second'] as const

/** Sheets and questions of three cases and two training cases. */
function material(language: 'en' | 'zh') {
  const quality = { grounds: 1, falseNumbers: 0 }
  const { material } = madeUpStudy({
    arms: { first: quality, second: { grounds: 0, falseNumbers: 0.5 } },
    cases: 3,
    seed: 11,
    language,
    review: {
      // Of the Chinese review, so that the mark stands on every page of its walks.
      simulated: language === 'zh',
      training: 2,
      comparisons: 'overall and criteria',
      perLayer: { feasibility: ['strategy', 'protocol', 'gonadotropin', 'transfer'] },
      contact: 'review@hospital.example',
    },
  })
  return material
}

/** Where slots go wrong on purpose in a plan of the second case. */
const withScript = (sheet: PlanSheet): PlanSheet => ({
  reasoning: `${SCRIPT}\n${sheet.reasoning}`,
  decisions: sheet.decisions.map((row, i) => (i === 0 ? { ...row, value: `${row.value} ${SCRIPT}` } : row)),
})

/**
 * For every rater: a training case of one plan, one of two, then three cases of two plans alone and side by side, of which
 * the last has the same plan twice. Ids carry nothing.
 */
export function pageAllocation(language: 'en' | 'zh', raters: readonly number[]): Allocation {
  const { cases, plans, training } = material(language)
  const texts: Record<string, string> = {}
  const key: Record<string, Record<string, string>> = {}
  const slots: Allocation['slots'] = []
  const text = (name: string, sheet: CaseSheet | PlanSheet | Feedback) => {
    texts[name] = JSON.stringify(sheet)
    return name
  }
  let count = 0
  for (const r of raters) {
    let order = 0
    let visit = 0
    const add = (
      caseId: string,
      caseText: string,
      shown: readonly (readonly ['only' | 'left' | 'right', string, string])[],
      feedback: string | null = null,
    ) => {
      const slotId = `slot-${String(++count).padStart(4, '0')}`
      slots.push({
        slotId,
        raterId: rater(r).id,
        order: ++order,
        caseId,
        visit,
        task: shown.length === 1 ? 'rating' : 'pairwise',
        training: feedback !== null,
        caseText,
        shown: shown.map(([side, name]) => ({ side, text: name })),
        feedback,
      })
      key[slotId] = Object.fromEntries(shown.map(([side, , arm]) => [side, arm]))
    }
    for (const [i, { caseId, sheet, plans: own, points }] of training.slice(0, 2).entries()) {
      visit++
      const record = text(`training-${i}`, sheet)
      const [good, bad] = [text(`training-${i}-a`, own.recorded), text(`training-${i}-b`, own.faulty)]
      if (i === 0) {
        const told = text(`told-${i}`, { plans: [{ side: 'only', points: points.faulty }] })
        add(caseId, record, [['only', bad, 'faulty']], told)
      } else {
        const told = text(`told-${i}`, {
          plans: [
            { side: 'left', points: points.recorded },
            { side: 'right', points: points.faulty },
          ],
        })
        add(
          caseId,
          record,
          [
            ['left', good, 'recorded'],
            ['right', bad, 'faulty'],
          ],
          told,
        )
      }
    }
    for (const [i, { caseId, sheet }] of cases.entries()) {
      visit++
      const record = text(`case-${i}`, sheet)
      const [first, second] = ARMS.map(arm => {
        const found = plans.find(plan => plan.caseId === caseId && plan.arm === arm)!
        return text(`case-${i}-${arm}`, i === 1 && arm === 'second' ? withScript(found.sheet) : found.sheet)
      })
      add(caseId, record, [['only', first, 'first']])
      if (i < 2) add(caseId, record, [['only', second, 'second']])
      add(caseId, record, [
        ['left', second, 'second'],
        ['right', i < 2 ? first : second, i < 2 ? 'first' : 'second'],
      ])
    }
  }
  return { slots, texts, key }
}

/** Registers the plan, adds people and slots, and opens the review. Rater 0 has not said yet who she is. */
export async function setUpPageReview(
  store: Store,
  { language, raters, open = true }: { language: 'en' | 'zh'; raters: number; open?: boolean },
): Promise<void> {
  const { settings } = material(language)
  await registerPlan(store, designer, { plan: { claims: ['made up'] }, settings })
  for (const { id, role } of [monitor, analyst, keyHolder]) await addMember(store, designer, { personId: id, role })
  const all = Array.from({ length: raters }, (_, i) => i)
  for (const i of all) {
    await addMember(store, designer, { personId: rater(i).id, role: 'reviewer', centre: i === 0 ? null : 'North' })
    if (i > 0) await giveProfile(store, rater(i), { answers: { consent: 'yes', grade: 'attending', years: 9 } })
  }
  await addAllocation(store, keyHolder, pageAllocation(language, all))
  if (open) await openReview(store, designer)
}

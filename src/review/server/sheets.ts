/** @file From the texts of a slot to sheets, every field in one order: how a text was stored cannot tell where it came from. */
import { z } from 'zod'
import { StudyError } from '../../support/index.ts'
import type { CaseSheet, Feedback, PlanSheet, ShownCase } from '../api/index.ts'
import type { ShownSlot } from '../store/index.ts'
import { SIDES } from '../store/index.ts'

const caseSheet = z.object({
  groups: z.array(
    z.object({
      title: z.string(),
      rows: z.array(
        z.object({
          field: z.string(),
          fields: z.array(z.string()).optional(),
          label: z.string(),
          value: z.string(),
          unit: z.string(),
          mark: z.enum(['high', 'low', 'abnormal']).nullable(),
          usual: z.string(),
        }),
      ),
    }),
  ),
}) satisfies z.ZodType<CaseSheet>

const planSheet = z.object({
  reasoning: z.string(),
  decisions: z.array(
    z.object({
      layer: z.string(),
      group: z.string(),
      label: z.string(),
      value: z.string().nullable(),
      applies: z.boolean().optional(),
    }),
  ),
}) satisfies z.ZodType<PlanSheet>

const feedbackSheet = z.object({
  plans: z.array(z.object({ side: z.enum(SIDES), points: z.array(z.string()) })),
}) satisfies z.ZodType<Feedback>

function parsed<Sheet>(schema: z.ZodType<Sheet>, text: string, what: string): Sheet {
  let value: unknown = null
  try {
    value = JSON.parse(text)
  } catch {
    // Said below, as for any other content.
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new StudyError(`a ${what} of the review is not of the form that the page shows; prepare the review again`)
}

/** A slot as the page gets it. Throws StudyError when a text is no sheet; what it says is not repeated. */
export function shownCaseOf(slot: ShownSlot): ShownCase {
  const { slotId, order, visit, task, training, status, judgement, judged, judgedAt } = slot
  return {
    slotId,
    order,
    visit,
    task,
    training,
    status,
    record: slot.caseText === null ? { groups: [] } : parsed(caseSheet, slot.caseText, 'record'),
    plans: slot.shown.map(({ side, text }) => ({ side, plan: parsed(planSheet, text, 'plan') })),
    feedback: slot.feedback === null ? null : parsed(feedbackSheet, slot.feedback, 'feedback'),
    judgement,
    judged,
    judgedAt,
  }
}

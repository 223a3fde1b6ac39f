/** @file The recorded decisions as an arm: what rules and checks say of them, never agreement with themselves. */
import { type Score, scoreCase } from '../benchmark/index.ts'
import type { PromptRow } from '../prompts/index.ts'
import { PHYSICIAN } from '../review/index.ts'
import type { Specialty } from '../specialty/index.ts'

/** Scores of the recorded decision of each test case, with the text that was recorded with it. */
export function physicianScores(specialty: Specialty, rows: Iterable<PromptRow>): readonly Score[] {
  return [...rows].flatMap(row =>
    scoreCase(
      specialty,
      PHYSICIAN,
      {
        recordId: row.record_id,
        coupleId: row.couple_id,
        stratum: row.stratum,
        plan: row.reference_plan,
        fields: row.fields,
        seenInTraining: false,
        weight: row.weight,
        rareSituations: row.rare_situations,
      },
      { plan: row.reference_plan, reasoning: row.completion.map(({ content }) => content).join('\n') },
    ),
  )
}

/** @file Which exemplars stand before each test case. */
import { join } from 'node:path'
import type { AlignedPolicy } from '../alignment/index.ts'
import { type Exemplar, exemplarChooser, type PromptRow } from '../prompts/index.ts'
import type { Specialty } from '../specialty/index.ts'
import { loadJsonl } from '../support/index.ts'

/** The exemplars for each test case by the policy's rule; none for a policy without one. */
export async function exemplarsByCase(
  { exemplars: rule }: AlignedPolicy,
  specialty: Specialty,
  policyFolder: string,
  seed: number,
): Promise<(row: PromptRow) => readonly Exemplar[]> {
  if (rule === null) return () => []
  const pool = await loadJsonl<Exemplar>(join(policyFolder, 'exemplars.jsonl'))
  const choose = exemplarChooser(rule, specialty, pool, seed)
  return ({ record_id: recordId, fields }) => choose({ recordId, fields })
}

/** @file The prompts stage: every record of the split as prompt, completion and reference plan, in the split's order. */
import { join } from 'node:path'
import type { PatientRecord, Split } from '../records/index.ts'
import type { Specialty } from '../specialty/index.ts'
import {
  InputError,
  type JsonValue,
  readJsonl,
  readTextFile,
  type Stage,
  StudyError,
  writeJsonl,
} from '../support/index.ts'
import type { PromptsConfig } from './config.ts'
import { parseCompletion } from './parse.ts'
import type { PromptRow, Stratum } from './prompt.ts'
import { type PromptForm, renderCompletion, renderPrompt } from './render.ts'

const PARTS = ['train', 'validation', 'test'] as const

/** Reads back what was rendered: a decision that no reader would get back must not be learnt from. */
function renderChecked(specialty: Specialty, record: PatientRecord): PromptRow['completion'] {
  let completion: PromptRow['completion']
  try {
    completion = renderCompletion(specialty, record.decision, record.reasoning)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    throw new InputError(error.message, { id: record.recordId })
  }
  const parsed = parseCompletion(specialty, completion[0].content)
  if ('errors' in parsed) {
    const kinds = parsed.errors.map(problem => problem.slice(0, problem.indexOf(':'))).join(', ')
    throw new StudyError(`record ${record.recordId}: expected a decision that fits the decision layers, got: ${kinds}`)
  }
  return completion
}

/** The record's value of every field that the specialty declares, and of no other. */
function declaredFields({ fields }: Specialty, record: PatientRecord): PromptRow['fields'] {
  return Object.fromEntries(fields.map(({ name }) => [name, record.fields[name] ?? null]))
}

/** One line of a prompts file; throws when the record's decision cannot be stated and read back. */
function promptRow(specialty: Specialty, record: PatientRecord, stratum: Stratum, form: PromptForm): PromptRow {
  return {
    prompt: renderPrompt(specialty, record, form),
    completion: renderChecked(specialty, record),
    record_id: record.recordId,
    couple_id: record.coupleId,
    stratum,
    fields: declaredFields(specialty, record),
    reference_plan: record.decision,
    synthetic: record.synthetic,
  }
}

/**
 * The stage that writes train.jsonl, validation.jsonl and test.jsonl of PromptRow. Its counts say how many test prompts
 * equal a training prompt word for word: there a model can answer from memory.
 */
export function promptsStage({
  config,
  specialty,
}: {
  readonly config: PromptsConfig
  readonly specialty: Specialty
}): Stage {
  return {
    title: 'prompts',
    artifact: 'prompts',
    inputs: ['records', 'split'],
    sources: [],
    settings: { specialty: specialty as unknown as JsonValue, prompts: { ...config } },
    module: import.meta.url,
    async run(context) {
      const split = JSON.parse(readTextFile(join(context.input('split'), 'split.json'))) as Split
      const place = new Map(PARTS.flatMap(part => split[part].map(id => [id, part] as const)))
      if (place.size !== PARTS.reduce((sum, part) => sum + split[part].length, 0)) {
        throw new StudyError('split.json: expected every record in one part, got a record in two; run the split again')
      }
      const rows = new Map<string, PromptRow>()
      let withReasoning = 0
      for await (const record of readJsonl<PatientRecord>(join(context.input('records'), 'records.jsonl'))) {
        if (!place.has(record.recordId)) continue
        if (record.reasoning !== null) withReasoning++
        rows.set(record.recordId, promptRow(specialty, record, split.strata[record.recordId], config))
      }
      const counts: Record<string, number> = {}
      for (const part of PARTS) {
        const ordered = split[part].map(id => {
          const row = rows.get(id)
          if (!row) throw new StudyError(`record ${id}: expected in records.jsonl because the split names it, got none`)
          return row
        })
        counts[part] = await writeJsonl(join(context.output, `${part}.jsonl`), ordered)
      }
      const contentsOf = (part: (typeof PARTS)[number]) => split[part].map(id => JSON.stringify(rows.get(id)?.prompt))
      const inTraining = new Set(contentsOf('train'))
      const testPromptsSeenInTraining = contentsOf('test').filter(content => inTraining.has(content)).length
      const synthetic = [...rows.values()].filter(row => row.synthetic).length
      return { ...counts, testPromptsSeenInTraining, withReasoning, synthetic }
    },
  }
}

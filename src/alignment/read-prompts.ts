/** @file The training material of alignment: the training and validation prompts, never the test split. */
import { join } from 'node:path'
import type { Example } from '../engines/index.ts'
import type { Exemplar, PromptRow } from '../prompts/index.ts'
import { loadJsonl } from '../support/index.ts'

/** Reads one part of the prompts artifact as supervised examples. */
export async function readExamples(promptsFolder: string, part: 'train' | 'validation'): Promise<Example[]> {
  const rows = await loadJsonl<PromptRow>(join(promptsFolder, `${part}.jsonl`))
  return rows.map(({ record_id: id, prompt, completion }) => ({ id, prompt, completion }))
}

/** Reads the training part of the prompts artifact as worked cases, in the order of the split. */
export async function readExemplars(promptsFolder: string): Promise<Exemplar[]> {
  const rows = await loadJsonl<PromptRow>(join(promptsFolder, 'train.jsonl'))
  return rows.map(({ record_id: recordId, prompt, completion, fields, reference_plan: referencePlan, synthetic }) => ({
    recordId,
    prompt,
    completion,
    fields,
    referencePlan,
    synthetic,
  }))
}

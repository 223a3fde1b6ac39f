/** @file The review stage: judgements that were gathered elsewhere, or exported from a served review, checked and in one form. */
import { join } from 'node:path'
import type { PromptRow } from '../prompts/index.ts'
import {
  InputError,
  type JsonValue,
  readJsonl,
  type Stage,
  timestamp,
  writeFileAtomically,
  writeJsonl,
} from '../support/index.ts'
import type { ReviewConfig } from './config.ts'
import { judgementFiles } from './export-folder.ts'
import { readShownTexts, requireJudgedPlans } from './judged-plans.ts'
import { loadMaterial, MATERIAL } from './preparation/material.ts'
import { readReview } from './read-review.ts'

/** The stage that writes ratings.jsonl, preferences.jsonl, guesses.jsonl, review.json and, from an export, remarks.jsonl; `arms` are the study's. */
export function reviewStage(options: {
  readonly config: ReviewConfig
  readonly arms: readonly string[]
  readonly studyFolder: string
}): Stage {
  const { config, arms, studyFolder } = options
  const { files, served, shown, sources } = judgementFiles(config, studyFolder)
  return {
    title: 'review',
    artifact: 'review',
    inputs: ['prompts', ...(shown === null ? [] : [MATERIAL])],
    sources,
    settings: { ...files, served, arms } as unknown as JsonValue,
    module: import.meta.url,
    async run({ input, output }) {
      if (shown !== null) requireJudgedPlans(await readShownTexts(shown), await loadMaterial(input(MATERIAL)))
      const cases = new Set<string>()
      for await (const row of readJsonl<PromptRow>(join(input('prompts'), 'test.jsonl'))) cases.add(row.record_id)
      const { ratings, preferences, guesses, remarks, summary } = await readReview(files, studyFolder, { cases, arms })
      if (ratings.length + preferences.length === 0) {
        throw new InputError('expected judgements, got none', { field: 'review' }, 'give files with at least one row')
      }
      const last = summary.lastRatedAt
      if (last !== null && last > timestamp()) {
        throw new InputError(
          'expected times that have been, got one that is to come',
          { field: 'review' },
          'correct rated_at',
        )
      }
      await writeJsonl(join(output, 'ratings.jsonl'), ratings)
      await writeJsonl(join(output, 'preferences.jsonl'), preferences)
      await writeJsonl(join(output, 'guesses.jsonl'), guesses)
      if (remarks !== null) await writeJsonl(join(output, 'remarks.jsonl'), remarks)
      writeFileAtomically(join(output, 'review.json'), `${JSON.stringify({ ...summary, served }, null, 1)}\n`)
      return { ...summary.lines, cases: summary.cases, simulated: summary.simulated }
    },
  }
}

/** @file The held-out cases that the page shows: the first of each stratum, so that a rare one is among them. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { PromptRow, Stratum } from '../prompts/index.ts'
import { readJsonl } from '../support/index.ts'

const STRATA: readonly Stratum[] = ['head', 'mid', 'tail']

/** The first test case of each stratum, common ones first; reads no further than it must. Empty before there are prompts. */
export async function shownCases(out: string): Promise<readonly PromptRow[]> {
  const file = join(out, 'prompts', 'test.jsonl')
  // Without a manifest the file may be in the middle of being written.
  if (!existsSync(join(out, 'prompts', 'manifest.json')) || !existsSync(file)) return []
  const found = new Map<Stratum, PromptRow>()
  for await (const row of readJsonl<PromptRow>(file)) {
    if (!found.has(row.stratum)) found.set(row.stratum, row)
    if (found.size === STRATA.length) break
  }
  return STRATA.flatMap(stratum => found.get(stratum) ?? [])
}

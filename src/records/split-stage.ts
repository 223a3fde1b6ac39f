/** @file The split stage: divides the imported records by couple and writes `split/split.json`. */
import { join } from 'node:path'
import type { Specialty } from '../specialty/index.ts'
import { type JsonValue, readJsonl, type Stage, writeFileAtomically } from '../support/index.ts'
import type { SplitConfig } from './config.ts'
import type { PatientRecord } from './patient-record.ts'
import { type SplitItem, splitCohort } from './split.ts'

/** The stage that writes the artifact `split`; it keeps ids and decisions in memory, never whole records. */
export function splitStage({ config, specialty }: { config: SplitConfig; specialty: Specialty }): Stage {
  return {
    title: 'split',
    artifact: 'split',
    inputs: ['records'],
    sources: [],
    settings: { split: { ...config }, layers: specialty.decisionLayers.map(({ name }) => name) } satisfies JsonValue,
    module: import.meta.url,
    async run(context) {
      const items: SplitItem[] = []
      const file = join(context.input('records'), 'records.jsonl')
      for await (const { recordId, coupleId, decision } of readJsonl<PatientRecord>(file)) {
        items.push({ recordId, coupleId, decision })
      }
      const split = splitCohort(items, config, context.seed)
      writeFileAtomically(join(context.output, 'split.json'), `${JSON.stringify(split)}\n`)
      return { couples: split.counts.couples, records: split.counts.records }
    },
  }
}

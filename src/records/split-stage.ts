/** @file The split stage: divides the imported records by couple, and looks for near-duplicates across the sides. */
import { join } from 'node:path'
import { rareSituationsOf, type Specialty } from '../specialty/index.ts'
import { InputError, type JsonValue, readJsonl, type Stage, writeFileAtomically } from '../support/index.ts'
import type { SplitConfig } from './config.ts'
import { type ComparedRecord, findNearDuplicates, NEAR_DISTANCE, nearDuplicateGroups } from './near-duplicates.ts'
import type { PatientRecord } from './patient-record.ts'
import { type Split, type SplitItem, splitCohort } from './split.ts'
import { caseCombination } from './strata.ts'

/** The stage that writes the artifact `split`: split.json, and near-duplicates.json with counts and ids. */
export function splitStage({ config, specialty }: { config: SplitConfig; specialty: Specialty }): Stage {
  return {
    title: 'split',
    artifact: 'split',
    inputs: ['records'],
    sources: [],
    settings: { split: { ...config }, specialty } as unknown as JsonValue,
    module: import.meta.url,
    async run(context) {
      if (config.testStrata?.rare !== undefined && !specialty.rareSituations?.length) {
        throw new InputError(
          `specialty "${specialty.name}" has no rare situations to draw the test from`,
          { field: 'split.testStrata.rare' },
          'remove it, or declare rareSituations in the specialty',
        )
      }
      const items: SplitItem[] = []
      const records: ComparedRecord[] = []
      const file = join(context.input('records'), 'records.jsonl')
      for await (const record of readJsonl<PatientRecord>(file)) {
        const { recordId, coupleId, fields } = record
        const combination = caseCombination(record, specialty.caseMixFields)
        items.push({ recordId, coupleId, combination, rare: rareSituationsOf(specialty, fields) })
        records.push({ recordId, coupleId, fields })
      }
      const groups = config.nearDuplicates === 'sameSide' ? nearDuplicateGroups(records, specialty.fields) : undefined
      const split = splitCohort(items, config, context.seed, groups)
      const sideOf = new Map(
        (['train', 'validation', 'test'] as const).flatMap(side => split[side].map(id => [id, side] as const)),
      )
      const selected = records.flatMap(record => {
        const side = sideOf.get(record.recordId)
        return side ? [{ ...record, side }] : []
      })
      const { cases, counts: nearDuplicates } = findNearDuplicates(selected, specialty.fields)
      const whole: Split = { ...split, counts: { ...split.counts, nearDuplicates } }
      const nearFile = { largestDistance: NEAR_DISTANCE, counts: nearDuplicates, cases }
      writeFileAtomically(join(context.output, 'near-duplicates.json'), `${JSON.stringify(nearFile, null, 1)}\n`)
      writeFileAtomically(join(context.output, 'split.json'), `${JSON.stringify(whole)}\n`)
      const { couples, equalCouples } = nearDuplicates[0]
      if (couples > 0) {
        context.progress.say(
          `  ${couples} of ${split.counts.couples.test} test couples have a near-duplicate in training ` +
            `(${equalCouples} of them equal fields): near-duplicates.json`,
        )
      }
      const unseenInTraining = split.unseen.filter(id => sideOf.get(id) === 'test').length
      const { records: recordCounts, testSample } = split.counts
      return {
        couples: split.counts.couples,
        records: recordCounts,
        unseenInTraining,
        nearDuplicates: nearDuplicates as unknown as JsonValue,
        ...(testSample && { testSample: testSample as unknown as JsonValue }),
      }
    },
  }
}

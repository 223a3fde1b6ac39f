/** @file The rationales stage: a reasoning text for every record of the split, from the record, the rules or a model. */
import { join, resolve } from 'node:path'
import { openInquiry } from '../../engines/endpoint/index.ts'
import type { PatientRecord, Split } from '../../records/index.ts'
import type { Specialty } from '../../specialty/index.ts'
import {
  InputError,
  type JsonValue,
  readJsonl,
  readTextFile,
  type Stage,
  type StageContext,
  StudyError,
  writeJsonl,
} from '../../support/index.ts'
import { renderCompletion } from '../render.ts'
import { stratifiedSample } from './approval-sample.ts'
import { ask, casePrompt } from './ask.ts'
import { kindOf, type RationaleChecks, rationaleChecks } from './check-rationale.ts'
import { type TextSource, textChoice } from './choose-texts.ts'
import type { RationaleConfig, RationaleModelConfig } from './config.ts'
import { type ModelTexts, modelTexts } from './model-texts.ts'
import type { ApprovalRow, RationaleRow } from './rationale.ts'
import { noVerdicts, readVerdicts } from './verdicts.ts'
import { chooseWorkedCases } from './worked-cases.ts'

/** Where reasoning texts are, below `out/`. */
export const RATIONALES = 'rationales'

const PARTS = ['train', 'validation', 'test'] as const

/** The records of the split by part, in its order. */
type Records = Readonly<Record<(typeof PARTS)[number], readonly PatientRecord[]>>

async function readRecords(file: string, split: Split): Promise<Records> {
  const wanted = new Set(PARTS.flatMap(part => split[part]))
  const found = new Map<string, PatientRecord>()
  for await (const record of readJsonl<PatientRecord>(file)) {
    if (wanted.has(record.recordId)) found.set(record.recordId, record)
  }
  const recordsOf = (part: (typeof PARTS)[number]) =>
    split[part].map(id => {
      const record = found.get(id)
      if (!record) throw new StudyError(`record ${id}: expected in records.jsonl because the split names it, got none`)
      return record
    })
  return { train: recordsOf('train'), validation: recordsOf('validation'), test: recordsOf('test') }
}

function tally(names: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

interface Bound {
  readonly specialty: Specialty
  readonly checks: RationaleChecks
  readonly units: 'conventional' | 'other'
}

/** Asks the model about some records, after a plain word when they leave this machine. */
async function askModel(
  config: RationaleModelConfig,
  records: readonly PatientRecord[],
  training: readonly PatientRecord[],
  { specialty, checks, units }: Bound,
  context: StageContext,
): Promise<{ readonly written: ModelTexts; readonly counts: JsonValue }> {
  const { output, kept, readSecret, seed, progress, signal } = context
  const inquiry = openInquiry({
    config: config.endpoint,
    setting: 'prompts.rationale.model.endpoint',
    noun: 'record',
    records: records.length,
    kept: kept ?? join(output, 'kept'),
    readSecret,
    progress,
    signal,
  })
  try {
    const exemplars = chooseWorkedCases({ specialty, training, checks, config, units, seed })
    if (exemplars.length < config.shots) {
      progress.say(
        `  note: ${exemplars.length} of ${config.shots} worked cases: few training records have reasons to show`,
      )
    }
    const asked = records.map(record => {
      const { recordId, fields, decision } = record
      const others = exemplars.filter(exemplar => exemplar.recordId !== recordId)
      return { recordId, fields, decision, messages: ask(specialty, record, units, others) }
    })
    const written = await modelTexts({ inquiry, records: asked, config, checks, specialty, seed, progress })
    progress.say(`  ${inquiry.summary()}`)
    const counts = {
      ...inquiry.counts(),
      asked: records.length,
      accepted: written.texts.size,
      workedCases: exemplars.map(({ recordId }) => recordId),
    }
    return { written, counts }
  } finally {
    inquiry.close()
  }
}

/** The sample for a clinician, of texts that nobody wrote who knew the couple; never of the test split. */
function forApproval(
  config: RationaleConfig,
  split: Split,
  records: Records,
  rows: ReadonlyMap<string, RationaleRow>,
  { specialty, units }: Bound,
  seed: number,
): ApprovalRow[] {
  const candidates = [...records.train, ...records.validation].flatMap((record): ApprovalRow[] => {
    const { source, text } = rows.get(record.recordId)!
    if (text === null || source === 'none' || source === 'record') return []
    const lines = (messages: readonly { readonly content: string }[]) =>
      messages.map(({ content }) => content).join('\n')
    return [
      {
        record_id: record.recordId,
        source,
        stratum: split.strata[record.recordId],
        case: lines(casePrompt(specialty, record, units)),
        plan: lines(renderCompletion(specialty, record.decision, null)),
        text,
        approved: null,
        comment: '',
      },
    ]
  })
  return stratifiedSample(candidates, config.approve, seed, {
    id: row => row.record_id,
    cell: row => `${row.source} ${row.stratum}`,
  })
}

/**
 * The stage that writes `rationales.jsonl`, `rejected.jsonl` and `for-approval.jsonl`. Records of the test split are sent
 * to a model only when the settings say so. Throws InputError when the specialty has no rules that could give reasons.
 */
export function rationalesStage(options: {
  readonly config: RationaleConfig
  readonly units: 'conventional' | 'other'
  readonly specialty: Specialty
  readonly studyFolder: string
}): Stage {
  const { config, units, specialty, studyFolder } = options
  const { source, fallback, model } = config
  const sources: readonly TextSource[] = [source, fallback].filter(name => name !== 'none')
  if (sources.includes('rules') && !specialty.explain) {
    throw new InputError(
      `expected a specialty with rules, got "${specialty.name}", which has none`,
      { field: `prompts.rationale.${source === 'rules' ? 'source' : 'fallback'}` },
      'take the reasons from the record or from a model',
    )
  }
  const approvedFile = config.approved === undefined ? null : resolve(studyFolder, config.approved)
  const { approved: _, ...settings } = config
  return {
    title: 'reasoning texts',
    artifact: RATIONALES,
    inputs: ['records', 'split'],
    sources: approvedFile === null ? [] : [approvedFile],
    settings: { ...settings, units, specialty } as unknown as JsonValue,
    module: import.meta.url,
    async run(context) {
      const { input, output, seed, progress } = context
      const split = JSON.parse(readTextFile(join(input('split'), 'split.json'))) as Split
      const records = await readRecords(join(input('records'), 'records.jsonl'), split)
      const all = PARTS.flatMap(part => records[part])
      const verdicts = approvedFile === null ? noVerdicts : readVerdicts(approvedFile)
      const bound: Bound = { specialty, units, checks: rationaleChecks(specialty) }
      const choice = textChoice({ ...bound, sources, verdicts, seed })

      const test = new Set(split.test)
      const toAsk = choice.needsModel(all, id => model?.testRecords === true || !test.has(id))
      const byModel = model && toAsk.length > 0 ? await askModel(model, toAsk, records.train, bound, context) : null
      const written = byModel?.written.texts ?? new Map<string, string>()

      const rows = new Map(all.map(record => [record.recordId, choice.row(record, written)]))
      const rejected = [...(byModel?.written.rejected ?? []), ...choice.rejected]
      const sample = forApproval(config, split, records, rows, bound, seed)
      await writeJsonl(join(output, 'rationales.jsonl'), rows.values())
      await writeJsonl(join(output, 'rejected.jsonl'), rejected)
      await writeJsonl(join(output, 'for-approval.jsonl'), sample)

      const bySource = tally([...rows.values()].map(row => row.source))
      const reasons = tally(rejected.flatMap(row => [...new Set(row.reasons.map(kindOf))]))
      const remarks = tally([...rows.values()].flatMap(row => [...new Set(row.remarks?.map(kindOf))]))
      const listed = (counts: Record<string, number>) =>
        Object.entries(counts)
          .map(([name, count]) => `${name} ${count}`)
          .join(', ')
      progress.say(`  texts by source: ${listed(bySource)}`)
      if (rejected.length > 0) progress.say(`  ${rejected.length} texts rejected: ${listed(reasons)}`)
      if (Object.keys(remarks).length > 0) progress.say(`  records' own texts, kept all the same: ${listed(remarks)}`)
      if (sample.length > 0) progress.say(`  ${sample.length} texts for a clinician's approval: for-approval.jsonl`)
      if (config.approve > 0 && sample.length === 0) {
        progress.say('  note: no text for approval: every one is the record’s own')
      }
      const { approved, disapproved, open } = verdicts
      const used = all.filter(({ recordId }) => {
        const { text } = rows.get(recordId)!
        return text !== null && verdicts.of(recordId, text) === true
      }).length
      if (approvedFile !== null) {
        progress.say(
          `  verdicts: ${approved} approved (${used} of these texts are in use), ${disapproved} disapproved (${choice.disapproved.fellBack} replaced, ${choice.disapproved.dropped} left out), ${open} open`,
        )
      }
      return {
        records: all.length,
        bySource,
        rejected: { texts: rejected.length, byReason: reasons },
        remarks,
        forApproval: sample.length,
        ...(approvedFile !== null && {
          verdicts: { approved, approvedInUse: used, disapproved, ...choice.disapproved, open },
        }),
        ...(byModel && { model: byModel.counts }),
      }
    },
  }
}

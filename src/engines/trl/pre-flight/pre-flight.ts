/**
 * @file Everything that can be known of a training by TRL before a model loads: what would stop it after minutes of loading,
 * and what would spoil it without a word. Seconds for ten thousand rows.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { loadContextLength, loadTokenizer, readJsonObject, type Tokenizer } from '../../../model/index.ts'
import { InterruptedError, writeFileAtomically } from '../../../support/index.ts'
import type { TrainRequest } from '../../engine.ts'
import { decoderShape, loraParameters, shapeParameters } from '../../pre-flight/decoder-shape.ts'
import { deviceMemory } from '../../pre-flight/device-memory.ts'
import { checkDisk, freeDisk } from '../../pre-flight/disk-space.ts'
import { checkDuplicates } from '../../pre-flight/duplicate-rows.ts'
import { checkEndOfTurn } from '../../pre-flight/end-of-turn.ts'
import { readEndTokens } from '../../pre-flight/end-token-files.ts'
import { allEndTokens, checkEndTokens } from '../../pre-flight/end-tokens.ts'
import type { Finding } from '../../pre-flight/finding.ts'
import { checkLossTokens } from '../../pre-flight/loss-tokens.ts'
import { maskSample } from '../../pre-flight/mask-sample.ts'
import { checkMemory } from '../../pre-flight/memory-check.ts'
import { announce, reportText } from '../../pre-flight/report.ts'
import { checkRows } from '../../pre-flight/row-errors.ts'
import { type RowTokens, rowCounter } from '../../pre-flight/row-tokens.ts'
import { checkDay, checkTemplate } from '../../pre-flight/template-check.ts'
import { checkLengths, tokenCensus } from '../../pre-flight/token-census.ts'
import { type TrainingRow, trainingRows } from '../../pre-flight/training-rows.ts'
import type { PreFlightManner } from './pre-flight-manner.ts'
import { checkRolloutBatch } from './rollout-arithmetic.ts'
import { memoryRequest } from './trl-memory.ts'

const ROWS_BETWEEN_BREATHS = 200

async function countRows(
  rows: readonly TrainingRow[],
  count: (row: TrainingRow) => RowTokens,
  signal: AbortSignal,
): Promise<RowTokens[]> {
  const counted: RowTokens[] = []
  for (const row of rows) {
    counted.push(count(row))
    if (counted.length % ROWS_BETWEEN_BREATHS !== 0) continue
    await setImmediate()
    if (signal.aborted) throw new InterruptedError('the checks before the training were interrupted')
  }
  return counted
}

/** The number of an argument, or another one where it is none. */
const numberOf = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)

function batchFindings(request: TrainRequest, { processes, arguments: given }: PreFlightManner): readonly Finding[] {
  if (request.method !== 'grpo') return []
  const { settings, rollout, prompts } = request
  const gradientAccumulation = numberOf(given['gradient_accumulation_steps'], settings.gradientAccumulation)
  return checkRolloutBatch({
    prompts: prompts.length,
    perProcess: numberOf(given['per_device_train_batch_size'], settings.batchSize / processes),
    processes,
    gradientAccumulation,
    stepsPerGeneration: numberOf(given['steps_per_generation'], gradientAccumulation),
    generations: rollout.generations,
    iterations: rollout.iterations,
    epochs: settings.epochs,
    ...(typeof given['max_steps'] === 'number' && given['max_steps'] > 0 && { maxSteps: given['max_steps'] }),
  })
}

function resourceFindings(
  request: TrainRequest,
  manner: PreFlightManner,
  counted: readonly RowTokens[],
): readonly Finding[] {
  const shape = decoderShape(readJsonObject(join(request.policy, 'config.json')))
  if (shape === null) {
    const says = 'no memory estimate: config.json does not state the sizes of a decoder of the Llama family'
    return [{ severity: 'note', check: 'memory', says, records: [] }]
  }
  const { lora } = request.settings
  const device = manner.here ? deviceMemory(manner.device) : null
  const memory = memoryRequest(request, manner, shape, tokenCensus(counted))
  const disk = {
    // What is trained is written as it is kept in memory, whatever the checkpoint that it began with.
    weights: shapeParameters(shape) * memory.weightBytes,
    trained: lora ? loraParameters(shape, lora.rank, lora.targets) : shapeParameters(shape),
    lora: lora !== undefined,
    keptCheckpoints: numberOf(manner.arguments['save_total_limit'], 2),
  }
  return [...checkMemory(memory, device), ...checkDisk(disk, freeDisk(request.output))]
}

/** What is found by rendering and counting the rows; they have the form that the row checks ask for. */
function tokenFindings(request: TrainRequest, tokenizer: Tokenizer, counted: readonly RowTokens[]): readonly Finding[] {
  const room = request.method === 'grpo' ? request.rollout.maxNewTokens : 0
  const learnsAll = request.method === 'lm' && request.learn !== 'completions'
  return [
    ...checkTemplate(counted),
    ...checkDay(tokenizer.files.chatTemplate),
    ...checkLengths(counted, { contextLength: loadContextLength(request.policy), room }),
    ...checkLossTokens(counted, learnsAll),
    ...checkEndTokens(readEndTokens(request.policy, tokenizer), counted),
    ...(request.method === 'grpo' ? checkEndOfTurn(tokenizer, counted[0].row) : []),
  ]
}

/** All findings of a request, errors among them; writes nothing. Rows with errors are not counted in tokens. */
export async function preFlightFindings(request: TrainRequest, manner: PreFlightManner): Promise<readonly Finding[]> {
  const rows = trainingRows(request)
  const rowFindings = checkRows(rows)
  const wrong = new Set(rowFindings.flatMap(({ records }) => records.map(({ split, line }) => `${split} ${line}`)))
  const sound = rows.filter(({ split, line }) => !wrong.has(`${split} ${line}`))
  const tokenizer = loadTokenizer(request.policy)
  const count = rowCounter(tokenizer, allEndTokens(readEndTokens(request.policy, tokenizer)))
  const counted = await countRows(sound, count, request.signal)
  return [
    ...rowFindings,
    ...checkDuplicates(rows),
    ...(counted.length > 0 ? tokenFindings(request, tokenizer, counted) : []),
    ...batchFindings(request, manner),
    ...(counted.length > 0 ? resourceFindings(request, manner, counted) : []),
  ]
}

/** The first training row whose mask can be shown. */
function writeMaskSample(request: TrainRequest): void {
  const [row] = trainingRows(request)
  const learnsAll = request.method === 'lm' && request.learn !== 'completions'
  const text = maskSample(loadTokenizer(request.policy), row, learnsAll)
  writeFileAtomically(join(request.output, 'mask-sample.txt'), text, 0o600)
}

/**
 * Checks a training before it begins: writes `pre-flight.json` (and, if asked, `mask-sample.txt`) into the output, says
 * warnings, and throws InputError when there is an error. Does nothing where the output holds the report of an earlier start:
 * a training that continues is not judged by the memory that it takes itself.
 */
export async function preFlight(request: TrainRequest, manner: PreFlightManner): Promise<void> {
  const report = join(request.output, 'pre-flight.json')
  if (existsSync(report)) return
  const findings = await preFlightFindings(request, manner)
  announce(findings, request.progress)
  if (manner.showMask) writeMaskSample(request)
  writeFileAtomically(report, reportText(findings))
}

/**
 * @file Speed of the review's store: 200 raters who open and judge slots at once, embedded and on PostgreSQL, in
 * judgements a second and p50 and p99 of a submission; `npm run bench:review-store [URL of an empty PostgreSQL database]`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  addMember,
  giveProfile,
  openReview,
  openSlot,
  openStore,
  type Place,
  readOwnSlots,
  registerPlan,
  type Store,
  submitJudgement,
  verifyStore,
} from '../src/review/store/index.ts'
import { addAllocation } from '../src/review/store/key-holders.ts'
import { seconds } from '../src/support/index.ts'

const RATERS = 200
const SLOTS = 20

const say = (line: string) => void process.stdout.write(`${line}\n`)
const raterOf = (number: number) => ({ id: `rater-${number}`, role: 'reviewer' as const })
const quantile = (sorted: readonly number[], share: number) => sorted[Math.ceil(sorted.length * share) - 1]

async function setUp(store: Store): Promise<void> {
  const designer = { id: 'designer', role: 'designer' as const }
  const keyHolder = { id: 'key-holder', role: 'key holder' as const }
  const settings = { study: 'bench', scale: [1, 5], criteria: ['clarity', 'feasibility'], simulated: true }
  await registerPlan(store, designer, { plan: {}, settings })
  await addMember(store, designer, { personId: keyHolder.id, role: keyHolder.role })
  const raters = Array.from({ length: RATERS }, (_, i) => raterOf(i))
  await Promise.all(raters.map(({ id, role }) => addMember(store, designer, { personId: id, role })))
  await Promise.all(raters.map(who => giveProfile(store, who, { answers: { consent: 'yes' } })))
  const slots = raters.flatMap(({ id }, r) =>
    Array.from({ length: SLOTS }, (_, i) => ({
      slotId: `slot-${r}-${i}`,
      raterId: id,
      order: i + 1,
      caseId: `case-${i}`,
      visit: i + 1,
      task: 'rating' as const,
      shown: [{ side: 'only' as const, text: `text-${i}` }],
    })),
  )
  await addAllocation(store, keyHolder, {
    slots,
    texts: Object.fromEntries(Array.from({ length: SLOTS }, (_, i) => [`text-${i}`, 'a plan '.repeat(200)])),
    key: Object.fromEntries(slots.map(({ slotId }) => [slotId, { only: 'sft' }])),
  })
  await openReview(store, designer)
}

/** All raters at once, each without a pause: the heaviest load that so many people could make. */
async function rate(store: Store): Promise<{ readonly took: number; readonly waits: readonly number[] }> {
  const waits: number[] = []
  const start = seconds()
  await Promise.all(
    Array.from({ length: RATERS }, async (_, r) => {
      const who = raterOf(r)
      for (const { slotId } of await readOwnSlots(store, who)) {
        await openSlot(store, who, { slotId, tab: 'a' })
        const sent = seconds()
        const scores = ['clarity', 'feasibility'].map(criterion => ({ criterion, score: 4 }))
        const judgement = { task: 'rating' as const, scores, comment: 'as a rater writes it '.repeat(8) }
        await submitJudgement(store, who, { slotId, tab: 'a', key: slotId, judgement })
        waits.push(seconds() - sent)
      }
    }),
  )
  return { took: seconds() - start, waits: waits.toSorted((a, b) => a - b) }
}

async function measure(name: string, place: Place): Promise<void> {
  const store = await openStore(place)
  try {
    await setUp(store)
    const { took, waits } = await rate(store)
    const { sound } = await verifyStore(store)
    const milliseconds = (share: number) => (quantile(waits, share) * 1000).toFixed(0)
    const cells = [name, waits.length, (waits.length / took).toFixed(0), milliseconds(0.5), milliseconds(0.99), sound]
    say(`| ${cells.join(' | ')} |`)
  } finally {
    await store.close()
  }
}

say(`SIMULATED raters: ${RATERS} at once, ${SLOTS} slots each, no pause between them`)
say('| engine | judgements | a second | p50, ms | p99, ms | verified |\n|---|---|---|---|---|---|')
const folder = mkdtempSync(join(tmpdir(), 'bedside-bench-'))
try {
  await measure('PGlite', { folder: join(folder, 'review') })
} finally {
  rmSync(folder, { recursive: true })
}
const connectionString = process.argv[2]
if (connectionString === undefined) say('| PostgreSQL | no URL given | | | | |')
else await measure('PostgreSQL', { connectionString })

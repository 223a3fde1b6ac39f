/** @file Speed of the synthetic cohort: 10,000, 100,000 and a million couples as JSON lines; `npm run bench:cohort`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { cohortChunks } from '../src/records/index.ts'
import { lineWriter } from '../src/support/index.ts'

const sizes = process.argv.slice(2).map(Number)
const workers = Math.min(4, availableParallelism())
const folder = mkdtempSync(join(tmpdir(), 'bedside-cohort-'))
process.stdout.write(`SYNTHETIC couples as JSON lines, ${workers} workers\n`)
process.stdout.write(
  '| couples | s | us a couple | CPU us a couple | peak RSS, MiB | GB |\n|---|---|---|---|---|---|\n',
)
try {
  for (const couples of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
    const writer = lineWriter(join(folder, 'records.jsonl'))
    const before = process.cpuUsage()
    const start = process.hrtime.bigint()
    let bytes = 0
    for await (const { records, outcomes } of cohortChunks({ couples, seed: 7, clinics: 20 }, workers)) {
      writer.append(records)
      writer.append(outcomes)
      bytes += records.length + outcomes.length
    }
    writer.close()
    const seconds = Number(process.hrtime.bigint() - start) / 1e9
    const { user, system } = process.cpuUsage(before)
    const cells = [
      couples,
      seconds.toFixed(1),
      ((seconds / couples) * 1e6).toFixed(0),
      ((user + system) / couples).toFixed(0),
      // In KiB on Linux; the highest of the whole process, workers included.
      Math.round(process.resourceUsage().maxRSS / 1024),
      (bytes / 1e9).toFixed(2),
    ]
    process.stdout.write(`| ${cells.join(' | ')} |\n`)
  }
} finally {
  rmSync(folder, { recursive: true })
}

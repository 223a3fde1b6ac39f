/** @file The study that `npm run bench:study` runs at each size: that of `bedside demo`, with all couples. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEMO_PLAN_FILE, defaultDemo, demoPlan, demoStudy, wholeCohort } from '../src/cli/demo-study.ts'

/** Writes study and plan of a size into a folder; files that are there stay, so that a bench that was cut off goes on. */
export function writeBenchStudy(folder: string, couples: number): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of [
    [DEMO_PLAN_FILE, demoPlan(defaultDemo)],
    ['study.yaml', demoStudy(defaultDemo, wholeCohort(couples))],
  ]) {
    if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), text)
  }
}

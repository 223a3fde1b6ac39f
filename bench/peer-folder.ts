/** @file What our benches and TRL's side of them start from: a Python with TRL, a checkpoint and records. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPolicy } from '../src/engines/index.ts'
import type { PromptRow } from '../src/prompts/index.ts'
import { loadStudy, runStages, studyStages } from '../src/study/index.ts'
import { loadJsonl, silentProgress } from '../src/support/index.ts'
import { pythonWith } from './python.ts'

/** Python with TRL; where there is none, it says how to get it and ends the process with 2. */
export function findPython(bench: string, say: (line: string) => void): string {
  const python = pythonWith('trl')
  if (python !== null) return python
  say(`${bench}: expected a Python with TRL in .venv or BEDSIDE_PYTHON, got none; see CONTRIBUTING.md, "TRL"`)
  process.exit(2)
}

/** Writes `checkpoint/` with random weights, and `train.jsonl` and `pairs.jsonl` of invented couples, to a folder. */
export async function makePeerFolder(folder: string): Promise<void> {
  writeFileSync(
    join(folder, 'study.yaml'),
    `study: bench
specialty: infertility
records: { synthetic: { couples: 400, seed: 1 } }
prompts: { options: unlisted }
split: { train: 300, validation: 10, test: 10 }
arms: { base: {} }
`,
  )
  const study = loadStudy(folder)
  const options = { out: study.out, seed: 1, progress: silentProgress, signal: new AbortController().signal }
  const stages = studyStages(study)
  await runStages(stages.slice(0, stages.findIndex(({ artifact }) => artifact === 'prompts') + 1), options)
  const file = join(study.out, 'prompts', 'train.jsonl')
  const rows = await loadJsonl<PromptRow>(file)
  copyFileSync(file, join(folder, 'train.jsonl'))
  // The rejected completion of a case is the recorded one of another.
  const pairs = rows.flatMap(({ record_id, prompt, completion: chosen }, i) => {
    const rejected = rows[(i + 1) % rows.length].completion
    return rejected[0].content === chosen[0].content ? [] : [JSON.stringify({ record_id, prompt, chosen, rejected })]
  })
  writeFileSync(join(folder, 'pairs.jsonl'), pairs.map(pair => `${pair}\n`).join(''))
  mkdirSync(join(folder, 'checkpoint'))
  await createPolicy({
    size: {
      hiddenSize: 256,
      intermediateSize: 800,
      numBlocks: 4,
      numHeads: 4,
      numKvHeads: 1,
      vocabularySize: 2048,
      contextLength: 896,
    },
    texts: rows.map(({ prompt, completion }) => [...prompt, ...completion]),
    seed: 1,
    output: join(folder, 'checkpoint'),
    progress: silentProgress,
  })
}

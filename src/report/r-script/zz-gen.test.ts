import { mkdirSync, writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { analyse } from '/tmp/w/wt-rscript/src/analysis/analyse.ts'
import { simulatedStudy } from '/tmp/w/wt-rscript/src/analysis/fixtures/simulated-study.ts'
import { rFiles } from '/tmp/w/wt-rscript/src/report/r-script/r-files.ts'
const truth = { agreement: { sft: 0.45, grpo: 0.65, icl: 0.3 }, quality: { sft: 1, grpo: 0, icl: -0.5, physician: 0.2 }, cases: 80, raters: 4, seed: 11 }
test('gen', () => {
  const study = simulatedStudy(truth as any)
  const results = analyse(study)
  mkdirSync('/tmp/rs/a', { recursive: true })
  for (const [f, t] of rFiles(study, results)) writeFileSync('/tmp/rs/a/' + f, t)
}, 100000)

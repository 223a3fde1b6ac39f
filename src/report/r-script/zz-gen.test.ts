import { mkdirSync, writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { analyse } from '../../analysis/analyse.ts'
import { analysisPlanConfig } from '../../analysis/plan/analysis-plan.ts'
import { simulatedStudy } from '../../analysis/fixtures/simulated-study.ts'
import { rFiles } from './r-files.ts'
const truth = { agreement: { sft: 0.45, grpo: 0.65, icl: 0.3 }, quality: { sft: 1, grpo: 0, icl: -0.5, physician: 0.2 }, cases: 80, raters: 4, seed: 11 }
const write = (name: string, study: any) => {
  const results = analyse(study)
  mkdirSync('/tmp/rs/' + name, { recursive: true })
  for (const [f, t] of rFiles(study, results)) writeFileSync('/tmp/rs/' + name + '/' + f, t)
}
const plan = (extra: object = {}) => {
  const plan = analysisPlanConfig.parse({
    plan: 'demo', title: 'A plan', seed: 4, resamples: 1000, level: 0.9, ties: 'left-out', 
    hypotheses: [
      { id: 'paradox', question: 'paradox', preferred: 'sft', accurate: 'grpo' },
      { id: 'paradox-rules', question: 'paradox', preferred: 'sft', accurate: 'grpo', layer: 'transfer' },
      { id: 'clarity', question: 'rating', first: 'sft', second: 'grpo', criterion: 'reasoningClarity' },
      { id: 'feasibility', question: 'rating', first: 'sft', second: 'physician', criterion: 'feasibility', direction: 'first-higher', margin: 0.2 },
      { id: 'agreement', question: 'benchmark', first: 'grpo', second: 'sft', direction: 'first-higher' },
      { id: 'rules', question: 'benchmark', first: 'physician', second: 'icl', layer: 'transfer', measure: 'within-rules', family: 'agreement' },
      { id: 'liked', question: 'preference', first: 'icl', second: 'physician', margin: 0.1, role: 'secondary' },
      { id: 'liked-again', question: 'preference', first: 'icl', second: 'physician', direction: 'first-higher', role: 'secondary' },
    ],
    exclusions: [{ what: 'rater', id: 'rater-3', reason: 'left' }],
    ...extra,
  })
  return { file: 'x', plan, hash: 'h', versions: [] }
}
const rich = (t: object, p: any) => {
  const s: any = simulatedStudy({ ...truth, ...t } as any)
  const r = s.review
  const n = (i: number, k: number) => (i * 7919) % k === 0
  const ratings = r.ratings.filter((_: any, i: number) => !n(i, 23))
  const prefs = r.preferences.map((x: any, i: number) => n(i, 17) ? { ...x, choice: 'both bad' } : x).filter((_: any, i: number) => !n(i, 31))
  const judge = (x: any) => ({ ...x, raterId: 'judge-a', raterKind: 'judge', centre: null })
  const judgedPrefs = prefs.filter((x: any) => x.raterId === 'rater-1').map(judge)
  const swap = (x: any, i: number) => ({ ...x, repeat: true, left: x.right, right: x.left, choice: n(i, 5) ? x.choice : x.choice === 'left' ? 'right' : x.choice === 'right' ? 'left' : x.choice })
  const guesses = r.guesses.map((x: any, i: number) => ({ ...x, guessedArm: n(i, 3) ? null : ['sft', 'grpo', 'icl', 'physician'][i % 4] }))
  const review = { ...r,
    ratings: [...ratings, ...ratings.filter((x: any) => x.raterId === 'rater-2').map(judge), ...ratings.filter((_: any, i: number) => n(i, 11)).map((x: any, i: number) => ({ ...x, repeat: true, score: n(i, 3) ? Math.max(1, x.score - 1) : x.score }))],
    preferences: [...prefs, ...judgedPrefs, ...judgedPrefs.map(swap), ...prefs.filter((_: any, i: number) => n(i, 13)).map(swap)], guesses }
  review.summary = { ...r.summary, raters: { ...r.summary.raters, judges: ['judge-a'] }, lines: { ratings: review.ratings.length, preferences: review.preferences.length, guesses: guesses.length } }
  return { ...s, review, plan: p, settings: p?.plan ?? s.settings }
}
const studies: Record<string, () => any> = {
  a: () => simulatedStudy(truth as any),
  b: () => rich({ cases: 70, raters: 10, casesOfCouple: 2, centres: ['north', 'south', 'east'] }, plan()),
  c: () => rich({ cases: 60, raters: 3, seed: 5, centres: ['north', 'south'] }, plan({ ties: 'half', exclusions: [] })),
  d: () => rich({ cases: 14, raters: 2, seed: 3 }, plan({ ties: 'half', exclusions: [] })),
  e: () => rich({ cases: 12, raters: 1, seed: 8 }, plan({ ties: 'half', exclusions: [] })),
  f: () => simulatedStudy({ ...truth, cases: 49, seed: 2 } as any),
  g: () => rich({ cases: 60, raters: 1, seed: 5 }, plan({ ties: 'half', exclusions: [] })),
}
for (const [name, make] of Object.entries(studies)) test(name, () => write(name, make()), 100000)

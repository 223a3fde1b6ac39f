/** @file Share of completions that hold a readable plan. */
import { shareMetric } from '../metric.ts'

/** Readable plans among all cases, whatever they say. */
export const parseRate = shareMetric({
  name: 'parse-rate',
  label: 'Readable plans',
  layerTypes: ['whole-plan'],
  citation: 'Share of all cases whose completion holds a well-formed plan.',
  success: score => score.parsed,
})

/** @file The leak scan of a review: every text by itself, then the arms beside each other. */
import { InputError } from '../../support/index.ts'
import { type Finding, type PlanText, textFinding } from './finding.ts'
import { lengthFindings } from './length-bands.ts'
import { type ScanOptions, scanText } from './scan-text.ts'
import { templateTells } from './template-tells.ts'

/**
 * Everything in the texts of a review that tells who wrote them. Names of arms are searched for in every text, whatever the
 * options say. Findings hold places and ids and no text. Throws InputError when two texts have one id.
 */
export function scanPlans(texts: readonly PlanText[], options: ScanOptions = {}): readonly Finding[] {
  const ids = new Set(texts.map(({ id }) => id))
  if (ids.size !== texts.length) {
    throw new InputError(`expected ${texts.length} ids of texts, got ${ids.size}`, {}, 'name each text once')
  }
  const arms = [...new Set([...texts.map(({ arm }) => arm), ...(options.arms ?? [])])].sort()
  const inTexts = texts.flatMap(text =>
    scanText(text.text, { ...options, arms }).map(place => textFinding(text, place)),
  )
  return [...inTexts, ...templateTells(texts), ...lengthFindings(texts)]
}

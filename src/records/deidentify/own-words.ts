/** @file The words of a specialty, which stand in notes about it with and without capitals and are nobody's name. */
import type { Specialty } from '../../specialty/index.ts'
import { FIELD_WORDS, FIRST_NAMES } from './english-name-lists.ts'

/**
 * Every Latin word of labels, values and options, in small letters, with those of treatments and findings in general; a
 * known first name is left out, for it is one.
 */
export function ownWords({ fields, decisionLayers }: Specialty): ReadonlySet<string> {
  const texts = [
    ...fields.flatMap(({ label, values = [], valueLabels = {} }) => [label, ...values, ...Object.values(valueLabels)]),
    ...decisionLayers.flatMap(({ label, options, optionLabels = {} }) => [
      label,
      ...options,
      ...Object.values(optionLabels),
    ]),
  ]
  const words = texts.flatMap(text => text.toLowerCase().match(/\p{Script=Latin}{3,}/gu) ?? [])
  return new Set([...FIELD_WORDS, ...words.filter(word => !FIRST_NAMES.has(word))])
}

/** @file How the fields of the infertility specialty are written down: one entry a field, in English and Chinese. */
import type { Field, OtherWords } from '../../specialty.ts'

/** Languages in which prompts can be written. */
export type Language = 'en' | 'zh'

/** One field in both languages. */
export interface FieldEntry extends Omit<Field, 'label' | 'valueLabels' | 'otherWords'> {
  readonly labels: Readonly<Record<Language, string>>
  /** Chinese wording of a category's values, in their order. */
  readonly valuesInChinese?: readonly string[]
}

type More = Partial<Omit<FieldEntry, 'name' | 'labels' | 'type'>>

/** A number within an inclusive hard range; `unit` is '' for a count. */
export function number(
  name: string,
  english: string,
  chinese: string,
  range: readonly [number, number],
  unit = '',
  more: More = {},
): FieldEntry {
  return { name, labels: { en: english, zh: chinese }, type: 'number', range, ...(unit && { unit }), ...more }
}

/** A finding that is there or not; `no` is left unsaid in a prompt. */
export function flag(name: string, english: string, chinese: string, more: More = {}): FieldEntry {
  return { name, labels: { en: english, zh: chinese }, type: 'flag', unsaid: false, ...more }
}

/** One of several values, each with its Chinese wording, in natural order. */
export function category(
  name: string,
  english: string,
  chinese: string,
  values: Readonly<Record<string, string>>,
  more: More = {},
): FieldEntry {
  return {
    name,
    labels: { en: english, zh: chinese },
    type: 'category',
    values: Object.keys(values),
    valuesInChinese: Object.values(values),
    ...more,
  }
}

/** The entries under one heading. */
export function group(heading: string, entries: readonly FieldEntry[]): readonly FieldEntry[] {
  return entries.map(entry => ({ ...entry, group: heading }))
}

const UNITS_IN_CHINESE: Readonly<Record<string, string>> = { y: '岁', d: '天', years: '年', 'IU/day': 'IU/天' }

/** A unit as it is written in a language; the international ones stay. */
export function unitIn(unit: string, language: Language): string {
  return language === 'zh' ? (UNITS_IN_CHINESE[unit] ?? unit) : unit
}

/** What something is called in the other language; values and options are English, and their Chinese words are others. */
export function otherWordsOf(
  labels: Readonly<Record<Language, string>>,
  language: Language,
  inChinese: readonly (readonly [value: string, word: string])[],
): OtherWords {
  const words = inChinese.filter(([value, word]) => value !== word).map(([value, word]) => [word, value])
  const other = labels[language === 'en' ? 'zh' : 'en']
  return { labels: [other], ...(words.length > 0 && { values: Object.fromEntries(words) }) }
}

/** The field of an entry, labelled in one language. */
export function fieldIn({ labels, valuesInChinese, ...field }: FieldEntry, language: Language): Field {
  const { values = [], unit } = field
  return {
    ...field,
    label: labels[language],
    otherWords: otherWordsOf(
      labels,
      language,
      values.map((value, i) => [value, valuesInChinese?.[i] ?? value]),
    ),
    ...(unit !== undefined && { unit: unitIn(unit, language) }),
    ...(language === 'zh' &&
      valuesInChinese && { valueLabels: Object.fromEntries(values.map((value, i) => [value, valuesInChinese[i]])) }),
  }
}

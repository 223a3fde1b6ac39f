/** @file Small pieces of text in both languages. */
import type { FieldValue } from '../../specialty.ts'
import { fieldEntries, fieldIn, type Language } from '../fields/index.ts'

const fields = {
  en: new Map(fieldEntries.map(entry => [entry.name, fieldIn(entry, 'en')])),
  zh: new Map(fieldEntries.map(entry => [entry.name, fieldIn(entry, 'zh')])),
}

/** The text of a language. */
export function said(language: Language, english: string, chinese: string): string {
  return language === 'en' ? english : chinese
}

/** A field's label, in a sentence. */
export function labelOf(name: string, language: Language): string {
  return fields[language].get(name)?.label ?? name
}

/** A recorded value with its unit, in words of the language: `1.2 ng/mL`, `both blocked`. */
export function writtenValue(name: string, value: FieldValue, language: Language): string {
  const field = fields[language].get(name)
  const shown = typeof value === 'string' ? (field?.valueLabels?.[value] ?? value) : String(value)
  return typeof value === 'number' && field?.unit ? `${shown} ${field.unit}` : shown
}

/** `a`, `a and b`, `a, b and c`; in Chinese `a、b和c`. */
export function listed(items: readonly string[], language: Language): string {
  if (items.length < 2) return items.join('')
  const last = items[items.length - 1]
  const rest = items.slice(0, -1)
  return language === 'en' ? `${rest.join(', ')} and ${last}` : `${rest.join('、')}和${last}`
}

/** The first letter in upper case. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A clause made a sentence. */
export function sentence(clause: string, language: Language): string {
  return language === 'en' ? `${capitalised(clause)}.` : `${clause}。`
}

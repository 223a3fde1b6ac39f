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

/** A field's label, in a sentence: `basal FSH`, `AMH`. */
export function labelOf(name: string, language: Language): string {
  const label = fields[language].get(name)?.label ?? name
  return language === 'en' && /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}

/** Two pieces of text, with a blank between them unless Chinese meets Chinese. */
export function joined(first: string, second: string): string {
  return /\p{Script=Han}$/u.test(first) && /^\p{Script=Han}/u.test(second) ? first + second : `${first} ${second}`
}

/** A field with its value: `AMH 1.2 ng/mL`. */
export function labelled(name: string, value: FieldValue, language: Language): string {
  return joined(labelOf(name, language), writtenValue(name, value, language))
}

/** A recorded value with its unit, in words of the language: `1.2 ng/mL`, `both blocked`. */
export function writtenValue(name: string, value: FieldValue, language: Language): string {
  const field = fields[language].get(name)
  const shown = typeof value === 'string' ? (field?.valueLabels?.[value] ?? value) : String(value)
  if (typeof value !== 'number' || !field?.unit) return shown
  return language === 'zh' && /^\p{Script=Han}/u.test(field.unit) ? shown + field.unit : `${shown} ${field.unit}`
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

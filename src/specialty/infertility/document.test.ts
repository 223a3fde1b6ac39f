import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { infertilityDocument } from './document.ts'
import { infertility } from './infertility.ts'

test('docs/infertility.md is what the specialty gives now (npm run docs:infertility)', () => {
  const committed = readFileSync(new URL('../../../docs/infertility.md', import.meta.url), 'utf8')
  expect(infertilityDocument()).toBe(committed)
})

test('infertilityDocument names every field with its values, every layer with its options, and every outcome', () => {
  const text = infertilityDocument()
  const { fields, decisionLayers, outcomes } = infertility
  const words = [
    ...fields.flatMap(({ name, values = [] }) => [name, ...values]),
    ...decisionLayers.flatMap(({ name, options }) => [name, ...options]),
    ...outcomes,
  ]
  expect(words.filter(word => !text.includes(`\`${word}\``))).toEqual([])
  expect(text).toContain('| `amh` | AMH | number | ng/mL or pmol/L (x 7.14) | 0.01 to 30 |')
  expect(text).toMatch(/Not verified by a clinician:\*\* \d+ of \d+ \(\d+ %\) guideline rules/)
})

/** @file The infertility specialty as a document: what a mapping may name, with values, units, ranges and options. */
import type { Field } from '../specialty.ts'
import { planChecks } from './checks/index.ts'
import { decisionLayersIn } from './decision-layers.ts'
import { fieldEntries, fieldIn } from './fields/index.ts'
import { infertility } from './infertility.ts'
import { infertilityRules } from './rules/index.ts'

/** A value as a mapping writes it; values hold commas, so each stands apart. */
const code = (text: string): string => `\`${text}\``

/** A value with its Chinese wording, which an import reads as the same. */
const withChinese = (value: string, words: Readonly<Record<string, string>> = {}): string =>
  words[value] === undefined || words[value] === value ? code(value) : `${code(value)} ${words[value]}`

const listed = (values: readonly string[], words?: Readonly<Record<string, string>>): string =>
  values.map(value => withChinese(value, words)).join('; ')

const row = (cells: readonly string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(head),
  row(head.map(() => '---')),
  ...rows.map(row),
]

const isOr = (one: string, other: string): string => (one === other ? one : `${one} / ${other}`)

function fieldRow(english: Field, chinese: Field): readonly string[] {
  const { name, label, type, unit, otherUnit, range, values } = english
  const units = [unit ?? '', otherUnit === undefined ? '' : `or ${otherUnit.unit} (x ${otherUnit.factor})`]
  const said = range
    ? `${range[0]} to ${range[1]}`
    : type === 'flag'
      ? 'yes or no'
      : listed(values ?? [], chinese.valueLabels)
  return [code(name), isOr(label, chinese.label), type, units.filter(Boolean).join(' '), said]
}

function fieldSections(): string[] {
  const rows = new Map<string, (readonly string[])[]>()
  for (const entry of fieldEntries) {
    const heading = entry.group ?? ''
    rows.set(heading, [...(rows.get(heading) ?? []), fieldRow(fieldIn(entry, 'en'), fieldIn(entry, 'zh'))])
  }
  return [...rows].flatMap(([heading, fields]) => [
    '',
    `### ${heading[0].toUpperCase()}${heading.slice(1)}`,
    '',
    ...table(['field', 'label', 'type', 'unit', 'range or values'], fields),
  ])
}

function layerSections(): string[] {
  const inChinese = new Map(decisionLayersIn('zh').map(layer => [layer.name, layer]))
  const sections = new Map<string, string[]>()
  for (const { name, label, type, options, range, step, unit, appliesWhen, partOf } of decisionLayersIn('en')) {
    const chinese = inChinese.get(name)
    const said = range
      ? [`${range[0]} to ${range[1]} ${unit} in steps of ${step}`]
      : [listed(options, chinese?.optionLabels)]
    const when = appliesWhen
      ? `when ${code(appliesWhen.layer)} is ${appliesWhen.values.map(code).join('; ')}`
      : 'always'
    const lines = [
      '',
      `**${code(name)}**, ${isOr(label, chinese?.label ?? label)} (${type})`,
      '',
      `- ${range ? 'range' : 'options'}: ${said.join('')}`,
      `- applies: ${when}`,
    ]
    sections.set(partOf ?? name, [...(sections.get(partOf ?? name) ?? []), ...lines])
  }
  return [...sections].flatMap(([decision, lines]) => [
    '',
    `### ${decision[0].toUpperCase()}${decision.slice(1)}`,
    ...lines,
  ])
}

const share = (part: number, all: number): string => `${part} of ${all} (${Math.round((100 * part) / all)} %)`

/** The text of `docs/infertility.md`. */
export function infertilityDocument(): string {
  const { fields, decisionLayers, outcomes, decidedOutcomes = [] } = infertility
  const guideline = infertilityRules.filter(({ strength }) => strength !== 'logic')
  const logic = infertilityRules.length - guideline.length
  const numbers = new Set(planChecks.map(({ id }) => id.replace(/w$/, ''))).size
  const isOpen = ({ verified }: { readonly verified: boolean }) => !verified
  return [
    '# The specialty `infertility`',
    '',
    'Made by `npm run docs:infertility` from the specialty itself; a change here by hand would be lost.',
    '',
    `${fields.length} fields, ${decisionLayers.length} decision layers, ${infertilityRules.length} rules (${guideline.length} of ` +
      `guidelines, ${logic} of what goes together) and ${planChecks.length} plan checks (of ${numbers} numbers; a check with \`w\` is a milder degree). **Not verified by a clinician:** ` +
      `${share(guideline.filter(isOpen).length, guideline.length)} guideline rules and ` +
      `${share(planChecks.filter(isOpen).length, planChecks.length)} plan checks come from general knowledge or a secondary ` +
      'source; the others were seen in a public source and await a clinician too.',
    '',
    'A mapping names fields and layers as they stand in the first column, and gives values and options word for word ' +
      '(`"fresh, day 3"` in quotes: the comma belongs to it) or in the Chinese words beside them. Labels in Chinese ' +
      'stand behind the stroke. How a mapping is written is in [study-files.md](study-files.md), and a finished one is ' +
      '[examples/infertility/mapping.yaml](../examples/infertility/mapping.yaml).',
    '',
    '## Fields',
    '',
    'What is known of a couple **before** the decision. A number outside its range puts its row in quarantine. The factor ' +
      'turns a value in the unit into one in the other unit.',
    ...fieldSections(),
    '',
    '## Decision layers',
    '',
    'A layer that does not apply is no part of a plan. A layer that the source does not have is listed under ' +
      '`decisionsNotInSource`, unless a layer that is mapped depends on it.',
    ...layerSections(),
    '',
    '## Outcomes',
    '',
    'Known only after the decision: a column of such a name (case, spaces and signs do not matter) can be no field, no text ' +
      'and no condition. A column whose name says one of these in other words, English, Chinese or Korean (`Pregnant`, ' +
      '`hCG day 14`, `Preg test`, `FHB`, `获卵数`, `移植后HCG`, `아기집`; not `hCG trigger dose`), is refused too, unless the name says an earlier treatment (`上周期获卵数`, `Previous eggs ' +
      'retrieved`) or the mapping lists it under `notOutcomes`; the note of the import names what passed in such a way.',
    '',
    ...outcomes.map(name =>
      decidedOutcomes.includes(name)
        ? `- ${code(name)}; decisions may read it, since it says what was decided`
        : `- ${code(name)}`,
    ),
    '',
  ].join('\n')
}

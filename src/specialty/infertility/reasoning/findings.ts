/** @file What the record says, part by part, in the order in which clinicians expect it. */
import type { FieldValue } from '../../specialty.ts'
import type { DerivedFacts } from '../derived/facts.ts'
import { number } from '../derived/number.ts'
import { type ReasonToTreatFirst, reasonsToTreatFirst } from '../derived/reasons-to-treat-first.ts'
import { expectedResponse, type ResponseSign } from '../derived/response-class.ts'
import type { Language } from '../fields/index.ts'
import { labelled, labelOf, listed, said, writtenValue } from './wording.ts'

/** What a clause is about. */
export interface Case {
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly facts: DerivedFacts
  readonly language: Language
}

const isRecorded = (value: FieldValue | undefined) => value !== null && value !== undefined && value !== 'not done'

/** Causes that the record shows, as short names; `unexplained` when everything was looked at and nothing found. */
export function diagnoses({ fields, facts, language }: Case): string[] {
  const causes: [boolean, string, string][] = [
    [facts.hypogonadotropic, 'hypogonadotropic anovulation', '低促性腺激素性闭经'],
    [fields.pcos === true, 'PCOS', '多囊卵巢综合征'],
    [facts.noOpenTube || facts.untreatedHydrosalpinx, 'tubal factor', '输卵管因素'],
    [facts.semen === 'azoospermia', 'azoospermia', '无精子症'],
    [facts.semen === 'severe' || facts.semen === 'reduced', 'male factor', '男方因素'],
    [facts.advancedEndometriosis || fields.endometriosis === 'stage I-II', 'endometriosis', '子宫内膜异位症'],
    [fields.adenomyosis === true, 'adenomyosis', '子宫腺肌病'],
    [facts.response === 'low', 'low ovarian reserve', '卵巢储备低下'],
    [facts.translocation, 'balanced translocation', '染色体平衡易位'],
    [facts.recurrentLoss, 'recurrent miscarriage', '复发性流产'],
    [facts.implantationFailure, 'repeated implantation failure', '反复种植失败'],
    [facts.unexplained, 'unexplained infertility', '不明原因不孕'],
  ]
  return causes.filter(([holds]) => holds).map(([, english, chinese]) => said(language, english, chinese))
}

/** Who she is, and why the couple comes. */
export function summary(given: Case): string {
  const { fields, language } = given
  const found = diagnoses(given)
  const age = isRecorded(fields.femaleAge) ? writtenValue('femaleAge', fields.femaleAge, language) : ''
  const duration = isRecorded(fields.infertilityDuration)
    ? writtenValue('infertilityDuration', fields.infertilityDuration, language)
    : ''
  const type = isRecorded(fields.infertilityType)
    ? writtenValue('infertilityType', fields.infertilityType, language)
    : ''
  if (language === 'zh') {
    const causes = found.length > 0 ? `，${listed(found, 'zh')}` : ''
    return `女方${age || '年龄不详'}，${type}不孕${duration}${causes}`
  }
  const who = age ? `${fields.femaleAge}-year-old woman` : 'woman of unrecorded age'
  const since = [type, 'infertility', duration && `for ${duration}`].filter(Boolean).join(' ')
  return `${who}, ${since}${found.length > 0 ? `: ${listed(found, 'en')}` : ''}`
}

const signNames: Readonly<Record<ResponseSign['field'], readonly [en: string, zh: string]>> = {
  amh: ['AMH', 'AMH'],
  afc: ['AFC', 'AFC'],
  eggsAtLastCycle: ['the yield of the last cycle', '上周期获卵数'],
  pcos: ['PCOS', 'PCOS'],
  ohssBefore: ['OHSS before', 'OHSS史'],
  lastCycleCancelled: ['a cycle stopped for OHSS risk', '上周期因OHSS风险取消'],
}

/** What speaks for a low response and what against it; only where signs disagree. */
function disagreement(signs: readonly ResponseSign[], language: Language): string {
  const names = (low: boolean) =>
    listed(
      [...new Set(signs.filter(({ towards }) => (towards === 'low') === low).map(({ field }) => field))].map(field =>
        said(language, ...signNames[field]),
      ),
      language,
    )
  return said(
    language,
    `a low response by ${names(true)} but not by ${names(false)}`,
    `${names(true)}提示低反应，${names(false)}不支持`,
  )
}

/** Reserve markers with their numbers and the response that they let expect. */
export function reserve({ fields, facts, language }: Case): string {
  const { signs } = expectedResponse(fields)
  const markers = ['amh', 'afc', 'basalFsh']
    .filter(name => number(fields[name]) !== null)
    .map(name => labelled(name, fields[name], language))
  const response = said(
    language,
    `a ${facts.response} response`,
    { low: '低反应', normal: '正常反应', high: '高反应' }[facts.response],
  )
  const disagree = new Set(signs.map(({ towards }) => towards)).size > 1
  if (markers.length === 0) {
    return said(
      language,
      `no reserve marker is recorded, so ${response} is assumed`,
      `无卵巢储备指标，按${response}考虑`,
    )
  }
  const given = listed(markers, language)
  if (disagree) {
    const how = disagreement(signs, language)
    return said(language, `${given}: ${how}, so ${response} is assumed`, `${given}，${how}，按${response}考虑`)
  }
  // The groups are of a low prognosis.
  const group =
    facts.poseidon && facts.response !== 'high'
      ? said(language, ` (POSEIDON ${facts.poseidon})`, `(POSEIDON ${facts.poseidon})`)
      : ''
  return said(language, `${given}: ${response} is expected${group}`, `${given}，预计${response}${group}`)
}

/** Findings in tubes, uterus and pelvis that are not the ordinary ones; null when there are none. */
export function anatomy({ fields, language }: Case): string | null {
  const notable = ['tubalStatus', 'hydrosalpinx', 'endometriosis', 'endometriomaSize', 'adenomyosis', 'uterus']
    .filter(name => isRecorded(fields[name]) && ![false, 'none', 'normal', 0].includes(fields[name] as string))
    .map(name => (fields[name] === true ? labelOf(name, language) : labelled(name, fields[name], language)))
  return notable.length === 0 ? null : listed(notable, language)
}

/** The semen with its numbers and what it comes to; null when nothing is recorded. */
export function semen({ fields, facts, language }: Case): string | null {
  const classes = {
    normal: said(language, 'normal semen', '精液正常'),
    reduced: said(language, 'reduced semen', '精液轻中度异常'),
    severe: said(language, 'a severe male factor', '重度男方因素'),
    azoospermia: said(language, 'azoospermia', '无精子症'),
  }
  if (facts.semen === 'azoospermia') {
    const kind = writtenValue('azoospermia', fields.azoospermia, language)
    return said(language, `the partner has ${kind} azoospermia`, `男方${kind}无精子症`)
  }
  const numbers = ['spermConcentration', 'progressiveMotility']
    .filter(name => number(fields[name]) !== null)
    .map(name => labelled(name, fields[name], language))
  if (numbers.length === 0 || facts.semen === null) return null
  return said(
    language,
    `${listed(numbers, language)}: ${classes[facts.semen]}`,
    `${listed(numbers, language)}，${classes[facts.semen]}`,
  )
}

/** What earlier cycles came to; null without one. */
export function pastCycles({ fields, language }: Case): string | null {
  if ((number(fields.previousIvfCycles) ?? 0) === 0) {
    if ((number(fields.iuiCycles) ?? 0) === 0) return null
    return said(language, `${fields.iuiCycles} IUI cycles failed`, `既往人工授精${fields.iuiCycles}次未孕`)
  }
  const parts = ['protocolAtLastCycle', 'doseAtLastCycle', 'eggsAtLastCycle', 'blastocystsAtLastCycle'].filter(name =>
    isRecorded(fields[name]),
  )
  const told = parts.map(name => labelled(name, fields[name], language))
  const events = ['fertilisationFailure', 'emptyFollicles', 'prematureLhSurge']
    .filter(name => fields[name] === true)
    .map(name => labelOf(name, language))
  if (fields.ohssBefore === 'severe') events.push(said(language, 'severe OHSS before', '重度OHSS史'))
  const all = [...told, ...events]
  return all.length === 0
    ? said(language, `${fields.previousIvfCycles} IVF cycles before`, `既往IVF ${fields.previousIvfCycles}次`)
    : listed(all, language)
}

const treatFirstNames: Readonly<Record<ReasonToTreatFirst, readonly [en: string, zh: string]>> = {
  prolactin: ['the raised prolactin', '高泌乳素血症'],
  thyroid: ['the thyroid disease', '甲状腺疾病'],
  'acute infection': ['an acute infection', '急性感染'],
  bleeding: ['unexplained bleeding', '不明原因出血'],
  lesion: ['an untreated lesion', '未处理的病变'],
  'organ failure': ['organ failure', '脏器功能衰竭'],
  'hormone-dependent cancer': ['a hormone-dependent cancer', '激素依赖性肿瘤'],
  pregnancy: ['a positive pregnancy test', '妊娠试验阳性'],
  'possible pregnancy': ['a possible pregnancy', '妊娠待排除'],
  'infection screen': ['the infection screen, which is not current', '传染病筛查过期或缺失'],
  'chronic endometritis': ['chronic endometritis', '慢性子宫内膜炎'],
  'cavity fluid': ['fluid in the cavity', '宫腔积液'],
  'no separate laboratory': ['a viral infection without a separate laboratory', '病毒感染而无独立实验室'],
}

/** What is to be put right first, with the hormone's number; null when nothing is. */
export function treatFirst({ fields, facts, language }: Case): string | null {
  const reasons = reasonsToTreatFirst(fields, facts.anovulation)
  if (reasons.length === 0) return null
  const numbers = { prolactin: ['prolactin'], thyroid: ['tsh', 'freeT4'] } as Partial<Record<string, readonly string[]>>
  const named = reasons.map(reason => {
    const name = said(language, ...treatFirstNames[reason])
    const known = (numbers[reason] ?? []).filter(field => number(fields[field]) !== null)
    const values = known.map(field => labelled(field, fields[field], language))
    return values.length === 0
      ? name
      : said(language, `${name} (${listed(values, 'en')})`, `${name}（${listed(values, 'zh')}）`)
  })
  return said(language, `to be treated or cleared first: ${listed(named, 'en')}`, `须先处理：${listed(named, 'zh')}`)
}

/** Examinations without which a plan is provisional. */
const prerequisites = ['amh', 'afc', 'tsh', 'prolactin', 'tubalStatus', 'spermConcentration', 'infectionScreen']

/** Prerequisites that are not recorded; null when none is missing. */
export function missing({ fields, language }: Case): string | null {
  const names = prerequisites.filter(name => !isRecorded(fields[name]))
  if (names.length === 0) return null
  const labels = listed(
    names.map(name => labelOf(name, language)),
    language,
  )
  return said(language, `to be completed: ${labels}`, `待完善：${labels}`)
}

/** What the couple wishes; null when nothing is recorded. */
export function wishes({ fields, language }: Case): string | null {
  const wanted = [
    'wantsFreshTransfer',
    'limitedBudget',
    'acceptsDonor',
    'wantsAneuploidyTesting',
    'fertilityPreservation',
  ]
    .filter(name => fields[name] === true)
    .map(name => labelOf(name, language))
  return wanted.length === 0 ? null : listed(wanted, language)
}

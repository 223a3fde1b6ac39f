/** @file The reasons for an infertility plan as text, rendered from the rules that fired. */
import type { RandomStream } from '../../../support/index.ts'
import type { FieldValue, Plan } from '../../specialty.ts'
import type { AdmissibleSet } from '../admissible.ts'
import type { DerivedFacts } from '../derived/facts.ts'
import { number } from '../derived/number.ts'
import type { Language } from '../fields/index.ts'
import { decidedParts, decisionClause, rejectedAlternative, stated } from './decisions.ts'
import { anatomy, type Case, missing, pastCycles, reserve, semen, summary, treatFirst, wishes } from './findings.ts'
import { said, sentence, writtenValue } from './wording.ts'

/** What to explain, how deeply and in which words. */
export interface Explanation {
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly plan: Plan
  readonly facts: DerivedFacts
  /** `gold`: every decisive finding and every decision with its rule; `shallow`: what a hurried note says. */
  readonly depth: 'gold' | 'shallow'
  readonly language: Language
  /** Layers at which the plan departs from the admissible set, which the text then says. */
  readonly departures: readonly string[]
  /** Admissible sets by layer, when the caller has them from deciding. */
  readonly admissible?: ReadonlyMap<string, AdmissibleSet>
  readonly random: RandomStream
}

/** Parts whose reason a gold text gives; the others follow from these or are a matter of habit. */
const explained = [
  'strategy',
  'protocol',
  'startingDose',
  'trigger',
  'fertilisation',
  'transfer',
  'embryos',
  'endometrialPreparation',
]

/** What could go wrong with the plan, and the answer to it; empty when nothing stands out. */
function risks({ fields, facts, language }: Case, plan: Plan): string[] {
  const stimulated = plan.suppression !== undefined
  const started = plan.protocol !== undefined || plan.transfer !== undefined
  const bmi = number(fields.bmi)
  const tsh = number(fields.tsh)
  const age = number(fields.femaleAge)
  const kilograms = bmi === null ? '' : writtenValue('bmi', bmi, language)
  const found: [boolean, string, string][] = [
    [
      facts.ohssRisk && stimulated,
      'OHSS is the main risk: monitoring, a low threshold for a freeze-all, and a plan if it occurs',
      '主要风险为OHSS：加强监测，必要时全胚冷冻并备处理预案',
    ],
    [
      facts.response === 'low' && stimulated,
      'the cycle may be cancelled; the couple is told so',
      '有取消周期可能，已告知',
    ],
    [plan.embryos === '2' || plan.embryos === '3', 'the risk of twins has been explained', '已告知多胎风险'],
    [
      bmi !== null && bmi >= 35 && stimulated,
      `BMI ${kilograms}: weight loss is advised and sedation planned with the anaesthetist`,
      `BMI ${kilograms}：建议减重，麻醉科评估镇静方案`,
    ],
    [
      bmi !== null && bmi >= 35 && !stimulated,
      `BMI ${kilograms}: weight loss is advised`,
      `BMI ${kilograms}：建议减重`,
    ],
    [bmi !== null && bmi < 18.5, `BMI ${kilograms}: weight gain is advised`, `BMI ${kilograms}：建议增加体重`],
    [
      tsh !== null && tsh >= 4 && tsh <= 10 && fields.thyroidTreated !== true,
      `TSH ${tsh} mIU/L: thyroid function is followed`,
      `TSH ${tsh} mIU/L：复查甲状腺功能`,
    ],
    [
      started && (fields.thromboembolism === true || fields.antiphospholipidSyndrome === true),
      'thrombosis prophylaxis with heparin is planned',
      '计划低分子肝素预防血栓',
    ],
    [age !== null && age >= 43 && stimulated, 'donor eggs have been discussed', '已讨论供卵'],
  ]
  return found.filter(([holds]) => holds).map(([, english, chinese]) => said(language, english, chinese))
}

/**
 * The reasons for a plan. Gold text follows the order of reference notes section 4: summary, reserve, anatomy, male, past
 * cycles, the decisions with their rules, an alternative that was rejected, risk, missing tests, wishes. Shallow text is
 * a summary and a decision or two without reasons. Every number is one of the record, of the plan or of a rule.
 */
export function explainPlan(explanation: Explanation): string {
  const { fields, plan, facts, depth, language, departures, random } = explanation
  const given: Case = { fields, facts, language }
  const parts = decidedParts(given, plan, explanation.admissible)
  const join = (clauses: readonly (string | null)[]) =>
    clauses
      .filter(clause => clause !== null)
      .map(clause => sentence(clause, language))
      .join(language === 'en' ? ' ' : '')
  if (depth === 'shallow') {
    const short = parts.slice(0, 1 + random.integer(2)).map(part => stated(part, language))
    return join([
      summary(given),
      random.uniform() < 0.5 ? reserve(given) : null,
      short.join(language === 'en' ? ', ' : '，'),
    ])
  }
  const told = parts
    .filter(({ layer }) => explained.includes(layer) || departures.includes(layer))
    .map(part => decisionClause(part, departures.includes(part.layer), language))
  return join([
    summary(given),
    reserve(given),
    anatomy(given),
    semen(given),
    pastCycles(given),
    treatFirst(given),
    ...told,
    rejectedAlternative(parts, language),
    ...risks(given, plan),
    missing(given),
    wishes(given),
  ])
}

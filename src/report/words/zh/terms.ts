/** @file Chinese: names of things, and how numbers are joined to words. */
import { terms as english } from '../en/terms.ts'
import { translate } from './phrases.ts'

const criteria: Readonly<Record<string, string>> = {
  overall: '总体',
  reasoningClarity: '推理清晰度',
  feasibility: '治疗可行性',
  keyInformation: '关键信息的使用',
  clinicalAccuracy: '临床准确性',
  logicalCoherence: '逻辑连贯性与清晰度',
  keyInformationCoverage: '关键信息的使用与覆盖',
  plausibility: '推理的合理性与临床准确性',
  safety: '安全性',
  trust: '信任度',
}
const sides: Readonly<Record<string, string>> = { physician: '病历记录的决策' }
const strata: Readonly<Record<string, string>> = { head: '头部', mid: '中部', tail: '尾部' }

/** Names and joints. */
export const terms: typeof english = {
  language: 'zh-CN',
  common: {
    none: '无',
    notEstimable: reason => `无法估计：${reason}`,
    interval: (low, high) => `${low} 至 ${high}`,
    points: bare => `${bare} 个百分点`,
    of: (name, text) => `${name}：${text}`,
    phraseSeparator: '，',
    sentence: text => `${text}。`,
    listSeparator: '、',
    arm: '组',
    cases: '病例',
    criterion: '评价维度',
    rater: '评审者',
    votes: '投票',
    numbersIn: file => `数据见 ${file}。`,
  },
  simulated: {
    banner: '模拟评审者。这些评判均非临床医师所作。',
    short: '【模拟评审者】',
  },
  terms: {
    wholePlan: '整体方案',
    arm: name => sides[name] ?? name,
    criterion: name => criteria[name] ?? english.terms.criterion(name),
    stratum: name => strata[name] ?? name,
    reason: translate,
    because: translate,
    deviation: translate,
    choice: translate,
    role: { primary: '主要', secondary: '次要', exploratory: '探索性' },
    direction: { 'two-sided': '双侧', 'first-higher': '单侧' },
    adjustment: { Holm: 'Holm', 'Benjamini-Hochberg': 'BH' },
    measure: {
      agreement: '与记录一致',
      'within-rules': '符合规则',
      score: '评分',
      'net-benefit': '偏好净获益',
      decoupling: '偏好减一致（D）',
    },
    label: {
      paradox: '悖论成立',
      'non-translation': '未转化',
      concordant: '方向一致',
      undetermined: '尚不能判定',
    },
  },
}

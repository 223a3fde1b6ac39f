/**
 * @file JMIR-ART-3: the three criteria of the blinded comparison of clinical reasoning in assisted reproduction in JMIR
 * 2026;28:e85206 (Table 2), on five points. The names are those of the article; it gives no text at the points: these are ours.
 */
import type { Criterion, Words } from './instrument.ts'

const words = (en: string, zh: string): Words => ({ en, zh })

/** Logical coherence and clarity; use and coverage of key information; plausibility and clinical accuracy. */
export const jmirArt3: readonly Criterion[] = [
  {
    id: 'logicalCoherence',
    label: words('Logical coherence and clarity', '逻辑连贯性与清晰度'),
    question: words('Is the reasoning coherent and clear?', '推理是否连贯、清晰？'),
    anchors: [
      words('Incoherent', '不连贯'),
      words('Hard to follow, with gaps or contradictions', '难以理解，存在跳跃或矛盾'),
      words('Can be followed with effort', '需费力才能理解'),
      words('Coherent, with small gaps', '连贯，仅有小的跳跃'),
      words('Coherent and clear throughout', '始终连贯清晰'),
    ],
    layers: [],
  },
  {
    id: 'keyInformationCoverage',
    label: words('Use and coverage of key information', '关键信息的使用与覆盖'),
    question: words('Is the key information of the case used, and all of it?', '是否使用并覆盖了病例的关键信息？'),
    anchors: [
      words('Key information is ignored', '忽略了关键信息'),
      words('Little of it is used', '只使用了少量关键信息'),
      words('About half of it is used', '使用了约一半关键信息'),
      words('Most of it is used', '使用了大部分关键信息'),
      words('All of it is used', '使用了全部关键信息'),
    ],
    layers: [],
  },
  {
    id: 'plausibility',
    label: words('Plausibility and clinical accuracy of reasoning', '推理的合理性与临床准确性'),
    question: words(
      'Is the reasoning plausible and clinically accurate in each part of the analysis?',
      '分析的每一部分在临床上是否合理、准确？',
    ),
    anchors: [
      words('Errors in every part', '每一部分都有错误'),
      words('Errors in most parts, or one that could harm', '多数部分有错误，或有一处可能造成伤害'),
      words('Errors in some parts', '部分内容有错误'),
      words('A small error in one part', '某一部分有小错误'),
      words('Accurate in every part', '每一部分都准确'),
    ],
    layers: [],
  },
]

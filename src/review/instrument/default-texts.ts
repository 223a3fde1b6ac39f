/** @file What raters read beside the criteria, unless a study says otherwise: the overall comparison, error tags, consent. */
import type { Criterion, Instrument, Words } from './instrument.ts'

const words = (en: string, zh: string): Words => ({ en, zh })

/** Name of the comparison as a whole. */
export const OVERALL = 'overall'

/** Which of two plans is better, all in all. */
export const overallComparison: Instrument['comparisons'][number] = {
  id: OVERALL,
  label: words('Overall', '总体'),
  question: words('Which plan would you rather follow for this couple?', '对这对夫妇，您更愿意采用哪一份方案？'),
}

/** Which of two plans is better by one criterion. */
export function comparisonBy({ id, label, question }: Criterion): Instrument['comparisons'][number] {
  return { id, label, question }
}

/** Kinds of errors that a rater can mark. */
export const defaultTags: Instrument['tags'] = [
  { id: 'invented', label: words('States what is not in the record', '陈述了病历中没有的内容') },
  { id: 'missed', label: words('Misses a finding that matters', '遗漏重要所见') },
  { id: 'contraindicated', label: words('Contraindicated', '存在禁忌') },
  { id: 'dose', label: words('Wrong dose or timing', '剂量或时间有误') },
  { id: 'contradiction', label: words('Contradicts itself', '自相矛盾') },
  { id: 'unexplained', label: words('A decision without a reason', '决策缺乏理由') },
  { id: 'incomplete', label: words('A decision is missing', '缺少一项决策') },
]

/** What a rater agrees to; a study with an ethics approval gives its own. */
export const defaultConsent: Instrument['consent'] = words(
  "You are asked to judge treatment plans for recorded cases. Some were written by physicians, some by computer models; you are not told which. The cases are past: nothing that you enter changes anybody's treatment. Your judgements are stored under a pseudonym, are seen by nobody else while the review runs, and are analysed together with those of others. You can stop at any time; what you have sent stays. Please do not discuss cases with other reviewers, and say so if you recognise one.",
  '请您评判针对既往病例的治疗方案。其中一些由医师撰写，一些由计算机模型生成，您不会被告知是哪一种。病例均为既往病例，您的输入不会改变任何人的治疗。您的评判以代号保存，评审期间他人无法查看，并与其他评审者的评判一并分析。您可随时停止，已提交的内容将保留。请勿与其他评审者讨论病例；如果您认出某个病例，请说明。',
)

/** @file What Bedside is not for: the one text, which the report, the study page, README.md and docs/limits.md carry. */

/** The research-use notice in the languages of the report. `test/architecture` holds the documents to the English one. */
export const RESEARCH_NOTICE = {
  en: 'For research only. Bedside is not a medical device, and nothing it prints is advice for the care of a person. Agreement with recorded decisions is not correctness: records hold the habits and the mistakes of those who wrote them.',
  zh: '仅供研究使用。Bedside 不是医疗器械，其输出不构成对任何人的诊疗建议。与病历记录的决策一致不等于正确：病历里也有书写者的习惯和错误。',
} as const

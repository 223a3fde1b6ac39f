/** @file The few words around a case and a plan, in the language of the prompts. */
import type { Specialty } from '../../specialty/index.ts'

/** Words of sheets and of feedback. */
export interface SheetWords {
  readonly yes: string
  readonly no: string
  readonly notRecorded: string
  readonly notDone: string
  /** Label of the row that lists what is unremarkable. */
  readonly unremarkable: string
  /** Value of a decision that the rest of the plan leaves no room for. */
  readonly doesNotApply: string
  readonly otherFindings: string
  readonly comma: string
  /** Between a label and its value in a row. */
  readonly link: string
  /** Ends a sentence. */
  readonly stop: string
  readonly range: (low: string, high: string) => string
}

const english: SheetWords = {
  yes: 'yes',
  no: 'no',
  notRecorded: 'not recorded',
  notDone: 'not done',
  unremarkable: 'Unremarkable',
  doesNotApply: 'does not apply',
  otherFindings: 'Record',
  comma: ', ',
  link: ' ',
  stop: '.',
  range: (low, high) => `${low} to ${high}`,
}

const chinese: SheetWords = {
  yes: '是',
  no: '否',
  notRecorded: '未记录',
  notDone: '未查',
  unremarkable: '无特殊',
  doesNotApply: '不适用',
  otherFindings: '病历',
  comma: '、',
  link: '：',
  stop: '。',
  range: (low, high) => `${low} 至 ${high}`,
}

/** The words for a specialty's language; its own phrases go before ours. */
export function sheetWords({ language = 'en', phrases }: Pick<Specialty, 'language' | 'phrases'>): SheetWords {
  const words = language === 'zh' ? chinese : english
  return { ...words, ...(phrases && { yes: phrases.yes, no: phrases.no, comma: phrases.comma }) }
}

/** @file Headings of fields and decisions as a reader meets them, in English and Chinese. */
import type { Language } from './fields/index.ts'

const headings: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  history: { en: 'History', zh: '病史' },
  reserve: { en: 'Ovarian reserve and blood tests', zh: '卵巢储备与血液检查' },
  findings: { en: 'Gynaecological findings', zh: '妇科检查' },
  male: { en: 'Male partner', zh: '男方' },
  genetics: { en: 'Genetics', zh: '遗传学' },
  'previous cycles': { en: 'Previous cycles', zh: '既往周期' },
  health: { en: 'General health', zh: '全身情况' },
  circumstances: { en: 'Circumstances', zh: '其他情况' },
  'ART strategy': { en: 'Strategy', zh: '助孕策略' },
  'stimulation protocol': { en: 'Stimulation protocol', zh: '促排方案' },
  'gonadotropin and dose': { en: 'Gonadotropin and dose', zh: '促性腺激素与剂量' },
  trigger: { en: 'Trigger', zh: '扳机' },
  'fertilisation and transfer': { en: 'Fertilisation and transfer', zh: '受精与移植' },
  'luteal support': { en: 'Luteal support', zh: '黄体支持' },
}

/** Group or decision -> its heading in a language. */
export function headingsIn(language: Language): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headings).map(([name, words]) => [name, words[language]]))
}

/** @file Who the woman is, and her history before any IVF. */
import { category, type FieldEntry, flag, group, number } from './field-entry.ts'

/** Age, build, infertility, pregnancies and cycles; ranges are hard, codes from the reference notes 1.1. */
export const historyFields: readonly FieldEntry[] = group('history', [
  number('femaleAge', 'Age', '女方年龄', [18, 55], 'y', { expected: true }),
  number('bmi', 'BMI', 'BMI', [13, 60], 'kg/m2', { codes: { loinc: ['39156-5'] }, expected: true }),
  number('height', 'Height', '身高', [120, 200], 'cm', { codes: { loinc: ['8302-2'] }, usual: [150, 185] }),
  flag('smoking', 'Smokes', '女方吸烟'),
  number('infertilityDuration', 'Infertility duration', '不孕年限', [0, 25], 'years', { expected: true }),
  category(
    'infertilityType',
    'Infertility type',
    '不孕类型',
    { primary: '原发', secondary: '继发' },
    { expected: true },
  ),
  number('gravidity', 'Pregnancies', '孕次', [0, 15], '', { unsaid: 0, codes: { loinc: ['11996-6'] } }),
  number('parity', 'Births', '产次', [0, 15], '', { unsaid: 0, codes: { loinc: ['11977-6'] } }),
  number('miscarriages', 'Miscarriages', '自然流产次数', [0, 15], '', { unsaid: 0, codes: { icd10: ['N96'] } }),
  number('ectopicPregnancies', 'Ectopic pregnancies', '异位妊娠次数', [0, 15], '', { unsaid: 0 }),
  number('terminations', 'Terminations', '人工流产次数', [0, 15], '', { unsaid: 0 }),
  flag('pretermBirth', 'Preterm birth before', '早产史'),
  flag('caesareanScar', 'Caesarean scar', '剖宫产瘢痕子宫'),
  category(
    'cyclePattern',
    'Cycles',
    '月经',
    {
      regular: '规律',
      oligomenorrhoea: '稀发',
      amenorrhoea: '闭经',
    },
    { expected: true },
  ),
  number('cycleLength', 'Cycle length', '月经周期', [18, 180], 'd', { usual: [24, 35] }),
  number('ovulationInductionCycles', 'Ovulation induction cycles', '促排卵周期数', [0, 12], '', { unsaid: 0 }),
  flag('ovulatedOnInduction', 'Ovulated on induction', '促排卵有排卵'),
  number('iuiCycles', 'IUI cycles', '人工授精周期数', [0, 12], '', { unsaid: 0 }),
])

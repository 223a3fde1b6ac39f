/** @file Ovarian reserve and hormones, with both unit systems. */
import { type FieldEntry, flag, group, number } from './field-entry.ts'

const loinc = (code: string) => ({ codes: { loinc: [code] } })

/** Reserve markers and blood tests; factors turn the conventional unit into the SI one (reference notes 1.1). */
export const reserveFields: readonly FieldEntry[] = group('reserve', [
  number('amh', 'AMH', 'AMH', [0.01, 30], 'ng/mL', {
    otherUnit: { unit: 'pmol/L', factor: 7.14 },
    typicalMedian: [0.3, 7],
    ...loinc('38476-8'),
    expected: true,
  }),
  number('afc', 'AFC', '窦卵泡数', [0, 80], '', { expected: true }),
  number('basalFsh', 'Basal FSH', '基础FSH', [0.5, 60], 'IU/L', { expected: true, ...loinc('15067-2') }),
  number('basalLh', 'Basal LH', '基础LH', [0.1, 40], 'IU/L', { usual: [1.2, 10], ...loinc('10501-5') }),
  number('basalEstradiol', 'Basal estradiol', '基础雌二醇', [5, 300], 'pg/mL', {
    otherUnit: { unit: 'pmol/L', factor: 3.671 },
    ...loinc('2243-4'),
    usual: [5, 80],
  }),
  number('progesterone', 'Basal progesterone', '基础孕酮', [0.05, 60], 'ng/mL', {
    otherUnit: { unit: 'nmol/L', factor: 3.18 },
    typicalMedian: [0.05, 0.9],
    ...loinc('2839-9'),
    usual: [0.05, 1.5],
  }),
  number('prolactin', 'Prolactin', '泌乳素', [0.5, 300], 'ng/mL', {
    otherUnit: { unit: 'mIU/L', factor: 21.2 },
    ...loinc('2842-3'),
    expected: true,
    usual: [0.5, 25],
  }),
  flag('prolactinTreated', 'Prolactin worked up and treated', '高泌乳素已诊治'),
  number('tsh', 'TSH', 'TSH', [0.01, 100], 'mIU/L', { expected: true, ...loinc('3016-3'), usual: [0.4, 4] }),
  number('freeT4', 'Free T4', '游离T4', [0.1, 6], 'ng/dL', {
    otherUnit: { unit: 'pmol/L', factor: 12.87 },
    ...loinc('3024-7'),
    usual: [0.8, 1.8],
  }),
  flag('thyroidAntibodies', 'TPO antibodies', '甲状腺过氧化物酶抗体阳性'),
  flag('thyroidTreated', 'Thyroid disease treated', '甲状腺疾病已治疗'),
  number('testosterone', 'Total testosterone', '总睾酮', [2, 400], 'ng/dL', {
    otherUnit: { unit: 'nmol/L', factor: 0.0347 },
    typicalMedian: [8, 60],
    ...loinc('2986-8'),
    usual: [2, 60],
  }),
  number('dheas', 'DHEAS', '硫酸脱氢表雄酮', [5, 1500], 'ug/dL', {
    otherUnit: { unit: 'umol/L', factor: 0.0271 },
    typicalMedian: [50, 500],
    ...loinc('2191-5'),
  }),
  number('androstenedione', 'Androstenedione', '雄烯二酮', [10, 2000], 'ng/dL', {
    otherUnit: { unit: 'nmol/L', factor: 0.0349 },
    typicalMedian: [40, 400],
    ...loinc('1854-9'),
  }),
  number('hydroxyprogesterone', '17-OH progesterone', '17羟孕酮', [5, 20000], 'ng/dL', {
    otherUnit: { unit: 'nmol/L', factor: 0.0303 },
    typicalMedian: [15, 300],
    ...loinc('1668-3'),
  }),
  number('fastingGlucose', 'Fasting glucose', '空腹血糖', [40, 500], 'mg/dL', {
    otherUnit: { unit: 'mmol/L', factor: 0.0555 },
    usual: [60, 100],
  }),
  number('fastingInsulin', 'Fasting insulin', '空腹胰岛素', [0.5, 300], 'mIU/L'),
  number('hba1c', 'HbA1c', '糖化血红蛋白', [3, 18], '%', { usual: [3, 5.6] }),
  number('ca125', 'CA-125', 'CA125', [1, 5000], 'U/mL', { usual: [1, 35] }),
  number('vitaminD', 'Vitamin D', '维生素D', [2, 150], 'ng/mL', {
    otherUnit: { unit: 'nmol/L', factor: 2.496 },
    typicalMedian: [8, 40],
  }),
])

/** @file The man, his semen, and the genetics of both. */
import { category, type FieldEntry, flag, group, number } from './field-entry.ts'

const loinc = (code: string) => ({ codes: { loinc: [code] } })

/** The man and his semen (WHO 6th edition names); counts are of the better of two samples. */
export const maleFields: readonly FieldEntry[] = group('male', [
  number('maleAge', 'Partner age', '男方年龄', [18, 80], 'y', { usual: [18, 50] }),
  flag('maleSmoking', 'Partner smokes', '男方吸烟'),
  flag('varicocele', 'Varicocele', '精索静脉曲张'),
  flag('cryptorchidism', 'Cryptorchidism', '隐睾史'),
  flag('vasectomy', 'Vasectomy', '输精管结扎史'),
  flag('ejaculatoryDisorder', 'Ejaculatory disorder', '射精障碍'),
  number('semenVolume', 'Semen volume', '精液量', [0, 15], 'mL', { expected: true, usual: [1.4, 15] }),
  number('spermConcentration', 'Sperm concentration', '精子浓度', [0, 400], 'M/mL', {
    expected: true,
    ...loinc('9780-8'),
  }),
  number('progressiveMotility', 'Progressive motility', '前向运动精子', [0, 100], '%', { expected: true }),
  number('totalMotility', 'Total motility', '总活力', [0, 100], '%', { usual: [42, 100] }),
  number('vitality', 'Vitality', '存活率', [0, 100], '%', { usual: [54, 100] }),
  number('normalForms', 'Normal forms', '正常形态率', [0, 100], '%', { expected: true, usual: [4, 100] }),
  number('abstinence', 'Abstinence', '禁欲时间', [0, 60], 'd', { usual: [0, 60] }),
  number('dnaFragmentation', 'Sperm DNA fragmentation', '精子DNA碎片率', [0, 100], '%', { usual: [0, 25] }),
  category(
    'azoospermia',
    'Azoospermia',
    '无精子症',
    {
      none: '无',
      obstructive: '梗阻性',
      'non-obstructive': '非梗阻性',
    },
    { unsaid: 'none' },
  ),
  category(
    'spermRetrieval',
    'Sperm retrieval before',
    '既往取精手术',
    {
      none: '无',
      'sperm found': '获得精子',
      'no sperm found': '未获精子',
    },
    { unsaid: 'none' },
  ),
  flag('frozenSperm', 'Frozen sperm in store', '有冻存精子'),
  number('maleFsh', 'Partner FSH', '男方FSH', [0.1, 100], 'IU/L', { usual: [0.1, 10] }),
  number('testisVolume', 'Testis volume', '睾丸体积', [1, 40], 'mL', { usual: [12, 40] }),
])

/** Karyotypes, microdeletions and known disorders. */
export const geneticFields: readonly FieldEntry[] = group('genetics', [
  category(
    'femaleKaryotype',
    'Karyotype, woman',
    '女方染色体',
    {
      normal: '正常',
      'balanced translocation': '平衡易位',
      other: '其他异常',
    },
    { unsaid: 'normal' },
  ),
  category(
    'maleKaryotype',
    'Karyotype, man',
    '男方染色体',
    {
      normal: '正常',
      'balanced translocation': '平衡易位',
      '47,XXY': '47,XXY',
      other: '其他异常',
    },
    { unsaid: 'normal' },
  ),
  category(
    'yMicrodeletion',
    'Y microdeletion',
    'Y染色体微缺失',
    {
      none: '无',
      AZFa: 'AZFa',
      AZFb: 'AZFb',
      AZFc: 'AZFc',
    },
    { unsaid: 'none' },
  ),
  flag('monogenicDisorder', 'Known gene for a monogenic disorder', '已知单基因病致病基因'),
])

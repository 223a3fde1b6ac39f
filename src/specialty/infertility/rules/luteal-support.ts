/** @file Rules of endometrial preparation and luteal support. Numbers as in the reference notes, L5. */
import { anyOf, is, isNot, LOGIC, noneOf, oneOf, type Rule, rulesFor } from './rule.ts'

const artificial = oneOf('endometrialPreparation', 'HRT', 'GnRH agonist + HRT')

/** Rules of the layer `endometrialPreparation`. */
export const preparationRules: readonly Rule[] = rulesFor('endometrialPreparation', [
  {
    id: '5.07',
    when: [is('cyclePattern', 'regular'), isNot('adenomyosis', true), isNot('advancedEndometriosis', true)],
    admits: { options: ['natural', 'modified natural', 'HRT'] },
    recommends: 'natural',
    strength: 'conditional',
    source: 'fewer hypertensive disorders; habits differ',
    tag: 'K',
    says: { en: 'with regular cycles a natural preparation is preferred', zh: '月经规律者首选自然周期准备内膜' },
  },
  {
    id: '5.07a',
    when: [is('anovulation', true)],
    admits: { options: ['HRT', 'letrozole', 'GnRH agonist + HRT'] },
    strength: 'logic',
    source: 'what goes together',
    tag: 'K',
    says: {
      en: 'without ovulation the endometrium is prepared with hormones or letrozole',
      zh: '无排卵者用人工周期或来曲唑',
    },
  },
  {
    id: '5.07l',
    when: [
      anyOf(is('ovarianInsufficiency', true), is('hypogonadotropic', true)),
      isNot('thromboembolism', true),
      isNot('antiphospholipidSyndrome', true),
      noneOf('cancer', 'hormone-dependent', 'hormone-dependent, oncologist agrees'),
    ],
    admits: { excludes: ['letrozole'] },
    ...LOGIC,
    says: { en: 'letrozole finds no follicle or no pituitary to act on', zh: '来曲唑无卵泡或垂体可作用' },
  },
  {
    id: '5.08c',
    when: [
      anyOf(
        is('thromboembolism', true),
        is('antiphospholipidSyndrome', true),
        oneOf('cancer', 'hormone-dependent', 'hormone-dependent, oncologist agrees'),
      ),
    ],
    admits: { excludes: ['HRT', 'GnRH agonist + HRT'] },
    strength: 'strong',
    source: 'labels',
    tag: 'K',
    says: { en: 'thrombosis or a hormone-dependent cancer forbids HRT', zh: '血栓或激素依赖性肿瘤禁用人工周期' },
  },
  {
    id: '5.09',
    when: [isNot('adenomyosis', true), isNot('advancedEndometriosis', true)],
    admits: { excludes: ['GnRH agonist + HRT'] },
    strength: 'expert-opinion',
    source: 'habit',
    tag: 'K',
    says: { en: 'down-regulation is for adenomyosis or endometriosis', zh: '降调用于腺肌病或内异症' },
  },
  {
    id: '5.09h',
    when: [anyOf(is('adenomyosis', true), is('advancedEndometriosis', true))],
    admits: { options: ['GnRH agonist + HRT', 'HRT', 'natural', 'modified natural'] },
    recommends: 'GnRH agonist + HRT',
    strength: 'expert-opinion',
    source: 'habit',
    tag: 'K',
    says: { en: 'adenomyosis or endometriosis is often down-regulated first', zh: '腺肌病或内异症常先降调' },
  },
])

/** Rules of the layer `progesteroneDays`. */
export const progesteroneDayRules: readonly Rule[] = rulesFor('progesteroneDays', [
  {
    id: '5.08a',
    when: [is('transfer', 'frozen, day 5')],
    admits: { range: [5, 5] },
    strength: 'strong',
    source: 'general practice',
    tag: 'K',
    says: { en: 'a blastocyst needs five days of progesterone', zh: '囊胚移植前孕酮5天' },
  },
  {
    id: '5.08b',
    when: [oneOf('transfer', 'frozen, day 3', 'fresh, day 3')],
    admits: { range: [3, 3] },
    strength: 'strong',
    source: 'general practice',
    tag: 'K',
    says: { en: 'an embryo of day 3 needs three days of progesterone', zh: 'D3胚胎移植前孕酮3天' },
  },
  {
    id: '5.08d',
    when: [oneOf('transfer', 'fresh, day 5', 'freeze all')],
    admits: { range: [5, 5] },
    strength: 'good-practice',
    source: 'general practice',
    tag: 'K',
    says: { en: 'a blastocyst needs five days of progesterone', zh: '囊胚移植前孕酮5天' },
  },
])

const progesterone = [
  'vaginal progesterone',
  'intramuscular progesterone',
  'subcutaneous progesterone',
  'dydrogesterone',
  'vaginal progesterone + dydrogesterone',
]

/** Rules of the layer `lutealSupport`. */
export const lutealSupportRules: readonly Rule[] = rulesFor('lutealSupport', [
  {
    id: '5.06',
    when: [anyOf(is('transfer', 'freeze all'), is('strategy', 'fertility preservation'))],
    admits: { options: ['none'] },
    strength: 'logic',
    source: 'nothing to support without a transfer',
    tag: 'K',
    says: { en: 'without a transfer there is nothing to support', zh: '无移植则无须黄体支持' },
  },
  {
    id: '5.01',
    when: [oneOf('transfer', 'fresh, day 3', 'fresh, day 5')],
    admits: { options: progesterone },
    strength: 'strong',
    source: 'ESHRE ovarian stimulation 2019, 2025; dydrogesterone an equal option (5.02)',
    tag: 'V',
    says: { en: 'progesterone supports a fresh transfer', zh: '鲜胚移植后孕酮黄体支持' },
  },
  {
    id: '5.03',
    when: [],
    admits: { excludes: ['progesterone + oestradiol', 'progesterone + hCG'] },
    strength: 'conditional',
    source: 'ESHRE ovarian stimulation 2019',
    tag: 'K',
    says: { en: 'oestradiol or hCG are not added routinely', zh: '不常规加用雌激素或hCG' },
  },
  {
    id: '5.04',
    when: [is('ohssRisk', true)],
    admits: { excludes: ['progesterone + hCG'] },
    strength: 'strong',
    source: 'hCG in the luteal phase is a risk factor of OHSS',
    tag: 'V',
    says: { en: 'OHSS risk forbids hCG in the luteal phase', zh: 'OHSS风险者黄体期禁用hCG' },
  },
  {
    id: '5.08',
    when: [artificial],
    admits: { excludes: ['none'] },
    ...LOGIC,
    says: { en: 'an artificial cycle has no corpus luteum', zh: '人工周期无黄体，须补充孕酮' },
  },
  {
    id: '5.10h',
    when: [is('hypogonadotropic', true), oneOf('strategy', 'ovulation induction', 'IUI', 'donor insemination')],
    admits: { excludes: ['none'] },
    strength: 'expert-opinion',
    source: 'physiology: no LH of her own keeps the corpus luteum',
    tag: 'K',
    says: { en: 'without LH of her own the corpus luteum needs support', zh: '缺乏内源性LH，须黄体支持' },
  },
  {
    id: '5.10',
    when: [oneOf('strategy', 'ovulation induction', 'IUI', 'donor insemination')],
    admits: { options: ['none', 'vaginal progesterone', 'dydrogesterone'] },
    strength: 'expert-opinion',
    source: 'habit',
    tag: 'K',
    says: { en: 'luteal support is optional after ovulation', zh: '排卵后可酌情黄体支持' },
  },
])

/** @file The six decisions of an infertility plan, each with its parts, in English and Chinese. */
import type { DecisionLayer } from '../specialty.ts'
import { type Language, otherWordsOf, unitIn } from './fields/index.ts'

/** The six decisions, in the order in which they are made: whether a transfer follows decides on luteal support. */
const decisions = [
  'ART strategy',
  'stimulation protocol',
  'gonadotropin and dose',
  'trigger',
  'fertilisation and transfer',
  'luteal support',
] as const

/** A decision with its Chinese name, and the Chinese wording of each option. */
interface LayerEntry extends Omit<DecisionLayer, 'label' | 'options' | 'optionLabels' | 'otherWords'> {
  readonly labels: Readonly<Record<Language, string>>
  readonly options: Readonly<Record<string, string>>
  readonly partOf: (typeof decisions)[number]
}

const inVitro = ['IVF', 'IVF with PGT-A', 'IVF with PGT-M', 'IVF with PGT-SR', 'embryo accumulation']
const ownEggs = [...inVitro, 'fertility preservation']
const withoutRetrieval = ['ovulation induction', 'IUI', 'donor insemination']
const suppressible = [
  'antagonist',
  'long agonist',
  'depot agonist',
  'ultra-long agonist',
  'short agonist',
  'PPOS',
  'mild',
  'DuoStim',
  'random start',
]
const inUnits = ['rFSH', 'urinary FSH', 'hMG', 'rFSH + hMG', 'rFSH + rLH']

const entries: readonly LayerEntry[] = [
  {
    name: 'strategy',
    labels: { en: 'Strategy', zh: '助孕策略' },
    partOf: 'ART strategy',
    type: 'nominal',
    options: {
      'expectant management': '期待治疗',
      'treat first': '先治疗基础疾病',
      'surgery first': '先手术',
      'ovulation induction': '促排卵指导同房',
      IUI: '人工授精',
      IVF: '体外受精',
      'IVF with PGT-A': '体外受精+PGT-A',
      'IVF with PGT-M': '体外受精+PGT-M',
      'IVF with PGT-SR': '体外受精+PGT-SR',
      'embryo accumulation': '累积胚胎',
      'fertility preservation': '生育力保存',
      'frozen embryo transfer': '冻胚移植',
      'donor insemination': '供精人工授精',
      'donor eggs': '供卵',
      'counsel to stop': '建议停止治疗',
    },
  },
  {
    name: 'protocol',
    labels: { en: 'Protocol', zh: '促排方案' },
    partOf: 'stimulation protocol',
    type: 'nominal',
    options: {
      antagonist: '拮抗剂方案',
      'long agonist': '长方案',
      'depot agonist': '早卵泡期长效长方案',
      'ultra-long agonist': '超长方案',
      'short agonist': '短方案',
      PPOS: 'PPOS方案',
      mild: '微刺激方案',
      natural: '自然周期',
      DuoStim: '双刺激方案',
      'random start': '随机启动方案',
      letrozole: '来曲唑',
      clomifene: '克罗米芬',
      gonadotropin: '小剂量促性腺激素',
      unstimulated: '不促排',
    },
    appliesWhen: { layer: 'strategy', values: [...ownEggs, ...withoutRetrieval] },
  },
  {
    name: 'suppression',
    labels: { en: 'LH control', zh: 'LH抑制' },
    partOf: 'stimulation protocol',
    type: 'nominal',
    options: {
      'antagonist, fixed day 5-6': '拮抗剂固定第5-6天',
      'antagonist, flexible': '拮抗剂灵活添加',
      'agonist from mid-luteal': '黄体中期激动剂',
      'depot agonist on day 2': '第2天长效激动剂',
      'depot agonist for 1-3 months': '长效激动剂1-3个月',
      'agonist flare from day 2': '第2天短效激动剂',
      'progestin from day 2-3': '第2-3天孕激素',
      none: '无',
    },
    appliesWhen: { layer: 'protocol', values: suppressible },
  },
  {
    name: 'gonadotropin',
    labels: { en: 'Gonadotropin', zh: '促性腺激素' },
    partOf: 'gonadotropin and dose',
    type: 'nominal',
    options: {
      rFSH: '重组FSH',
      'urinary FSH': '尿源FSH',
      hMG: 'hMG',
      'rFSH + hMG': '重组FSH+hMG',
      'rFSH + rLH': '重组FSH+重组LH',
      'follitropin delta': '卵泡刺激素δ',
      'corifollitropin alfa': '长效FSH',
      none: '不用',
    },
    appliesWhen: { layer: 'protocol', values: [...suppressible, 'gonadotropin'] },
  },
  {
    name: 'startingDose',
    labels: { en: 'Starting dose', zh: '启动剂量' },
    partOf: 'gonadotropin and dose',
    type: 'numeric',
    options: {},
    range: [37.5, 600],
    step: 12.5,
    unit: 'IU/day',
    // The doses of follitropin delta and corifollitropin follow from their labels (AMH and weight), in micrograms.
    appliesWhen: { layer: 'gonadotropin', values: inUnits },
  },
  {
    name: 'oralDose',
    labels: { en: 'Oral dose', zh: '口服剂量' },
    partOf: 'gonadotropin and dose',
    type: 'numeric',
    options: {},
    range: [2.5, 200],
    step: 2.5,
    unit: 'mg/day',
    appliesWhen: { layer: 'protocol', values: ['letrozole', 'clomifene'] },
  },
  {
    name: 'adjuvant',
    labels: { en: 'Adjuvant', zh: '辅助用药' },
    partOf: 'gonadotropin and dose',
    type: 'nominal',
    options: {
      none: '无',
      metformin: '二甲双胍',
      letrozole: '来曲唑',
      'growth hormone': '生长激素',
      DHEA: 'DHEA',
      aspirin: '阿司匹林',
      steroids: '糖皮质激素',
      cabergoline: '卡麦角林',
    },
    appliesWhen: { layer: 'strategy', values: ownEggs },
  },
  {
    name: 'trigger',
    labels: { en: 'Trigger', zh: '扳机' },
    partOf: 'trigger',
    type: 'nominal',
    options: {
      'hCG 10,000 IU': 'hCG 10000 IU',
      'hCG 5,000 IU': 'hCG 5000 IU',
      'recombinant hCG 250 ug': '重组hCG 250 ug',
      'GnRH agonist': 'GnRH激动剂',
      dual: '双扳机',
      none: '无',
    },
    appliesWhen: { layer: 'strategy', values: [...ownEggs, ...withoutRetrieval] },
  },
  {
    name: 'spermSource',
    labels: { en: 'Sperm', zh: '精子来源' },
    partOf: 'fertilisation and transfer',
    type: 'nominal',
    options: {
      ejaculated: '射出精子',
      'surgical retrieval': '手术取精',
      'frozen, ejaculated': '冻存射出精子',
      'frozen, surgical': '冻存手术精子',
      donor: '供精',
    },
    appliesWhen: { layer: 'strategy', values: [...inVitro, 'IUI', 'donor insemination', 'donor eggs'] },
  },
  {
    name: 'fertilisation',
    labels: { en: 'Fertilisation', zh: '受精方式' },
    partOf: 'fertilisation and transfer',
    type: 'nominal',
    options: { IVF: 'IVF', ICSI: 'ICSI', 'IVF and ICSI split': '半ICSI' },
    appliesWhen: { layer: 'strategy', values: [...inVitro, 'donor eggs'] },
  },
  {
    name: 'transfer',
    labels: { en: 'Transfer', zh: '移植' },
    partOf: 'fertilisation and transfer',
    type: 'nominal',
    options: {
      'fresh, day 3': '鲜胚D3',
      'fresh, day 5': '鲜胚D5',
      'freeze all': '全胚冷冻',
      'frozen, day 3': '冻胚D3',
      'frozen, day 5': '冻胚囊胚',
    },
    appliesWhen: { layer: 'strategy', values: [...inVitro, 'frozen embryo transfer', 'donor eggs'] },
  },
  {
    name: 'embryos',
    labels: { en: 'Embryos to transfer', zh: '移植胚胎数' },
    partOf: 'fertilisation and transfer',
    type: 'ordinal',
    options: { 1: '1', 2: '2', 3: '3', 4: '4' },
    appliesWhen: { layer: 'transfer', values: ['fresh, day 3', 'fresh, day 5', 'frozen, day 3', 'frozen, day 5'] },
  },
  {
    name: 'endometrialPreparation',
    labels: { en: 'Endometrial preparation', zh: '内膜准备' },
    partOf: 'luteal support',
    type: 'nominal',
    options: {
      natural: '自然周期',
      'modified natural': '改良自然周期',
      HRT: '人工周期',
      letrozole: '来曲唑促排周期',
      'GnRH agonist + HRT': '降调+人工周期',
    },
    appliesWhen: { layer: 'strategy', values: ['frozen embryo transfer', 'donor eggs'] },
  },
  {
    name: 'progesteroneDays',
    labels: { en: 'Progesterone before transfer', zh: '移植前孕酮天数' },
    partOf: 'luteal support',
    type: 'numeric',
    options: {},
    range: [2, 8],
    step: 1,
    unit: 'd',
    appliesWhen: { layer: 'endometrialPreparation', values: ['HRT', 'GnRH agonist + HRT'] },
  },
  {
    name: 'lutealSupport',
    labels: { en: 'Luteal support', zh: '黄体支持' },
    partOf: 'luteal support',
    type: 'nominal',
    options: {
      none: '无',
      'vaginal progesterone': '阴道孕酮',
      'intramuscular progesterone': '肌注孕酮',
      'subcutaneous progesterone': '皮下孕酮',
      dydrogesterone: '地屈孕酮',
      'vaginal progesterone + dydrogesterone': '阴道孕酮+地屈孕酮',
      'progesterone + oestradiol': '孕酮+雌二醇',
      'progesterone + hCG': '孕酮+hCG',
    },
    appliesWhen: {
      layer: 'strategy',
      values: [...ownEggs, ...withoutRetrieval, 'frozen embryo transfer', 'donor eggs'],
    },
  },
]

/** The layers of a plan, labelled in one language: fifteen parts of the six decisions. */
export function decisionLayersIn(language: Language): readonly DecisionLayer[] {
  return entries.map(({ labels, options, ...layer }) => ({
    ...layer,
    label: labels[language],
    options: Object.keys(options),
    otherWords: otherWordsOf(labels, language, Object.entries(options)),
    ...(layer.unit !== undefined && { unit: unitIn(layer.unit, language) }),
    ...(language === 'zh' && layer.type !== 'numeric' && { optionLabels: options }),
  }))
}

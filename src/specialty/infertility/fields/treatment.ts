/** @file Earlier IVF, what is in store, and what the couple wishes. */
import { category, type FieldEntry, flag, group, number } from './field-entry.ts'

/** The last cycle with its plan and yield, and what all earlier ones came to. */
export const previousCycleFields: readonly FieldEntry[] = group('previous cycles', [
  number('previousIvfCycles', 'Previous IVF cycles', '既往IVF周期数', [0, 20], '', { unsaid: 0 }),
  category('protocolAtLastCycle', 'Protocol at last cycle', '上周期方案', {
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
  }),
  number('doseAtLastCycle', 'Dose at last cycle', '上周期启动剂量', [37.5, 600], 'IU/day'),
  number('eggsAtLastCycle', 'Eggs at last cycle', '上周期获卵数', [0, 80]),
  number('matureEggsAtLastCycle', 'Mature eggs at last cycle', '上周期MII卵数', [0, 80]),
  number('fertilisedAtLastCycle', 'Fertilised at last cycle', '上周期受精数', [0, 80]),
  number('blastocystsAtLastCycle', 'Blastocysts at last cycle', '上周期囊胚数', [0, 60]),
  category(
    'lastCycleCancelled',
    'Last cycle cancelled',
    '上周期取消原因',
    {
      no: '未取消',
      'poor response': '反应不良',
      'OHSS risk': 'OHSS风险',
      'premature ovulation': '提前排卵',
    },
    { unsaid: 'no' },
  ),
  number('poorResponseCycles', 'Cycles with 3 eggs or fewer', '获卵≤3周期数', [0, 20], '', { unsaid: 0 }),
  flag('fertilisationFailure', 'Total fertilisation failure before', '既往完全受精失败'),
  flag('emptyFollicles', 'Empty follicles before', '空卵泡史'),
  flag('prematureLhSurge', 'Premature LH surge before', '早发LH峰史'),
  category(
    'ohssBefore',
    'OHSS before',
    'OHSS史',
    { none: '无', 'mild or moderate': '轻中度', severe: '重度' },
    {
      unsaid: 'none',
    },
  ),
  number('failedTransfers', 'Failed transfers of good embryos', '优质胚胎移植失败次数', [0, 20], '', { unsaid: 0 }),
  number('frozenEmbryos', 'Frozen embryos', '冻存胚胎数', [0, 60], '', { unsaid: 0 }),
  category('frozenEmbryoStage', 'Stage of frozen embryos', '冻胚阶段', { 'day 3': 'D3', blastocyst: '囊胚' }),
  flag('frozenEuploid', 'Frozen embryo tested euploid', '冻胚为整倍体'),
  number('frozenEggs', 'Frozen eggs', '冻存卵数', [0, 60], '', { unsaid: 0 }),
])

/** What the couple wishes and where the clinic works. */
export const circumstanceFields: readonly FieldEntry[] = group('circumstances', [
  category('jurisdiction', 'Country', '国家/地区', { China: '中国', UK: '英国', US: '美国', EU: '欧盟' }),
  flag('fertilityPreservation', 'Urgent fertility preservation', '紧急生育力保存'),
  flag('wantsAneuploidyTesting', 'Wishes embryo testing for aneuploidy', '要求胚胎非整倍体筛查'),
  flag('wantsFreshTransfer', 'Wishes a fresh transfer', '希望鲜胚移植'),
  flag('acceptsDonor', 'Accepts donor gametes', '接受供精/供卵'),
  flag('limitedBudget', 'Limited budget', '经济受限'),
  flag('married', 'Married', '已婚', { unsaid: true }),
])

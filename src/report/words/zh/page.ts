/** @file Chinese: the page, its main figure, and agreement with the record per layer, as differences and by stratum. */
import { RESEARCH_NOTICE } from '../../research-notice.ts'
import type { page as english } from '../en/page.ts'

const metrics: Readonly<Record<string, string>> = {
  accuracy: '准确率（与记录一致）',
  'balanced-accuracy': '平衡准确率',
  'exact-match': '完全一致',
  'macro-f1': '宏平均 F1',
  'mean-absolute-error': '可读答案的平均绝对误差',
  'no-plan-error': '方案检查无错误',
  'parse-rate': '可读的方案',
  'quadratic-kappa': '二次加权 kappa',
  'within-one-step': '相差不超过一级',
  'within-rules': '符合规则',
  'within-10-percent': '与记录相差 10 % 以内',
}
const types: Readonly<Record<string, string>> = { nominal: '名义', ordinal: '有序', numeric: '数值', decision: '决策' }

/** Page, brief, layers, differences, strata, weights and limits. */
export const page: typeof english = {
  page: {
    subtitle: (study, specialty) => `Bedside 报告 · 研究 ${study} · ${specialty}`,
    title: study => `${study} · Bedside 报告`,
    synthetic: '合成数据。病历由程序生成，不属于任何患者。',
    contents: '目录',
    notice: RESEARCH_NOTICE.zh,
  },
  brief: {
    title: '概要',
    intro: level =>
      `每个数字是与记录的决策一致的测试病例比例（${level} 区间）：选项相同，数值与记录相差 10 % 以内，或多层决策及整体方案的每一层均相同、数值完全相等。先列该决策上比例最高的基线，再列各组及其与该基线的差值。最强基线是在同一批测试病例上选出的，对它略为有利。`,
    asSampled: '测试集对少见病例作了过采样，这些数字按抽样计算；按队列加权的数字见“按队列加权”。',
    difference: text => `，差值 ${text}`,
    and: '；',
    end: '。',
  },
  figure: {
    title: '与记录的一致',
    caption: level =>
      `与记录的决策在各部分均一致的测试病例比例及 ${level} 区间；数值为相差 10 % 以内的比例。实心圆：各组。空心菱形：基线。无法读取或缺失的答案计为不一致。`,
    axis: level => `与记录一致的测试病例比例，${level} 区间`,
    description: '各决策层上各组与基线的一致率及区间',
    panel: (layer, metric, n) => `${layer}：${metric}（n = ${n}）`,
  },
  metric: {
    label: (name, label) => metrics[name] ?? label,
    unit: unit => `，${unit}`,
    lowerIsCloser: '；越小越接近',
    primary: ' · 主要',
  },
  layers: {
    title: '各决策层',
    intro:
      '每层有一个主要指标，其余为次要。除一个指标外分母固定：记录中有该层的全部测试病例，缺失或无法读取的答案计为不一致。数值的平均绝对误差仅针对可读答案，其 n 标明例数，因此从不作为主要指标。“若干次重抽样中没有定义”表示少见选项在过多的重抽样中缺失，区间不成立；“每次重抽样均相同”表示自助法无从度量，其区间不代表精度。',
    predictor: '预测者',
    value: '数值',
    interval: level => `${level} 区间`,
    method: '方法',
    baseline: '基线',
    caseCount: count => `${count} 例`,
    type: type => `${types[type] ?? type},`,
    partOf: decision => `${decision} 的一部分，`,
    caption: (layer, type, n) => `${layer}：${type}${n} 个测试病例`,
  },
  differences: {
    title: '差值',
    intro: alpha =>
      `在相同测试病例上配对。不一致对：仅前者一致与仅后者一致的病例数。p 值为精确双侧检验，未按比较次数校正。区间与精确检验方法不同，在边缘处可能不符：区间刚好不含零而 p 略大于 ${alpha}，或相反。其他指标见 tables/differences.csv。`,
    caption: '各组与基线之间、各组之间',
    first: '前者 − 后者',
    difference: '差值',
    discordant: '不一致对',
    mcnemar: 'McNemar p',
  },
  pyramid: {
    title: '常见与罕见的组合',
    intro:
      '按组合在训练病历中的常见程度将病例分为头部、中部、尾部；训练病历中没有的组合归入尾部。记录的决策是组合的一部分，因此凡是预测最常见方案者，按定义在头部表现好而在尾部表现差。按抽样计算，未加权。少于 10 例的层仅列计数而无差距；缺少选项时不给宏平均 F1。各区间的方法见 tables/estimates.csv，其他指标的差距见 tables/gaps-head-tail.csv。',
    share: level => `与记录一致的比例（${level} 区间）`,
    gap: '头部 − 尾部，百分点',
    size: (n, stratum) => `${stratum} n = ${n}`,
    counts: (count, n) => `${n} 例中 ${count} 例`,
    notEstimable: '无法估计',
    rareTitle: '罕见情形',
    rareIntro:
      '专科所列的临床罕见情形。它们横跨头部、中部与尾部，一个病例可属多种情形。按抽样计算；少于 10 例仅列计数。基线见 tables/rare-situations.csv。',
    rareHeading: (label, cases, couples, training) =>
      `${label}：${couples} 对夫妇的 ${cases} 个测试病例，训练集中 ${training} 个`,
    layer: '决策层',
    weightedTitle: '按队列加权',
    weightedNotice: drawn =>
      `测试集作了过采样：按全部病历的分层，抽取的夫妇为 ${drawn}。本报告其他数字均按抽样计算，所指的人群中罕见病例与测试集中一样多。`,
    drawn: (stratum, test, eligible, weight) => `${stratum} ${eligible} 对中 ${test} 对（权重 ${weight}）`,
    weightedIntro: couples =>
      `此处每对夫妇按其所在层在队列中的比例计数（事后分层权重），区间在抽样层内自助得到。精度约相当于 ${couples} 对等权的夫妇。全部指标见 tables/reweighted-estimates.csv。`,
    asSampled: '按抽样',
    weighted: '按队列加权',
  },
  limits: {
    title: '局限',
    record: '参照是当时所作并被记录的决策。与记录一致不等于正确：记录可能有误，不同的方案也可能同样好。',
    checkpoint: '每组仅为一个随机种子的一个检查点。这些数字说明的是这些检查点，而非方法本身。',
    noReview: '尚无人评审推理文字；这些数字仅涉及方案。',
    review: (clinicians, simulated) =>
      simulated
        ? `偏好与评分来自 ${clinicians} 名模拟评审者（程序）对评审病例的评判，不说明任何临床医师的看法。`
        : `偏好与评分来自 ${clinicians} 名临床医师对评审病例的评判；人数少时，不对一般临床医师作任何推论。`,
    tail: cases => `尾部仅有 ${cases} 个测试病例；请看其区间，而非数值。`,
    unadjusted: '“差值”一节的 p 值未按比较次数校正。',
    generated: '病历按规则生成。某组在多大程度上复现这些规则，不能说明任何患者的情况。',
    noNear: '没有测试夫妇在训练夫妇中有近似重复。',
    near: (couples, all, distance, equal) =>
      `${all} 对测试夫妇中有 ${couples} 对在训练集中有近似重复：类别相同且数值几乎相同（Gower 距离不超过 ${distance}），其中 ${equal} 对各字段完全相同。字段少或粗时属于巧合；否则可能是同一对夫妇有两个编号。编号见 split/near-duplicates.json。`,
    selection: (rows, condition, layer, parts) =>
      `有 ${rows} 行因“${condition}”被排除。按 ${layer}，排除者占排除与纳入之和：${parts}。比例不同之处，队列受到所作决策的选择。`,
    selected: (option, left, all, share) => `${option} ${all} 行中 ${left} 行（${share}）`,
    selectedNone: option => `${option} 0`,
  },
}

/** @file Chinese: how the arms were made, and the synthetic cohort beside published figures. */
import type { arms as english } from '../en/arms.ts'

const baselines: Readonly<Record<string, string>> = {
  majority: '训练集中每层最常见的记录值（数值取中位数）',
  'stratum-table': '训练病历中基线字段相同者（数值按四分位）最常见的记录值，组合少于 20 例时减少字段',
  'logistic-regression': '每层以全部字段作多项逻辑回归（L2，C = 1）所得的最可能值；取值过多的数值同 stratum-table',
}
const counts: Readonly<Record<string, string>> = {
  steps: '优化步数',
  madeWith: '训练引擎',
  parameters: '参数量',
  lora: 'LoRA：在冻结权重旁训练的部分',
  tokens: '词元数',
  finalLoss: '最终训练损失',
  validationLoss: '验证损失',
  heldOut: '验证集，起始至结束',
  cases: '病例',
  unreadable: '没有可读方案',
  cutAtLimit: '因词元上限截断',
  selection: '示例的选择',
  per: '示例选择的单位',
  exemplars: '示例数',
  pool: '可供选择的训练病例',
  exemplarsUsed: '提示中的示例',
  promptTokens: '提示词元数',
  completionTokens: '生成词元数',
  server: '所询问的服务器',
  model: '所要求的模型',
  servedBy: '服务器自报的模型与指纹',
  recordsLeftThisMachine: '病历离开本机',
  answers: '服务器的回答数',
  seconds: '等待秒数合计',
  uncounted: '未计词元的回答（费用不明）',
  cost: '词元费用',
  notAnswered: '未得到答案的病例（按原因）',
}
const quantities: Readonly<Record<string, string>> = {
  'mean reward': '平均奖励',
  'loss (nats a token)': '损失（nat/词元）',
  'loss of a pair': '每对的损失',
}

/** Arms, training and the synthetic cohort. */
export const arms: typeof english = {
  arms: {
    title: '各组与基线',
    intro: '每组为一个检查点，或一个检查点加示例。基线不是语言模型：它们用训练集的字段与决策拟合，并以同样方式计分。',
    baseline: (name, description) => baselines[name] ?? description,
    shortened: (asked, room, least) =>
      `应看到示例 ${asked} 个，但至少一半的提示中可容纳的示例为 ${room}（最少 ${least} 个）。其数字反映的是实际看到的示例。`,
    asked: (model, server) =>
      `不是本研究的检查点：答案由服务器 ${server} 上的模型 ${model} 写出，示例与提示相同。服务器上的模型可能在未告知的情况下改变。`,
    notAnswered: (count, cases, reasons) =>
      `在 ${cases} 例中有 ${count} 例未得到答案；这些病例在每一层均计为错误，未予剔除（${reasons}）。`,
    noRoom: '零个',
    roomFor: median => `不超过 ${median} 个`,
    caption: '各组的制作',
    policy: '策略（base 为各组共用）',
    predictions: '在测试集上的预测',
    count: (name, label) => counts[name] ?? label,
    heldOut: (start, end, cases) => `${start} 至 ${end}（n = ${cases}）`,
    exemplars: (asked, median, least) => `要求 ${asked}，中位数 ${median}，最少 ${least}`,
    pairs: (source, pairs, prompts) => `偏好对（${source}）：由 ${prompts} 个训练提示得到 ${pairs} 对`,
    without: reasons => `（未成对：${reasons}）`,
    unreadable: count => `。被拒答案中无法读取者：${count}。`,
    comparison: '“验证集，起始至结束”比较训练前后的策略。',
    dpo: 'dpo 为被选答案与被拒答案的对数概率之差（nat，对整个答案求和，对各对求平均）。',
    grpo: 'grpo 为抽样答案的平均奖励；其训练损失按设计接近 0，不说明问题。',
    training: '训练过程',
    trainingIntro: '线：训练，步数多时取相邻步的均值。点：验证集上的同一数量。',
    step: '优化步',
    quantity: quantity => quantities[quantity] ?? quantity,
    curve: (policy, quantity) => `${policy} 的训练过程：${quantity} 随步数的变化`,
  },
  cohort: {
    title: '合成队列与已发表数字',
    intro: (couples, clinics, met, known) =>
      `合成数据。虚构诊所（${clinics} 家）的前 ${couples} 对夫妇：${known} 个数字中有 ${met} 个在容差之内。生成器以多家诊所的平均校准到这些数字；单一诊所会与之不同，真实诊所亦然。标记：V 见于公开来源，M 由公开文件测得，K 为一般知识，未经核实。`,
    caption: '合成数据：已发表数字、容差与本队列',
    figure: '数字',
    about: '内容',
    published: '已发表',
    tolerance: '容差',
    ours: '本队列',
    within: '在容差内',
    why: '容差的理由',
    tooFew: '例数过少',
    yes: '是',
    no: '否',
  },
}

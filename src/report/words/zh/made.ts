/** @file Chinese: where the records come from, how the arms were made, what could not be read, and how to make it again. */
import type { made as english } from '../en/made.ts'

/** Flow of records, arms, prompts seen, answers that could not be read, samples and reproduction. */
export const made: typeof english = {
  records: {
    title: '病历流程',
    caption: source => `从 ${source} 到测试集`,
    step: '步骤',
    rows: '行数',
    couples: '夫妇',
    steps: {
      'rows read': '读取的行',
      'not in the cohort': '不属于队列',
      quarantined: '隔离',
      records: '病历',
      training: '训练',
      validation: '验证',
      test: '测试',
      'not used': '未使用：超出研究所需数量（split）',
    },
    rarer: count => `另有 ${count} 种较少见的隔离原因，见 tables/flow.csv。`,
    findings: '导入时发现、需人工核对之处（英文）：',
    byCouple: (cases, couples) =>
      `按夫妇划分，任何一对夫妇不会同时出现在两侧。${cases} 个测试病例属于 ${couples} 对夫妇。`,
    byRow: cases => `按行划分；夫妇无法关联，同一对夫妇可能出现在两侧，区间可能过窄。共 ${cases} 个测试病例。`,
    strata: (head, mid, tail) => `按组合在训练病历中的常见程度，头部 ${head} 例，中部 ${mid} 例，尾部 ${tail} 例。`,
  },
  checklists: {
    title: '报告清单',
    intro:
      '各条目由研究自身的文件填写，详见所列文件。有内容可写即计为已填；是否充分由作者判断。条目主题为我们的英文概括：' +
      '签署前请阅读清单原文。文件中注明了未经核实的条目编号。',
    columns: ['清单', '适用程度', '已填', '留待人工填写', '文件'],
    filled: (filled, all) => `${filled} / ${all}`,
  },
  seen: {
    title: '训练中见过的提示',
    none: '没有测试病例的提示与训练中的完全相同。',
    intro: (count, all) =>
      `${all} 个测试病例中有 ${count} 个的提示与训练中的逐字相同，字段少或粗时会如此。该组可能记住了当时的决策。两类病例还有其他不同：常见者更容易被见过。少于 10 例时仅列计数；基线见 tables/seen-in-training.csv。`,
    heading: (layer, seen, unseen) => `${layer}（见过 n = ${seen}，未见过 n = ${unseen}）`,
    seen: '训练中见过',
    unseen: '未见过',
  },
  readability: {
    title: '无法读取的答案',
    intro: '答案须以固定格式的方案结尾。否则在每一层均计为不一致。',
    caption: '测试病例计数',
    unreadable: '无法读取',
    missing: '缺失',
    cut: '因长度限制截断',
    dropped: '舍弃的示例',
    faults: '最常见的错误（一个答案可有多种）',
    fault: '错误',
    answers: '答案数',
  },
  samples: {
    title: '示例病例',
    intro: '每层的第一个测试病例。夫妇由程序生成，不属于任何患者。',
    recorded: '记录的决策',
    unreadable: '没有可读的方案',
    agrees: '各层均与记录一致',
    differs: layers => `与记录不同之处：${layers}`,
  },
  reproduction: {
    title: '如何重现',
    intro: (seed, resamples) => `随机种子 ${seed}，基准测试自助重抽样 ${resamples} 次`,
    study: '研究',
    commit: '提交',
    same: '相同的命令与输入给出相同的数字。',
    caption: '产物（哈希已缩短；完整哈希见各 manifest.json）',
    artifact: '产物',
    code: '代码',
    key: '键',
    finished: '完成时间（UTC）',
    versions: '版本',
    settings: '设置，含默认值',
  },
}

/** @file Chinese: language models that were asked the clinicians' questions, for comparison only. */
import type { comparators as english } from '../en/comparators.ts'

/** Judge comparators. */
export const comparators: typeof english = {
  comparators: {
    title: '对照用评判模型：向语言模型提出与临床医师相同的问题',
    notTrust: '仅供比较：本节内容均不是信任度的衡量，研究中没有任何估计使用它，也不属于预先注册的分析。',
    how: '每个评判模型看到的是与临床医师相同的盲法病例和方案，问题与各分值的说明文字也相同，每对方案按两种左右顺序各问一次。不完全符合所要求格式的回答计为无法读取，绝不猜测。区间由整对夫妇的重抽样得出。',
    noReview: '尚无临床医师的评判，因此无法说明评判模型与其一致的程度。此处不显示评判模型对各组的偏好。',
    ceiling:
      'kappa 为与单个临床医师的一致性；旁边列出两名临床医师在相同方案上的 kappa，因为不能期望评判模型与医师的一致性高于医师彼此之间。',
    lacking: judges => `尚未取得全部回答、因此未列入的评判模型：${judges}。`,
    asked: (judge, model, server) => `${judge}：${model}，服务器 ${server}`,
    settings: (temperature, topP, tokens, seed) =>
      `温度 ${temperature}，top-p ${topP}，最多 ${tokens} 个词元，种子 ${seed}`,
    cases: (cases, repeats) => `病例 ${cases} 例，每个问题询问 ${repeats} 次`,
    own: arms => `以下组的方案由其自身模型撰写：${arms}`,
    withN: (text, n) => `${text}，n = ${n}`,
    harm: '潜在危害',
    tasks: { rating: '单个方案', pair: '两个方案' },
    what: '询问内容',
    readability: level => `无法读取的回答（${level} 区间）`,
    answers: '回答数',
    unreadable: '无法读取',
    share: '比例',
    kinds: { refused: '拒绝', empty: '空白', cut: '被截断', 'not JSON': '不是 JSON', 'wrong form': '格式不符' },
    counted: (kind, count) => `${kind} ${count}`,
    ratings: level => `单个方案：二次加权 kappa，以及评判模型减医师的分值（${level} 区间）`,
    pairs: level => `两个方案：方向与未加权 kappa（${level} 区间）`,
    plansOfBoth: '共同评判的方案',
    pairsOfBoth: '共同评判的方案对',
    judgeKappa: '评判模型与一名医师',
    clinicianKappa: '两名医师',
    difference: '差值',
    bias: '评判模型减医师，分',
    sameDirection: '双方均有方向时，与医师多数方向相同',
    noDirection: '两种顺序合计没有方向',
    position: level => `方案顺序的影响（${level} 区间）`,
    changed: '选择随顺序改变',
    firstPreferred: '选择一侧时选中先出示方案的比例（50 % 表示无偏好）',
    repeats: level => `再次询问时回答相同（${level} 区间）`,
    same: '回答相同',
    selfPreference: level => `自身模型的方案与其他方案相比：成对为净获益，评分为分值（${level} 区间）`,
    byJudge: '评判模型',
    byClinicians: '临床医师',
  },
}

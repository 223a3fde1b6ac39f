/** @file Chinese: sections of the automatic benchmark. */
import type { benchmark as english } from '../en/benchmark.ts'

/** Adherence to rules, and arms by stratum. */
export const benchmark: typeof english = {
  rules: {
    title: '符合规则的程度',
    intro:
      '方案落在专科规则允许范围之内的比例。病历记录的决策仅在此处与各组并列：它与自身的一致率按定义为 100 %，因此不列入基准测试的其他数字。',
    caption: '符合规则的测试病例比例',
    within: '符合',
    share: level => `比例（${level} 区间）`,
  },
  strata: {
    title: '常见与罕见组合中的组间差异',
    intro:
      '头部、中部与尾部中与记录一致率之差，以及头部与尾部之差是否不同的检验（在夫妇内置换组别标签）。少于 10 例的层仅列计数。',
    caption: level => `前者减后者，百分点（${level} 区间）`,
    interaction: '头部对尾部，p',
  },
}

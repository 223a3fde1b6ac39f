/** @file Chinese: harm, error tags and comments of raters. */
import type { remarks as english } from '../en/remarks.ts'

/** What raters remarked on plans, beside scores and preferences. */
export const remarks: typeof english = {
  remarks: {
    title: '评审者所见的危害与错误',
    intro:
      '本节仅为描述，不作任何检验。“已评判方案”指一个病例、一个组与一名对该方案评分或比较过的临床医师；每份方案只计一次，取该医师所指出的最严重危害。成对比较中的危害归于所指的一侧；成对比较中的错误标签与评语属于整个项目而非某一侧，因此对两份方案均计入，并另列一栏。隐藏重复与语言模型评判者不计入。评语内容仅见于导出文件。',
    harms: level => `有危害的方案（${level} 区间，按夫妇聚类）`,
    harm: '危害',
    severity: { any: '任何程度', mild: '轻度', moderate: '中度', severe: '重度' },
    plans: '有此危害的方案',
    judged: '已评判方案',
    share: '比例',
    tags: '错误标签与评语（含有该项的项目数）',
    tag: '错误标签',
    comments: '评语',
    alone: '单独方案',
    inPairs: '含该方案的成对比较',
  },
}

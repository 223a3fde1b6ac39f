/**
 * @file The words of the review's page around a case, a plan and the questions, in which a judge reads them too. The page is
 * for a browser and cannot be imported; test/judges/ holds these to its words.
 */

/** Words of the page that a judge meets. */
export interface PageWords {
  readonly record: { readonly title: string; readonly usual: string; readonly marks: Readonly<Record<string, string>> }
  readonly plan: {
    readonly title: string
    readonly left: string
    readonly right: string
    readonly decisions: string
    readonly reasons: string
    readonly doNotApply: string
    readonly notStated: string
    readonly noReasons: string
  }
  readonly judge: {
    readonly better: string
    readonly choices: Readonly<Record<'left' | 'right' | 'tie' | 'both bad', string>>
    readonly harm: string
    readonly harms: Readonly<Record<'none' | 'mild' | 'moderate' | 'severe', string>>
  }
}

/** By the language of the cases. */
export const pageWords: Readonly<Record<'en' | 'zh', PageWords>> = {
  en: {
    record: { title: 'Record', usual: 'usual', marks: { high: 'high', low: 'low', abnormal: 'abnormal' } },
    plan: {
      title: 'Plan',
      left: 'Left plan',
      right: 'Right plan',
      decisions: 'Decisions',
      reasons: 'Reasons',
      doNotApply: 'Does not apply:',
      notStated: 'not stated readably',
      noReasons: 'No reasons are given.',
    },
    judge: {
      better: 'Which plan is better?',
      choices: { left: 'Left is better', right: 'Right is better', tie: 'Equally good', 'both bad': 'Both bad' },
      harm: 'Could this plan harm the patient?',
      harms: { none: 'No', mild: 'Mild', moderate: 'Moderate', severe: 'Severe' },
    },
  },
  zh: {
    record: { title: '病历', usual: '参考', marks: { high: '偏高', low: '偏低', abnormal: '异常' } },
    plan: {
      title: '方案',
      left: '左侧方案',
      right: '右侧方案',
      decisions: '决策',
      reasons: '理由',
      doNotApply: '不适用：',
      notStated: '未明确写出',
      noReasons: '未写明理由。',
    },
    judge: {
      better: '哪个方案更好？',
      choices: { left: '左侧更好', right: '右侧更好', tie: '同样好', 'both bad': '均不佳' },
      harm: '该方案是否可能对患者造成危害？',
      harms: { none: '否', mild: '轻度', moderate: '中度', severe: '重度' },
    },
  },
}

/** @file Chinese: the list of keys. */
import type { keys as english } from '../en/keys.ts'

/** Keys. */
export const keys: typeof english = {
  title: '快捷键',
  score: '为当前（或第一个未答）问题评分',
  arrows: '在同一问题的各分值间移动',
  choice: '两方案比较：左、右、相当、均不佳',
  next: '下一步',
  differences: '显示两方案的差异',
  record: '转到病历',
  plan: '转到方案',
  harm: '转到“潜在危害”问题',
  comment: '转到备注',
  list: '显示本列表',
  notInText: '在文本框中输入时，单键快捷键不起作用。',
  single: '启用单键快捷键（Ctrl + Enter 始终有效）',
}

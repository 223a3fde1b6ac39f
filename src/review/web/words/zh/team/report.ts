/** @file Chinese: reporting that somebody is no longer blind. */
import type { report as english } from '../../en/team/report.ts'

/** The form. */
export const report: typeof english = {
  title: '报告意外揭盲',
  what: '您是否得知或被告知某个方案的来源，或认出了作者？请在此报告。这并非过失，而是如实记录研究过程的一部分。',
  kind: '发生了什么',
  kinds: {
    'was told': '我被告知或看到了某个方案的来源',
    'recognised the author': '我认出了某个方案的作者',
  },
  note: '如何发生',
  noteHint: '涉及哪个代号或病例、您如何得知。请勿写出来源是什么，也不要写入可识别患者的信息。',
  needNote: '请说明如何发生。',
  needKind: '请选择一项。',
  send: '报告',
  confirmTitle: '记录此报告？',
  confirmWhy:
    '报告将以您的代号和时间记录，不能删除。不会因此撤回任何内容。审计日志只显示您已报告，不显示您所写的内容。',
  confirmMake: '记录报告',
  done: event => `谢谢。您的报告是审计日志中的第 ${event} 号事件。`,
  notNow: '评审进行中或锁定后方可报告。',
}

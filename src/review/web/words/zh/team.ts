/** @file Chinese: the pages of the study team. */
import type { team as english } from '../en/team.ts'
import { closing } from './team/closing.ts'
import { log } from './team/log.ts'
import { members } from './team/members.ts'
import { planner } from './team/planner.ts'
import { progress } from './team/progress.ts'
import { report } from './team/report.ts'

/** The study team. */
export const team: typeof english = {
  title: '研究团队',
  navigation: '研究团队页面',
  pages: {
    progress: '进度',
    standing: '评审状态',
    members: '人员',
    planner: '样本量',
    closing: '锁定与揭盲',
    log: '审计日志',
    report: '报告意外揭盲',
  },
  roles: {
    reviewer: '评审者',
    monitor: '监查员',
    designer: '设计者',
    analyst: '分析者',
    'key holder': '密钥保管人',
  },
  manyOf: {
    reviewer: '评审者',
    monitor: '监查员',
    designer: '设计者',
    analyst: '分析者',
    'key holder': '密钥保管人',
  },
  notYours: '您的角色不使用此页面。',
  reason: '理由',
  needReason: '请填写理由，它将保留在审计日志中。',
  reasonHint: '将保留在审计日志中：请勿写入患者或人员姓名。',
  copy: '复制',
  copied: '已复制',
  cannotCopy: '浏览器不允许复制。文字已选中，请按 Ctrl-C。',
  recorded: event => `已记录为第 ${event} 号事件。`,
  none: '无',
  problems: {
    offline: '未收到服务器的答复，无法确定操作是否完成：请重新载入页面后再试。',
    'sign-in': '您的登录已失效。',
    role: '您的角色无权执行此操作。',
    state: '评审目前不接受此操作，未作任何更改。',
    people: '此操作需要另一位人员。',
    slot: '无法对这些病例执行此操作，未作任何更改。',
    key: '服务器上该次提交的内容与此不同。',
    input: '服务器未接受所提交的内容，未作任何更改。',
    rate: '短时间内请求过多，请稍候再试。',
    fault: '服务器出现故障，请重新载入页面后再试。',
  },
  progress,
  members,
  closing,
  log,
  planner,
  report,
}

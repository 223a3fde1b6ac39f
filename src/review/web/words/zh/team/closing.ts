/** @file Chinese: where the review stands, and closing it by two people. */
import type { closing as english } from '../../en/team/closing.ts'

/** Steps, proposals, what comes next. */
export const closing: typeof english = {
  title: '锁定与揭盲',
  standingTitle: '评审状态',
  steps: '评审步骤',
  states: { draft: '准备中', open: '进行中', locked: '已锁定', unblinded: '已揭盲' },
  stepWhat: {
    draft: '登记分析计划、邀请人员、分配病例。',
    open: '评审者进行评判，任何人都看不到组别。',
    locked: '不再接受或更改任何评判，所有人仍处于盲态。',
    unblinded: '分析者可知组别，不可逆转。',
  },
  passed: '已完成',
  now: '当前',
  later: '待进行',
  by: who => `操作人：${who}`,
  byTwo: (first, second) => `操作人：${first}、${second}`,
  next: '下一步',
  nextOf: {
    draft: '在研究用计算机上准备并分配病例，由设计者在该处开放评审。以下命令会提示下一步。',
    open: '评判足够后，由设计者或监查员提议锁定，并由另一人确认。',
    lockProposed: '由提议者以外的设计者、监查员或密钥保管人在研究用计算机上确认锁定。',
    locked: '由设计者或分析者提议揭盲并说明理由，由密钥保管人确认。',
    unblindProposed: '由提议者以外的密钥保管人在研究用计算机上确认揭盲。',
    unblinded: '由分析者在研究用计算机上导出带组别的评判，然后进行分析。',
  },
  proposedLock: (who, when) => `${who} 于 ${when} 提议锁定评审。`,
  proposedUnblind: (who, when) => `${who} 于 ${when} 提议揭盲。`,
  waits: {
    lock: who => `${who} 已提议锁定评审，须由另一人确认。`,
    unblind: who => `${who} 已提议揭盲，须由密钥保管人确认。`,
  },
  because: '理由：',
  goesOn: '确认之前，评审者可继续评判。',
  forYou: '您需要做的',
  yours: '这是您的提议，须由另一人确认。在此之前您可以撤回。',
  proposerLeft: '提议者已退出评审。您可以撤回此提议，以便重新提议。',
  confirm: '您可以作为第二人确认。命令会要求输入您的密码作为签名。',
  export: '您可以导出。命令会要求输入您的密码作为签名。',
  command: '在研究用计算机上运行的命令',
  nothing: '您目前无需操作。',
  nothingWaits: '在提议得到确认之前，您无需操作。',
  waitsUntil: {
    invited: '您可以在此页面邀请人员并计算样本量。',
    opened: '您的工作稍后开始，现在可以关闭此页面。',
    locked: '您的工作在锁定后开始，现在可以关闭此页面。',
    lockProposed: '有人提议锁定后，可能会请您确认。',
    proposed: '有人提议揭盲后，您的工作才开始，现在可以关闭此页面。',
    unblinded: '您的工作已完成；如意外得知组别，请报告。',
    over: '您的工作已完成，谢谢。',
  },
  whyThere: '为什么不在此页面确认？',
  whyThereText:
    '方案来源的密钥保存在评审的文件夹或数据库中，任何页面和请求都无法取得。因此，即使有人获得密码或进入此页面，也无法揭盲。锁定之前会在研究用计算机上检查密钥，确保锁定后能够揭盲。',
  proposeLock: '提议锁定',
  proposeLockTitle: '提议锁定评审？',
  proposeLockWhy:
    '提议将以您的代号记录。在另一人确认之前，评审者可继续评判。确认之后，不再接受或更改任何评判，且不可逆转。',
  missing: (missing, all) =>
    missing === 0
      ? `全部 ${all} 项评判均已完成或撤回。`
      : `${all} 项评判中有 ${missing} 项缺失。锁定时缺失的评判将一直缺失。`,
  proposeUnblind: '提议揭盲',
  proposeUnblindTitle: '提议揭盲？',
  proposeUnblindWhy: '提议将以您的代号和此理由记录。密钥保管人确认后，分析者将可知组别，且不可逆转。',
  withdraw: '撤回提议',
  withdrawTitle: '撤回提议？',
  withdrawWhy: '撤回将被记录。之后有权提议的人员可以重新提议。',
  proposed: '您的提议已记录，请告知第二人。',
  withdrawn: '提议已撤回。',
}

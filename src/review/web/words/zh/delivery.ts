/** @file Chinese: whether answers have arrived. */
import type { delivery as english } from '../en/delivery.ts'

/** Saved, not saved, not connected. */
export const delivery: typeof english = {
  draft: '草稿（仅在本机）',
  draftShort: '草稿',
  sending: '正在保存',
  saved: '已保存',
  notConnected: '未连接。',
  kept: '您的回答保存在本机，连接恢复后自动提交。',
  keptInWindow: '此浏览器无法保存内容：请在连接恢复前保持此窗口打开。',
  waiting: count => `${count} 项评审待提交。`,
  tryNow: '立即重试',
}

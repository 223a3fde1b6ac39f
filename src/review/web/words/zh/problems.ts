/** @file Chinese: a sentence for everything that can go wrong with a request. */
import type { problems as english } from '../en/problems.ts'

/** By the code of the problem. */
export const problems: typeof english = {
  offline: '无法连接服务器，页面会自动重试。',
  'sign-in': '您的登录已失效，请重新登录；内容不会丢失。',
  role: '您的账户无权执行此操作。如有疑问，请联系研究团队。',
  state: '评审目前不接受此操作：尚未开放或已锁定。未作任何更改。',
  people: '此操作需要另一位人员，或涉及已退出评审的人员。',
  slot: '您已不能在此处评审该病例。正在重新读取病例列表。',
  key: '服务器上该次提交的内容与此不同。请重新载入页面并核对。',
  input: '服务器未接受所提交的内容。请检查后重新提交。',
  rate: '短时间内请求过多，请稍候，页面会自动重试。',
  fault: '服务器出现故障。您输入的内容保存在本机，页面会自动重试。',
}

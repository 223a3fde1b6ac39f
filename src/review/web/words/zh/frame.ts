/** @file Chinese: what stands around every page. */
import type { frame as english } from '../en/frame.ts'

/** Header, footer, menu and what any page can say. */
export const frame: typeof english = {
  product: 'Bedside',
  review: '治疗方案评审',
  skip: '跳到正文',
  menu: '菜单',
  language: '语言',
  signOut: '退出登录',
  signedInAs: '当前登录：',
  wasSignedInAs: '此前登录：',
  loading: '正在载入',
  close: '关闭',
  cancel: '取消',
  tryAgain: '重试',
  contact: '如有疑问：',
  research: '仅供研究使用，不用于患者诊疗。',
  simulated: '模拟评审',
  simulatedWhy: '评审者并非真实医生，任何结果均不构成证据。',
  notFound: '此地址没有页面。',
  toStart: '返回首页',
  broken: '页面已停止运行',
  brokenWhy: '页面出现故障。您输入的内容保存在本机，已标注“已保存”的内容已在服务器上。请重新载入页面后继续。',
  reload: '重新载入页面',
}

/** @file Chinese: invitation, password, signing in. */
import type { signIn as english } from '../en/sign-in.ts'

/** Signing in. */
export const signIn: typeof english = {
  title: '登录',
  what: '由医生对治疗方案进行的盲法评审。',
  email: '电子邮箱',
  password: '密码',
  submit: '登录',
  hospital: name => `使用${name}登录`,
  or: '或',
  wrong: '邮箱与密码不匹配，请核对。研究团队可为您生成新的链接。',
  tooMany: '尝试次数过多，请稍等一分钟后再试。',
  noHospital: '医院统一登录未通过。请向研究团队确认您是否以此邮箱受邀。',
  forgotten: '忘记密码？请联系研究团队获取新链接。',
  needEmail: '请输入电子邮箱。',
  needPassword: '请输入密码。',
  again: '请重新登录',
  againWhy: '登录已失效。您输入的内容都还在，登录后会自动提交。',
  invitation: '邀请',
  welcome: name => `欢迎您，${name}`,
  invitationWhy: '请为本次评审设置密码。此链接只能使用一次。',
  newPassword: '新密码',
  newPasswordHint: '至少 12 个字符。用几个词连成一句话更容易记住。',
  show: '显示密码',
  tooShort: '密码至少需要 12 个字符。',
  set: '设置密码并登录',
  expired: '此链接已使用或已过期，请联系研究团队获取新链接。',
  haveOne: '已有密码，直接登录',
}

/** @file How a person is reached: e-mail, web address, IP address, telephone numbers, accounts. */
import { type IdentifierForm, identifierForm } from './identifier-form.ts'

const BEFORE = '(?<![\\d.])'
const AFTER = '(?!\\.?\\d)'
/** Words between a cue and its value. */
const LINK = '(?:\\s|[:=#.,(<"]|\\bis\\b|\\bno\\b|\\bnumber\\b|\\bon\\b|\\bat\\b|\\bto\\b|是|为|号码|号|有)*'

const internet: readonly IdentifierForm[] = [
  identifierForm(
    'e-mail',
    { latin: true },
    /[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\sat\s(?=[\w-]+\.(?:com|org|net|cn)))\s?[\w-]{1,63}(?:\.[a-z\d-]{1,63})+/i,
  ),
  identifierForm(
    'e-mail',
    { latin: true },
    /\b[\w+-]{1,64}(?:(?:\sdot\s|\.)[\w+-]{1,64}){0,3}\s(?:at|@)\s[\w-]{1,63}(?:\sdot\s[a-z]{2,20}){0,2}\sdot\s(?:com|org|net|edu|gov|info|co|uk|ie|us|ca|au|in|pk|ae|sa|cn|hk|sg|my|za)\b/i,
  ),
  identifierForm(
    'web address',
    { latin: true },
    /(?:(?:https?|ftp):\/\/|\bwww\.)[^\s,;<>"'()\u3000-\u303f\u4e00-\u9fff]{2,}[\w/=#&-]/i,
  ),
  identifierForm(
    'web address',
    { latin: true },
    /\b(?:[a-z\d-]{2,63}\.)+(?:com|org|net|cn|co\.uk|edu|gov|info)\b(?:\/[\w./?=&%#-]*)?/i,
  ),
  identifierForm('IP address', { digits: 4 }, /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)/, id =>
    id.split('.').every(part => Number(part) <= 255),
  ),
  identifierForm('IP address', { digits: 2, latin: true }, /(?<![\w:])(?:[\da-f]{1,4}:){5,7}[\da-f]{1,4}(?![\w:])/i),
]

const numbers: readonly IdentifierForm[] = [
  // Mobile numbers of China, whole or in the usual groups.
  identifierForm(
    'phone',
    { digits: 11 },
    new RegExp(
      `${BEFORE}(?:\\(?(?:\\+|00)?86\\)?[\\s-]?)?1[3-9](?:\\d[\\s.-]?\\d{4}[\\s.-]?\\d{4}|\\d[\\s.-]\\d{3}[\\s.-]\\d{5}|\\d{3}[\\s-]\\d{3}[\\s-]\\d{3})${AFTER}`,
    ),
  ),
  // Landlines of China: area code, then seven or eight digits, perhaps an extension.
  identifierForm(
    'phone',
    { digits: 10 },
    new RegExp(
      `${BEFORE}\\(?0(?:10|2\\d|[3-9]\\d{2})\\)?[\\s-]{0,2}[1-9]\\d{2,3}[\\s-]?\\d{4}(?:\\s?(?:转|ext\\.?|x)\\s?\\d{1,6})?${AFTER}`,
      'i',
    ),
  ),
  identifierForm(
    'phone',
    { digits: 10 },
    new RegExp(
      `${BEFORE}(?:\\+?1[-.\\s]?)?(?:\\([2-9]\\d{2}\\)\\s?-?|[2-9]\\d{2}[-.])\\d{3}[-.\\s]\\d{4}(?:\\s?(?:x|ext\\.?)\\s?\\d{1,5})?${AFTER}`,
      'i',
    ),
  ),
  // United Kingdom: mobile, geographic, London, service numbers.
  identifierForm(
    'phone',
    { digits: 10 },
    new RegExp(
      `${BEFORE}\\(?0(?:7\\d{3}\\)?[\\s-]?\\d{3}[\\s-]?\\d{3}|1\\d{2,3}\\)?[\\s-]\\d{3}[\\s-]?\\d{3,4}|1\\d{9}|2\\d\\)?[\\s-]?\\d{4}[\\s-]?\\d{4}|[38]\\d{2}\\)?[\\s-]?\\d{3}[\\s-]?\\d{4})${AFTER}`,
    ),
  ),
  identifierForm('phone', { digits: 8 }, new RegExp(`${BEFORE}(?:\\+|\\b00)[1-9](?:[\\s().-]{0,2}\\d){7,14}${AFTER}`)),
  // Anything long enough after a word that says what it is.
  identifierForm(
    'phone',
    { digits: 6, latin: true },
    new RegExp(
      `\\b(?:tele?phoned?|tel|phoned?|ph|mob(?:ile)?|cell|fax|call(?:ed)?|ring|rang|texted|whatsapp|reached|contact)\\b(?:\\s(?:her|him|them))?${LINK}(?<id>\\+?\\(?\\d(?:[\\s().-]{0,2}\\d){5,14})${AFTER}`,
      'i',
    ),
  ),
  identifierForm(
    'phone',
    { digits: 6, han: true },
    new RegExp(
      `(?:电话|手机|座机|号码|联系方式|致电|拨打|来电|热线|传真|打)(?:号码?)?${LINK}(?<id>\\+?\\(?\\d(?:[\\s().-]{0,2}\\d){5,14})${AFTER}`,
    ),
  ),
]

const accounts: readonly IdentifierForm[] = [
  identifierForm(
    'account',
    { latin: true },
    new RegExp(
      `(?:微信群?|wechat|weixin|we\\schat|\\bwx|\\bvx|v信)\\s?(?:号码?|id|account|昵称|name)?${LINK}(?<id>[a-z][-\\w]{4,19})`,
      'i',
    ),
    id => /[\d_]/.test(id),
  ),
  identifierForm(
    'account',
    { digits: 5 },
    new RegExp(`(?:微信|wechat|\\bqq)\\s?(?:号码?|id)?${LINK}(?<id>\\d{5,11})(?!\\d)`, 'i'),
  ),
  identifierForm(
    'account',
    { latin: true },
    /(?:微信号|微博|抖音号?|小红书号?|user\s?name|login|instagram|facebook|twitter|skype)\s?(?:id|name)?\s?[:=]\s?(?<id>@?[a-z][-\w.]{2,29})/i,
  ),
  identifierForm('account', { latin: true }, /(?<![\w.])@[a-z][\w.]{3,29}/i),
]

/** The forms of this file, the surest first. */
export const CONTACT_FORMS: readonly IdentifierForm[] = [...internet, ...numbers, ...accounts]

/** @file What a column holds by its name, in English, Chinese and Korean: identifiers to drop, dates to move, ages to cap. */
import type { IdentifierKind } from './identifier-kind.ts'
import { KOREAN_COLUMN_RULES } from './korean-identifier-column.ts'

/** What is done with a column because of its name. */
export type ColumnMeaning =
  /** Every cell is emptied. */
  | { readonly action: 'drop'; readonly kind: IdentifierKind }
  /** Cells are dates, moved by the couple's shift. */
  | { readonly action: 'shift' }
  /** Cells are ages in years, capped. */
  | { readonly action: 'age' }
  /** Cells may be names of a person or say something else of one: what looks like a name is one. */
  | { readonly action: 'names' }

/** `patientName_2` and `Patient-Name 2` as `patient name 2`; Chinese and full-width signs stay what they mean. */
function spokenName(column: string): string {
  return column
    .normalize('NFKC')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[’']s\b/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const NO = '(?:no|nos|num|nr|number|id|ids|identifier|code|ref|reference)\\b(?! of)'
const PERSON =
  '(?:patient|pt|pat|her|his|partner|husband|wife|spouse|mother|father|donor|client|subject|female|male|woman|man|doctor|physician|consultant|clinician|nurse|midwife|embryologist|andrologist|surgeon|operator|anaesthetist|anesthetist|gp|guardian|contact|next of kin|nok|witness|referrer|staff|user)'

/** In order: the first that fits decides. What a name says that is not here is nothing: the cells are scanned. */
const RULES: readonly (readonly [RegExp, ColumnMeaning | null])[] = [
  // Names of things, and counts of people.
  [
    /\bserial\b.*(?:\bh ?cg\b|\bbeta\b|\bscans?\b|\bultrasounds?\b|\btests?\b|\be2\b|\blh\b)|\bbed rest\b|\bvoice change|\bvehicle control\b/u,
    null,
  ],
  [
    /\b(?:drug|medication|medicine|test|protocol|procedure|product|brand|treatment|field|column|file ?format|gene|variant|device model)\b.*\bname\b/u,
    null,
  ],
  [/\bnumber of\b|\bnum of\b|^n(?:o|um)? of\b|\bcount\b|药名|药品名|项目名|方案名|检查名|次数|个数|数量/u, null],
  [/\bemail\b|\be mail\b|\bmail\b|邮箱|电邮|邮件/u, { action: 'drop', kind: 'e-mail' }],
  [/\bip\b(?: ?(?:address|addr))?$|ip地址/u, { action: 'drop', kind: 'IP address' }],
  [/\burl\b|\bwebsite\b|\bhome ?page\b|\bweb address\b|网址|主页/u, { action: 'drop', kind: 'web address' }],
  [
    /\bmac\b(?: ?address)|\bserial\b|\bdevice ?(?:id|number|no)\b|\budi\b|\bimei\b|序列号|设备号|设备编号|器械编号/u,
    { action: 'drop', kind: 'device' },
  ],
  [
    /\b(?:tele)?phones?\b|\btel\b|(?<!(?:progressive|motile|immobile|non|sperm) )\bmobile\b(?! ?(?:sperm|cells?|%|percent))|\bcell ?phone\b|\b(?:cell|ph) ?(?:no|num|number)\b(?! (?:of|(?:on |at )?d(?:ay)? ?\d))|^contacts?(?: (?:no|num|number|details?|info|information))?(?: \d)?$|\bfax\b|\bwhatsapp\b|电话|手机|座机|传真|联系方式|联系号码|^联系$/u,
    { action: 'drop', kind: 'phone' },
  ],
  [
    /\bwe ?chat\b|\bweixin\b|\bqq\b|\bfacebook\b|\binstagram\b|\btwitter\b|\bskype\b|\buser ?name\b|\blogin\b|微信|微博|抖音|用户名|登录名/u,
    { action: 'drop', kind: 'account' },
  ],
  [/\bpassport\b|护照|通行证/u, { action: 'drop', kind: 'passport' }],
  [
    new RegExp(
      `\\bssn\\b|\\bsocial security\\b|\\bnational ?(?:id|identity|insurance)|\\bid ?card\\b|\\bidentity ?(?:card|${NO})|\\bnhs ?${NO}|\\bchi ?${NO}|^nhs$|\\bcnic\\b|\\baadh?aar\\b|^pan(?: ?(?:card|${NO}))*$|\\bhkid\\b|\\bnric\\b|\\bemirates ?id\\b|\\bdriving licen[cs]e|\\bdriver licen[cs]e|\\btax ?${NO}|身份证|证件|居住证|驾驶证|^id号$`,
      'u',
    ),
    { action: 'drop', kind: 'national id' },
  ],
  [/\bbank\b|\biban\b|\b(?:card|account) ?(?:no|number|id)\b|银行|账号|账户/u, { action: 'drop', kind: 'bank card' }],
  [
    /(?:\binsurance\b|\bpayer\b|医保|社保|保险).*(?:\btype\b|\bstatus\b|\bclass\b|\bcategory\b|类型|类别|性质|比例|费用)/u,
    null,
  ],
  [
    new RegExp(
      `\\binsurance\\b|\\bpolicy ?${NO}|\\bmember(?:ship)? ?${NO}|\\bsubscriber\\b|\\bbeneficiary\\b|\\bmedicare\\b|\\bmedicaid\\b|医保|社保|保险`,
      'u',
    ),
    { action: 'drop', kind: 'insurance number' },
  ],
  [
    /\blicen[cs]e ?plate\b|\bnumber ?plate\b|\bplate ?number\b|\bcar ?reg|\bvin\b|\bvehicle\b|车牌|车号/u,
    { action: 'drop', kind: 'vehicle' },
  ],
  [/\blive ?births?\b.*\bdate\b|\bdate\b.*\b(?:live ?birth|delivery)\b/u, { action: 'shift' }],
  [
    /\bd ?o ?b\b|\bdate ?of ?birth\b|\bbirth ?(?:date|day)\b|\bborn(?: on)?$|\b(?:year|yr|month) ?of ?birth\b|\bbirth ?year\b|\byob\b|^出生$|出生年份?$|出生日期|出生年月|出生时间|生日/u,
    { action: 'drop', kind: 'birth date' },
  ],
  [
    /\bphoto\b|\bportrait\b|\bfingerprint\b|\bsignature\b|\bface ?image\b|\bvoice\b|照片|指纹|人脸|签名|签字/u,
    { action: 'drop', kind: 'likeness' },
  ],
  [/\bemployer\b|\bcompany\b|\bworkplace\b|工作单位|单位名称|所在单位/u, { action: 'drop', kind: 'employer' }],
  [
    /\baddress\b|\baddr\b|\bstreet\b|\bpost ?codes?\b|\bpostal\b|\bzip\b|\bresidence\b|\btown\b|\bcity\b|\bvillage\b|\bcounty\b|\bsuburb\b|\blatitude\b|\blongitude\b|地址|住址|居住地|现住|籍贯|户籍|户口|邮编|邮政编码|街道|乡镇|村庄|所在市|城市|区县/u,
    { action: 'drop', kind: 'address' },
  ],
  [
    /^bed\b|\bbed ?(?:no|number|id)\b|^ward\b|\bward ?(?:no|number|name)\b|\broom ?(?:no|number)\b|床号|床位|病房|病区|房间号/u,
    { action: 'drop', kind: 'bed' },
  ],
  [
    new RegExp(
      `\\bmrn\\b|\\burn\\b|\\buhid\\b|\\buuid\\b|^uid$|^folio(?: ?${NO})?$|\\b(?:opd?|ipd?|opid|emr|ehr|mr|reg|regn) ?${NO}|\\bmedical ?record|^id$|\\b(?:hospital|chart|patient|partner|couple|client|subject|case|record|file|admission|accession|encounter|specimen|sample|episode|registration|unit|referral) ?${NO}|\\b(?:visit|cycle|embryo|study) ?ids?\\b|\\bbar ?code\\b|病历号|病案号|住院号|门诊号|就诊号|就诊卡|诊疗卡|健康卡|登记号|登记编号|档案号|条码|条形码|标本号|样本号|检查号|影像号|超声号|流水号|挂号|体检号|卡号|病人号|患者号|患者编号|病人编号|病人id|患者id|周期号|门诊id|住院id|建档号|建册号|(?:art|ivf|icsi|试管)号|^编号$`,
      'u',
    ),
    { action: 'drop', kind: 'record number' },
  ],
  [
    new RegExp(
      `^(?:full |first |last |given |family |middle |maiden |sur|fore|pre |user |nick)? ?names?(?: \\d+)?$|\\b(?:first|last|given|family|middle|maiden|full|sur|fore)[ ]?names?\\b|\\bsurname\\b|\\b${PERSON} ?names?\\b|\\bname of (?:the )?${PERSON}\\b|^(?:referring |treating |attending |responsible )?(?:doctor|physician|consultant|clinician|surgeon|nurse|embryologist|midwife|operator|witness|guardian|gp|referrer)s?$|^(?:patient|husband|wife|spouse)$|\\b(?:referred|seen|reviewed|performed|done|entered|recorded|examined|operated|scanned|reported|signed|checked|witnessed) by$|\\bnext of kin\\b|\\bemergency contact\\b|^initials$|\\b${PERSON} ?initials\\b|姓名|名字|曾用名|联系人|紧急联系|监护人|^[姓名]$|^姓氏$|操作人|录入人|填[写表]人|登记人|审核人|记录人|检查人|主治医|经治医|主管医|责任医|^医[师生]$|医[师生]姓名|^护士$|操作者|审核者|记录者|术者|主刀|^患者$|^配偶$|^丈夫$|^妻子$`,
      'u',
    ),
    { action: 'drop', kind: 'name' },
  ],
  // `Partner` may hold a name, or whether there is one: the cells tell.
  [
    /^(?:(?:her|his|the|male|female|current|new) )*(?:partner|mother|father|woman|man|fianc[eé]e?|boyfriend|girlfriend)(?: \d)?$|^(?:husband|wife|spouse) \d$|^(?:伴侣|男方|女方|爱人|先生|太太)$/u,
    { action: 'names' },
  ],
  // Only a person's age: of an embryo, a sample, or "for age" it is another number.
  [
    new RegExp(
      `^(?:(?:the|current|actual|maternal|paternal|her|his|f|m|${PERSON}) ?)*age(?: of (?:the |female |male )?${PERSON})?(?: (?:at|on|when) .*)?(?: (?:in )?(?:y|yr|yrs|years?|f|m|female|male|woman|man|wife|husband|partner|patient)){0,2}(?: \\d)?$|^(?:女方?|男方?|患者|病人|配偶|丈夫|妻子?|夫|本人|当前|目前|就诊|实际|[取移]?[卵植]时的?)*年龄(?: ?周?岁)?$`,
      'u',
    ),
    { action: 'age' },
  ],
  [/\bdates?\b|\bdate ?time\b|\btime ?stamp\b|\bdt$|^lmp$|日期|末次月经|年月日/u, { action: 'shift' }],
  ...KOREAN_COLUMN_RULES,
]

/** What a column's name says of its cells; null when it says nothing that matters here, as an empty name does. */
export function columnMeaning(column: string): ColumnMeaning | null {
  const name = spokenName(column)
  return RULES.find(([pattern]) => pattern.test(name))?.[1] ?? null
}

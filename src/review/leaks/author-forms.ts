/** @file How people and files give themselves away: signatures, titles with names, the voice of a clinic, names of files. */
import { type LeakForm, leakForms } from './leak-form.ts'

const signatures = [
  ...leakForms('signature', 'certain', [
    /\b(?:electronically|digitally|counter)-? ?signed\b|\bsigned (?:by|off by)\b|\be-?signature\b|\b(?:physician|doctor|consultant|clinician|surgeon|nurse)(?:'s|’s)? signature\b|\bsignature\s*[_:.]{1,}/,
    /(?:^|\n)\s*(?:signed|signature|author|written by|prepared by|dictated by|reviewed by|approved by|attending(?: physician)?|consultant|clinician|doctor)\s*[:：]/,
    /(?:^|\n)\s*(?:with )?(?:kind|best|warm) (?:regards|wishes)\b|\b(?:yours )?(?:sincerely|faithfully)\b(?: yours)?,|\byours (?:truly|sincerely|faithfully)\b|(?:^|\s)\/s\/|(?:^|\n)\s*dear (?:colleague|doctor|dr)\b/,
    /(?:医师|医生|医务人员|患者|本人|审核|上级)?(?:签名|签字|签章)/,
    /(?:主治|主任|副主任|住院|经治|接诊|首诊|值班|上级|主管|管床|记录)(?:医师|医生|者|人)\s*[:：]/,
    /(?:记录|审核|报告|书写|签发|填表)(?:者|人)?\s*[:：]|(?:^|[\s。，；])(?:医生|医师|大夫)\s*[:：]|此致|敬礼/,
  ]),
]

/** Characters that begin most Chinese names. */
const SURNAME =
  '[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任卢姚姜崔钟谭陆汪范金石廖贾夏韦付白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤]'
const POST = '(?:副?主任(?:医师)?|医生|医师|教授|大夫|护士长)'

const titles = [
  ...leakForms('title', 'certain', [
    /\b(?:Dr|Prof|Doctor|Professor)\.?[ \u00a0](?:\p{Lu}\.? ?)?\p{Lu}[\p{Ll}'-]+/u,
    /\b(?:DR|PROF)\.? \p{Lu}{2,}|\b(?:Sister|Nurse|Midwife|Registrar|Consultant) \p{Lu}\p{Ll}+/u,
    /\b(?:Mr|Mrs|Ms|Miss)\.?[ \u00a0]\p{Lu}[\p{Ll}'-]+/u,
    /\b\p{Lu}[\p{Ll}'-]+,? (?:M\.?D\.?|MBBS|MBChB|Ph\.?D\.?|MRCOG|FRCOG|FACOG)(?!\p{L})/u,
    new RegExp(
      `(?<![\\u4e00-\\u9fff])${SURNAME}[\\u4e00-\\u9fff某]{0,2}?(?<![科专业治床殖家])${POST}|(?<=[由经请与和及随])${SURNAME}[\\u4e00-\\u9fff某]{0,2}?(?<![科专业治床殖家])${POST}`,
    ),
  ]),
  ...leakForms('title', 'likely', [
    /(?:^|\n)\s*(?:senior )?(?:consultant|attending|registrar|resident|specialist) (?:in|of|gyna?ecologist|obstetrician|physician|andrologist|reproductive)[^\n]{0,40}(?=\n|$)/,
    /(?:^|\n)\s*(?:副?主任医师|主治医师|住院医师)\s*(?:$|\n)/,
  ]),
]

/** `type I fibroid`, `stage I endometriosis`: a number. */
const isRomanOne = (before: string, match: string, after: string): boolean =>
  /^I /.test(match) &&
  (/(?:type|grade|stage|class|group|phase|degree|category|factor|level|part|figo|poseidon)\s$/i.test(before) ||
    /^(?:and|or|of|in|to|on|with|is|was|by|at|for|fibroid|lesion|endometriosis)\b/.test(after))

/** Whoever speaks of herself or to somebody is no template, whether a machine or a clinician. */
const speakers = [
  ...leakForms('own voice', 'likely', [/\bI(?:['’](?:m|ve|d|ll))? (?=\p{Ll})/u], isRomanOne),
  ...leakForms('own voice', 'likely', [
    /(?<!to |best of )\b(?:me|my|mine|myself)\b/,
    /\byou(?:rs?|['’](?:re|ve|ll|d))?\b/,
    /我(?!国)|您|让我们|咱们/,
  ]),
]

const voice = leakForms('own voice', 'likely', [
  /\bI(?: have| had|'ve|’ve)?(?: been)? (?:saw|seen|reviewed|examined|met|counsell?(?:ed|ing)|scanned|operated|discussed|follow(?:ed|ing)|treat(?:ed|ing)|known|advised|prescribed|performed|told|explained|spoke|called|started|referred|looked after)\b/,
  /\b(?:in|at|from) (?:my|our) (?:own )?(?:clinic|practice|centre|center|unit|hospital|department|experience|opinion|hands)\b|\b(?:we|I) (?:at|in) (?:this|the|our) (?:clinic|centre|center|unit|hospital|department)\b|\b(?:my|our) (?:own )?(?:practice|policy|routine|habit|patients?|team|colleagues?|success rates?|results)\b|\bour (?:clinic|centre|center|unit|hospital|lab|department|embryologists?)(?:'s|’s)?\b/,
  /我院|本院|我科|我中心|本中心|我们(?:医院|中心|科室|团队|科)|(?<!患者|女方|男方|其)本人(?=建议|认为|考虑|意见|倾向|经验)|笔者|我(?:个人)?(?:的)?(?:临床)?经验/,
])

const files = [
  ...leakForms('file name', 'certain', [
    /[\p{L}\d][\p{L}\d_.()-]*\.(?:jsonl?|csv|tsv|xlsx?|docx?|pdf|txt|ya?ml|safetensors|gguf|pth?|ckpt|bin|parquet|py|ipynb|html?|md|log)(?![\p{L}\d])/iu,
    /(?<![\p{L}\d./])(?:~|\.{1,2})?\/(?:[\w.-]+\/)+[\w.-]+|(?<![\p{L}\d])[A-Za-z]:\\[\w\\.-]+/iu,
    /(?<![\p{L}\d])(?:checkpoint|ckpt|epoch|global_step|run)[-_]\d+(?![\p{L}\d])/iu,
  ]),
]

/** All forms of this file. */
export const AUTHOR_FORMS: readonly LeakForm[] = [...signatures, ...titles, ...speakers, ...voice, ...files]

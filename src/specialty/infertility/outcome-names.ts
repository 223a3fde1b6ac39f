/** @file Names under which clinics keep outcomes, in English, Chinese and Korean, and what makes such a name one of history. */
import type { NamedOutcome } from '../specialty.ts'
import { fieldEntries } from './fields/index.ts'

/** Small letters, words apart; signs are spaces, but for those that compare a size, and Chinese stands without any. */
function spoken(column: string): string {
  return (
    column
      .normalize('NFKC')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      // What capitals took apart, and the sharp s that is typed for a beta.
      .replace(/h cg(?!\p{L})/gu, 'hcg')
      .replace(/ß(?=[\s_-]*hcg)/gu, 'β')
      .replace(/[^\p{L}\p{N}<>≥≤%]+/gu, ' ')
      .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
      .trim()
  )
}

/** A value on a day after the stimulation began. */
const LATER_DAY =
  /\b(?:trigger|h ?cg|opu|retrieval|transfer|et) day\b|\bday of (?:the )?(?:trigger|h ?cg|opu|retrieval|transfer|et)\b|\b(?:at|on|before) (?:the )?(?:trigger|h ?cg|opu|retrieval)\b|(?:hcg|扳机|触发|夜针|注射|取卵|转化|移植|内膜转化)日(?!期)/u
const MEASURED =
  /e2|o?estradiol|\blh\b|\bp4?\b|progest|follic|endomet|thick|内膜|雌二?醇|孕酮|孕激素|卵泡|日(?:lh|p4?)/u

/** What is said of hCG as a drug: the trigger, its dose and its day. */
const HCG_GIVEN =
  '(?:trigger|dose|dosage|inject|given|admin|priming|luteal|support|\\b(?:iu|u|mg|ug|unit|units)\\b|\\bday of|扳机|触发|夜针|注射|针|剂量|用量|黄体|트리거|주사|투여|용량|촉발)'

/** In order: the first that fits decides, so that the number transferred is no number of embryos at hand. */
const NAMES: readonly (readonly [outcome: string, pattern: RegExp])[] = [
  [
    'embryosTransferred',
    /\bembryos? (?:number )?(?:transferred|replaced)\b|\b(?:number|no|num) (?:of )?embryos? (?:to )?transfer|移植(?:胚胎|囊胚)?(?:总|个|枚)?数|移植胚胎[枚个]|이식.*(?:배아|수)/u,
  ],
  [
    'embryosFrozen',
    /\b(?:embryos?|blastocysts?) (?:frozen|stored|cryo\w*|vitrified|banked)\b|^(?:number of |no of |total )?(?:frozen|stored|cryo\w*|vitrified) (?:embryos?|blastocysts?)(?: (?:number|no|count|in store))?$|(?:冷冻|冻存|冻|剩余|玻璃化)(?:胚胎?|囊胚)?(?:总|个|枚)?数|^冻(?:存)?胚胎?$|냉동.*배아/u,
  ],
  [
    'matureEggs',
    /\bm ?ii\b|m ?ii(?=\p{Script=Han})|\bm2 ?(?:eggs?|oocytes?)|m2[卵数]|\bmature (?:eggs?|oocytes?)|成熟卵/u,
  ],
  [
    'eggsRetrieved',
    /\b(?:eggs?|oocytes?|ova|cocs?) (?:number )?(?:retrieved|collected|obtained|harvested|aspirated|recovered|yield)\b|\b(?:retrieved|collected|total|number of|no of|num of|no) (?:eggs?|oocytes?)$|^(?:eggs?|oocytes?)(?: (?:no|number|count))?$|\beggs? at (?:the )?last\b|\bopu (?:no|number|count)\b|获卵|得卵|[取采]卵(?:总|个)?数|(?<!冻|冻存|冷冻)卵(?:母细胞|子)?(?:总|个)?数|난자 ?수|채취/u,
  ],
  [
    'fertilisedEggs',
    /\b[123] ?pn\b|[123]pn(?=\p{Script=Han})|\bfertili[sz]ed\b|\bfertili[sz]ation (?:rate|failure)|\bfailed fertili|\b(?:number|no) (?:of )?fertili[sz]ed|原核|受精(?:卵|总|个)?数|受精[率卵]|(?:正常|异常|未|完全)受精|受精失败/u,
  ],
  [
    'blastocysts',
    /\bblastocysts?\b(?! (?:transfer|culture|stage))|可用囊胚|优质囊胚|囊胚(?:总|个|枚)?数|囊胚(?:形成)?率|囊胚形成/u,
  ],
  [
    'embryosAvailable',
    /\bcleav|\b(?:good|top|high|usable|available|viable|transferable) (?:quality |grade )?embryos?\b|\bembryos? (?:obtained|available|formed|created|made|produced|quality|grade|score)\b|卵裂|优胚|优质胚|可用胚|可移植胚|胚胎(?:质量|评分|等级|级别)|d[3567]胚/u,
  ],
  // A bare number of embryos may be of those transferred: no field may read it, and decisions may.
  [
    'embryosTransferred',
    /\b(?:number of|no of|num of|total|no) embryos?$|^embryos?(?: (?:no|number|count))?$|胚胎(?:总|个|枚)?数/u,
  ],
  ['ohss', /\bohss\b(?! ?(?:risk|风险|高危))|hyperstimulation|(?:过度刺激)(?!.*(?:风险|高危))/u],
  ['cycleCancelled', /\bcancel|取消|취소/u],
  [
    'stimulationDays',
    /\b(?:stimulation|stim|gn|gonadotrop\w+|fsh) (?:days?|duration)\b(?! ?\d)|\b(?:days?|duration|length) of (?:stimulation|stim|gn|gonadotrop\w+)|(?:gn|促排卵?|刺激|用药)(?:总|用药|使用)?天数/u,
  ],
  [
    'totalDose',
    /\btotal (?:gn |gonadotrop\w+ |r?fsh |hmg )?(?:dose|dosage|units)\b|\b(?:gn|r?fsh|gonadotrop\w+) total\b|gn总|总gn|(?:gn|促性腺激素|用药|使用)总(?:剂)?量|总(?:用药|使用|gn)量|总剂量|总用量/u,
  ],
  ['estradiolAtTrigger', /\bpeak (?:e2|o?estradiol)\b|\b(?:e2|o?estradiol) peak\b|(?:e2|雌二醇)峰值/u],
  [
    'folliclesAtTrigger',
    /\bdominant follic|\b(?:large|lead(?:ing)?) follic|\bfollicles? [<>≥]|[>≥] ?\d+ ?(?:mm)? ?(?:的)?(?:follic|卵泡)|优势卵泡|卵泡(?:数|个数)?[>≥]/u,
  ],
  ['clinicalPregnancy', /\b(?:clinical(?:ly)?|ongoing) pregnan|(?:临床|持续)(?:妊娠|怀孕)|임상.*임신/u],
  [
    'implantation',
    /\bimplantation\b|\bsacs?\b|\bgs\b(?! ?(?:a|alpha|protein))|\bf(?:o?e)tal (?:heart|pole|cardiac)|\bfh[bmrs]\b|\bfca\b|\bcrl\b|\bfh (?:on|at|seen|present|positive|activity|y n)\b|\bcardiac activity\b|\bheart ?beat\b|\b(?:viability|dating) scan\b|\b\d+ ?(?:w|wk|week)s? (?:scan|uss?|usg|ultrasound)\b|着床|种植[率失]|孕囊|卵黄囊|胎心|心管|胎芽|胎囊|착상|아기집|태낭|난황|태아|심박동/u,
  ],
  [
    'pregnancyLoss',
    /\bmiscarr|\babort|\baborption|\bpregnancy loss|\bectopic|\bstillb|流产|胎停|停育|宫外孕|异位妊娠|死胎|死产|引产|유산/u,
  ],
  ['liveBirth', /\blive ?births?\b|\blive ?born|活产|活婴|抱婴|출산|생아|생존아/u],
  [
    'delivery',
    /\bdeliver(?:y|ed)\b|\bedd\b|\b(?:due|confinement) date\b|预产期|출산 ?예정|\bbirth ?weight|\bgestation(?:al)? (?:age|weeks?)|\bpreterm\b|\bnewborns?\b|\bneonat|\bbab(?:y|ies)\b|\binfants?\b|\btwins?\b|\bsingleton|分娩|顺产|早产|足月产|出生(?:体重|孕周|缺陷|结局|人数)|新生儿|(?<!胚)胎数|[单双多三]胎|분만|신생아|쌍둥이|다태/u,
  ],
  [
    'pregnancyResult',
    /\bpregnan|\bpregs?\b|\bu(?:rine )?pt\b|\bhpt\b|β ?hcg|\b(?:beta|b|serum|blood|urine|post transfer|quantitative) ?hcg\b|\bhcg(?: .*)? (?:m ?)?iu (?:m ?)?l\b|^(?:1st |2nd |first |second )?beta(?: ?\d)?$|\bbeta (?:day|d|results?|values?|levels?|pos|neg)\b|\bhcg (?:results?|positive|levels?|values?|test|titre|titer|y n|pos|neg)|怀孕|妊娠|受孕(?!方式)|有孕|验孕|测孕|查孕|早孕|尿妊|血妊|[血尿]β? ?hcg|(?:移植|移|术)后.*hcg|\bh ?cg .*(?:after|post)\b|hcg(?:值|结果|阳性|阴性|水平|定量)|임신|임테기|피검|(?:베타|혈청|혈액|혈중|소변|이식 ?후.*) ?hcg|hcg ?(?:수치|결과|값|농도|검사|양성)/u,
  ],
  // A day after the transfer, or a number of one, beside hCG that nobody gives: `hCG day 14`, `D14 hCG`, `HCG第14天`.
  [
    'pregnancyResult',
    new RegExp(
      `^(?!.*${HCG_GIVEN}).*(?:\\bhcg .*\\bd(?:ay)? ?\\d+|\\bhcg d ?\\d+|\\bhcg \\d+ ?d(?:ays?)?\\b|\\bd(?:ay)? ?\\d+ .*hcg\\b|\\bd(?:ay)? ?\\d+hcg|\\b\\d+ ?d(?:ays?)?(?: .*)? hcg\\b|\\d+ ?(?:dpo|dpt|dp\\dd?t)\\b.*hcg|hcg.*\\b\\d+ ?(?:dpo|dpt|dp\\dd?t)\\b|\\d+ ?[天日일].*hcg|hcg.*\\d+ ?[天日일])`,
      'u',
    ),
  ],
  [
    'outcome',
    /\boutcomes?\b|\bfollow ?up\b|^results?$|\b(?:treatment|cycle) result|结局|随访|^结果$|(?:治疗|周期)结果|^결과$|(?:치료|시술|주기|최종) ?결과/u,
  ],
]

/** Of an earlier cycle, or of all pregnancies so far: what a clinician knew when she decided. */
const HISTORY =
  /\b(?:previous(?:ly)?|prev|prior|past|earlier|history|hx|former|ever|lifetime|recurrent|before)\b|\blast (?:cycle|ivf|icsi|attempt|treatment|transfer|retrieval|pregnancy|delivery|outcome|miscarriage|eggs?|oocytes?)|\bat last\b|\bfailed transfers\b|\bimplantation failures?\b|\b(?:pregnancies|miscarriages|abortions|aborptions|stillbirths)\b|既往|以往|过去|往次|曾|上一?个?(?:周期|次|回)|前一?(?:次|周期)|历次|史|次数|周期数|[孕产]次|末次妊娠|反复|复发|횟수|과거|이전|기왕|병력|(?:임신|출산|유산|분만)력|\bpregs\b/u
/** Of this cycle whatever else the name says. */
const THIS_CYCLE =
  /\b(?:this|current|present) (?:cycle|treatment|attempt|ivf)\b|\bfollow ?up\b|本周期|本次|此次|该周期|当前周期|随访/u

const bare = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** What is in store from earlier cycles, and what this one stores, have the same names. */
const IN_STORE = [
  'number of frozen embryos',
  'no of frozen embryos',
  '冻胚',
  '冻胚数',
  '冻胚个数',
  '冻存胚胎',
  '冻存胚胎个数',
]

/** What a field of the specialty is called itself: known before by definition, and yet a name that outcomes have too. */
const ownNames = new Set(
  [...IN_STORE, ...fieldEntries.flatMap(({ name, labels }) => [name, ...Object.values(labels)])].map(bare),
)

/** Which outcome of infertility care the name of a column says, and whether it is one of history; null: none. */
export function infertilityOutcomeNamed(column: string): NamedOutcome | null {
  const name = spoken(column)
  const isLater = LATER_DAY.test(name) && MEASURED.test(name)
  const outcome = isLater
    ? /follic|卵泡/.test(name)
      ? 'folliclesAtTrigger'
      : 'estradiolAtTrigger'
    : NAMES.find(([, pattern]) => pattern.test(name))?.[0]
  if (outcome === undefined) return null
  if (isLater || THIS_CYCLE.test(name)) return { outcome, saysHistory: false, isField: false }
  return { outcome, saysHistory: HISTORY.test(name), isField: ownNames.has(bare(column)) }
}

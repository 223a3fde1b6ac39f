/** @file Chinese names: after a word that announces one, before a title, and alone where nothing else can stand. */
import {
  CLINICAL_WORDS_ZH,
  GIVEN_CHARACTERS,
  NO_GIVEN_CHARACTERS,
  SURE_SURNAMES,
  SURNAMES,
} from './chinese-name-lists.ts'
import { type IdentifierForm, identifierForm, type Span } from './identifier-form.ts'

const HAN = /[\u4e00-\u9fff]/
const isHan = (character: string | undefined): boolean => character !== undefined && HAN.test(character)

const wordsByFirst = new Map<string, string[]>()
for (const word of CLINICAL_WORDS_ZH) wordsByFirst.set(word[0], [...(wordsByFirst.get(word[0]) ?? []), word])

/** Whether a word of a record begins here. */
function beginsWord(text: string, at: number): boolean {
  return wordsByFirst.get(text[at])?.some(word => text.startsWith(word, at)) ?? false
}

/** How many Chinese characters stand in a row from here. */
function runFrom(text: string, at: number): number {
  let end = at
  while (isHan(text[end])) end++
  return end - at
}

/** Length of the surname that begins here, or 0. */
function surnameAt(text: string, at: number, surnames: ReadonlySet<string> = SURNAMES): number {
  if (surnames.has(text.slice(at, at + 2))) return 2
  return surnames.has(text[at]) ? 1 : 0
}

const given = (text: string, at: number): boolean => GIVEN_CHARACTERS.has(text[at])

/** Whether no character from here to there is one that names do without. */
const nameLike = (text: string, from: number, to: number): boolean =>
  [...text.slice(from, to)].every(character => !NO_GIVEN_CHARACTERS.has(character))

/** Words that come after a name and begin with a character that also ends names. */
const FOLLOWS =
  /^(?:[于因来在诉自与和已曾行的为到入前拟现要从无有及陪签]|[女男][，,、士方性]|今|本|主诉|要求|平素|表示|希望|同意|今日|自述|就诊|既往|共同|先生|性别|年龄|出生|电话|自愿|放弃|申请|预约|咨询|其)/

/** Length of the name that begins here after a word that announces one, or 0. */
function announcedName(text: string, at: number): number {
  if (beginsWord(text, at)) return 0
  const surname = surnameAt(text, at)
  if (surname === 0) return 0
  const next = at + surname
  const run = runFrom(text, at)
  if (given(text, next)) {
    const second = given(text, next + 1) && !(FOLLOWS.test(text.slice(next + 1)) && !FOLLOWS.test(text.slice(next + 2)))
    return surname + (second ? 2 : 1)
  }
  // A rarer given name: the run of characters must end where a name would, or go on with what follows names.
  if (surnameAt(text, at, SURE_SURNAMES) === 0) return run === surname + 2 && nameLike(text, next, at + run) ? run : 0
  if (run === surname + 1 || run === surname + 2) return run
  for (const length of [surname + 2, surname + 1]) {
    if (run > length && FOLLOWS.test(text.slice(at + length))) return length
  }
  return given(text, next + 1) ? surname + 2 : 0
}

/** What may stand behind a colon instead of a name. */
const NO_NAME =
  /^(?:已|未|无|不|同意|家属|本人|患者|见|同|详|略|待|是|否|有|正常|异常|健在|体健|健康|女|男|另|空|拒|暂|离异|已婚|未婚|初婚|再婚|少|弱|长|短|拮|微|温|促|全|自|高|低|建议|告知|诊断|处理|术后|要求|签|核)/

/** Length of the name that begins here behind a colon or a space, or 0: two to four characters by themselves also count. */
function statedName(text: string, at: number): number {
  const announced = announcedName(text, at)
  if (announced > 0 || NO_NAME.test(text.slice(at)) || beginsWord(text, at)) return announced
  const names = /^[\u4e00-\u9fff]{2,12}(?:·[\u4e00-\u9fff]{1,12})+/.exec(text.slice(at))
  if (names !== null) return names[0].length
  const run = runFrom(text, at)
  return run >= 2 && run <= 4 ? run : 0
}

const PEOPLE =
  '患者|病人|患儿|产妇|孕妇|女方|男方|其夫|其妻|丈夫|妻子|老公|老婆|配偶|爱人|伴侣|母亲|父亲|其母|其父|婆婆|公公|姐姐|妹妹|哥哥|弟弟|儿子|女儿|之子|之女|家属|联系人|委托人|监护人|同事|名叫|姓名|户名|抬头|本人|名字|叫'
const STAFF =
  '主治医[师生]|主管医[师生]|经治医[师生]|责任医[师生]|医师|医生|大夫|责任护士|护士长?|主任|教授|主刀|术者|助手|麻醉师?|胚胎师|实验员|[记复核][录核对][者人]|审核[者人]?|报告医[师生]|签名|签字'
/** Words that may stand before anything. */
const OTHERS = '由|请|经|与|和|及|向|给|找'

const announced: readonly IdentifierForm[] = [
  identifierForm(
    'name',
    { han: true },
    /(?:姓名|名字|签名|签字|抬头|[\u4e00-\u9fff]{2}[人者](?=:)|联系人|医[师生]|护士长?|术者|主刀|助手|记录[者人]|审核[者人]?|配偶|丈夫|妻子|监护人|委托人|患者|病人|女方|男方)(?:姓名|签名|签字)?\s*[:(]\s*["“]?(?<id>[\u4e00-\u9fff][\u4e00-\u9fff·]{0,24})/,
    (_, text, start) => statedName(text, start),
  ),
  identifierForm('name', { han: true }, /(?:姓名|签名)\s+(?<id>[\u4e00-\u9fff]{2,8})/, (_, text, start) =>
    statedName(text, start),
  ),
  identifierForm(
    'name',
    { han: true },
    new RegExp(`(?:${PEOPLE})(?:姓名)?(?:[\\s:("“]|是|为|叫)*(?<id>[\\u4e00-\\u9fff]{2,8})`),
    (_, text, start) => announcedName(text, start),
  ),
  identifierForm(
    'name',
    { han: true },
    new RegExp(`(?:${STAFF})(?:签名|签字)?(?:[\\s:("“]|是|为)*(?<id>[\\u4e00-\\u9fff]{2,8})`),
    (_, text, start) => announcedName(text, start),
  ),
  identifierForm('name', { han: true }, new RegExp(`(?:${OTHERS})(?<id>[\\u4e00-\\u9fff]{2,8})`), (_, text, start) => {
    const length = announcedName(text, start)
    // Only a whole name counts here.
    return length >= 2 &&
      [...text.slice(start + surnameAt(text, start), start + length)].every(c => GIVEN_CHARACTERS.has(c))
      ? length
      : 0
  }),
]

const isSurname = (id: string): boolean => SURNAMES.has(id)
/** `小于` and `小计` are words. */
const isAddressed = (id: string): boolean => isSurname(id) && !/[于计包白米]/.test(id)
/** A surname alone: `护士小李`, `刘姓患者`. */
const surnames: readonly IdentifierForm[] = [
  identifierForm(
    'name',
    { han: true },
    new RegExp(`(?:${STAFF}|助理|同事|护工|翻译)[小老阿](?<id>[\\u4e00-\\u9fff])`),
    isAddressed,
  ),
  identifierForm(
    'name',
    { han: true },
    /(?<id>[\u4e00-\u9fff]{1,2})(?=姓(?:患者|病人|女士|先生|夫妇|夫妻|女子|男子|产妇|孕妇|家属|医[师生]|护士))/,
    isSurname,
  ),
]

const TITLE =
  /\s?(?:副?主任|主治|医生|医师|大夫|教授|护士|护师|老师|女士|先生|小姐|太太|院长|博士|同志|阿姨|师傅|主管|[男女]士)/g
/** A surname as the end of another word before a title: `由于医生`, `责任护士`, `女方医生`. */
const WORD_ENDS = new Set(
  '由于,对于,关于,至于,终于,经管,主管,分管,责任,主任,现任,前任,同时,及时,女方,男方,双方,对方,院方,我方,一向,方向,不安,平安,公安,通常,日常,正常,异常,加强,人文,中文,手术单,签单,名单,病史,历史,一万,温和,以及,全程,流程,过程,病程,课程,其余,业余,小马,人马,电车,停车,道路,线路,思路,自己,几何,如何,任何,为何,一周,每周,本周,上周,下周,提高,最高,较高,增高,升高,偏高,身高,公平,左右,尿管,胃管,血管,阴阳,子宫,有关,相关,海关'.split(
    ',',
  ),
)

const BEFORE_NAME = /[由请经与和及向给找同按据让]/

/** Names before a title, the longest that is one: a surname with a given name, or a surname alone. */
const titled: IdentifierForm = {
  kind: 'name',
  possible: ({ han }) => han,
  find(text) {
    const spans: Span[] = []
    for (const { index } of text.matchAll(TITLE)) {
      for (const length of [4, 3, 2, 1]) {
        const start = index - length
        if (start < 0 || runFrom(text, start) < length || beginsWord(text, start)) continue
        const surname = surnameAt(text, start)
        if (surname === 0 || surname > length || length - surname > 2) continue
        const rest = text.slice(start + surname, index)
        const fits =
          rest === ''
            ? !WORD_ENDS.has(text.slice(start - 1, index))
            : [...rest].every(character => GIVEN_CHARACTERS.has(character)) ||
              (SURE_SURNAMES.has(text.slice(start, start + surname)) &&
                (!isHan(text[start - 1]) || BEFORE_NAME.test(text[start - 1])))
        if (!fits) continue
        spans.push({ start, end: index, kind: 'name' })
        break
      }
    }
    return spans
  },
}

/** Ends a statement of time, after which a name may begin a sentence. */
const TIME_WORD = /[前后日年今昨午]/

/** Names with any given name, between signs and before a sex or an age. */
const introduced = identifierForm(
  'name',
  { han: true },
  /(?<![\u4e00-\u9fff])(?<id>[\u4e00-\u9fff]{2,4}(?=\s?[,、(]?\s?(?:女|男|\d{2}周?岁)))/,
  (id, text, start) => {
    const surname = surnameAt(text, start)
    const sure = SURE_SURNAMES.has(text.slice(start, start + surname))
    const fits = surname > 0 && !beginsWord(text, start) && surname + 2 >= id.length && surname < id.length
    return fits && (sure || nameLike(text, start + surname, start + id.length))
  },
)

/** Names that nothing announces: between signs, or whole and followed by what follows names. */
const alone: IdentifierForm = {
  kind: 'name',
  possible: ({ han }) => han,
  find(text) {
    const spans: Span[] = []
    for (let at = 0; at < text.length - 1; at++) {
      const surname = surnameAt(text, at)
      if (surname === 0 || !given(text, at + surname) || beginsWord(text, at)) continue
      const before = isHan(text[at - 1])
      const two = at + surname + 2
      const one = at + surname + 1
      const whole = given(text, two - 1)
      const sure = SURE_SURNAMES.has(text.slice(at, at + surname))
      const ends = (end: number) => !isHan(text[end]) || FOLLOWS.test(text.slice(end))
      let end = 0
      if (whole && ends(two) && (!before || sure || TIME_WORD.test(text[at - 1]))) end = two
      else if (!whole && !isHan(text[one]) && !before) end = one
      else if (!whole && sure && FOLLOWS.test(text.slice(one)) && (!before || TIME_WORD.test(text[at - 1]))) end = one
      if (end === 0) continue
      spans.push({ start: at, end, kind: 'name' })
      at = end - 1
    }
    return spans
  },
}

/** The forms of this file, the surest first. */
export const CHINESE_NAME_FORMS: readonly IdentifierForm[] = [...announced, ...surnames, titled, introduced, alone]

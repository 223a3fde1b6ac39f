/** @file The encodings of a text export, and which of them bytes look like that are read in another. */
import { isUtf8 } from 'node:buffer'

/**
 * The names of the encodings, as settings and the command line take them; gb18030 holds GBK and GB2312, and euc-kr is read
 * with all that code page 949 adds to it.
 */
export const ENCODINGS = ['utf-8', 'latin-1', 'gb18030', 'euc-kr'] as const

/** How the bytes of an export stand for characters. */
export type Encoding = (typeof ENCODINGS)[number]

/** Those in which two bytes stand for a Chinese or Korean character. */
export type DoubleByteEncoding = 'gb18030' | 'euc-kr'

/** Other names for the same; GBK, GB2312 and code page 936 are parts of GB18030. */
const ALSO: Readonly<Record<string, Encoding>> = {
  gbk: 'gb18030',
  gb2312: 'gb18030',
  cp936: 'gb18030',
  euckr: 'euc-kr',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  'windows-949': 'euc-kr',
  'ks_c_5601-1987': 'euc-kr',
  utf8: 'utf-8',
  latin1: 'latin-1',
  'iso-8859-1': 'latin-1',
}

/** What an encoding is in words, for messages. */
export const ENCODING_IN_WORDS: Readonly<Record<Exclude<Encoding, 'latin-1'>, string>> = {
  'utf-8': 'UTF-8',
  gb18030: 'Chinese text in GBK',
  'euc-kr': 'Korean text in EUC-KR (code page 949)',
}

/** The encoding of a name, also in capitals and by another name for it (GBK, CP949, Latin1); undefined when there is none. */
export function encodingNamed(name: string): Encoding | undefined {
  const small = name.trim().toLowerCase()
  return ENCODINGS.find(known => known === small) ?? (Object.hasOwn(ALSO, small) ? ALSO[small] : undefined)
}

/** So many bytes beyond ASCII are UTF-8 by chance in no text. */
const ENOUGH_FOR_UTF8 = 16

/** A run of pairs that are frequent characters, two or more; a row of one sign (`····`) is none. */
const isDoubleByteText = (run: string): boolean =>
  run.length >= 4 && new Set(run).size > 2 && /^([\u00b0-\u00f7][\u00a1-\u00fe])+$/.test(run)

/**
 * The syllables that stand most often in Korean, records of fertility care included. Chinese read as Korean gives any of
 * 2,350 syllables alike, so that one in sixteen of them is one of these.
 */
const FREQUENT_HANGUL = new Set(
  '이다는에의가을하고사지인자도기로한리정시어나라여대서부전원일상보수은제성만장있으스를아그구조주들' +
    '과해안니게해식진료환명번호용량난임신생년월차비유방법종동형술치배란우남편내검결간공트길항제농산분채취착연령무위물질소방발등록선면관화약양포증주거처계적세',
)

/** Shares of the pairs above which text is Korean: syllables that are frequent, and at most so many Chinese characters. */
const FEWEST_FREQUENT = 0.3
const MOST_HANJA = 0.15

/** Which of the two encodings bytes are in that stand in pairs, by what they say in Korean. */
function doubleByteOf(runs: readonly string[]): DoubleByteEncoding {
  const read = new TextDecoder('euc-kr').decode(Buffer.from(runs.join(' '), 'latin1'))
  const hangul = [...(read.match(/\p{Script=Hangul}/gu) ?? [])]
  // What code page 949 does not know at all counts as Chinese too.
  const hanja = read.match(/[\p{Script=Han}\ufffd]/gu)?.length ?? 0
  const frequent = hangul.filter(syllable => FREQUENT_HANGUL.has(syllable)).length
  const all = hangul.length + hanja
  return frequent >= FEWEST_FREQUENT * all && hanja <= MOST_HANJA * all ? 'euc-kr' : 'gb18030'
}

/** UTF-8 in which one byte in a while is damaged: nine of ten runs beyond ASCII that are characters are no chance. */
function isMostlyUtf8(bytes: Buffer): boolean {
  const read = bytes.toString('utf8')
  const bad = read.match(/\ufffd+/g)?.length ?? 0
  const good = read.match(/[\u0080-\ufffc\u{10000}-\u{10ffff}]/gu)?.length ?? 0
  return good >= ENOUGH_FOR_UTF8 / 2 && bad * 9 <= good
}

/**
 * The encoding that bytes look like, or null when they could be anything: UTF-8 by its form, though a byte be damaged; a
 * double-byte encoding when nearly all bytes beyond ASCII stand in pairs and many of those make words, which are Korean or
 * Chinese. Accented letters of Western words stand alone.
 */
export function likelyEncoding(bytes: Buffer): 'utf-8' | DoubleByteEncoding | null {
  const runs = bytes.toString('latin1').match(/[\u0080-\u00ff]+/g) ?? []
  let [all, paired] = [0, 0]
  const texts: string[] = []
  for (const run of runs) {
    all += run.length
    if (run.length % 2 === 0) paired += run.length
    if (isDoubleByteText(run)) texts.push(run)
  }
  if (all >= ENOUGH_FOR_UTF8 && (isUtf8(wholeUtf8(bytes)) || isMostlyUtf8(bytes))) return 'utf-8'
  const inWords = texts.reduce((sum, text) => sum + text.length, 0)
  return inWords > 0 && paired >= 0.8 * all && inWords >= 0.2 * all ? doubleByteOf(texts) : null
}

/** So few bytes beyond ASCII do not tell Chinese from Korean against somebody's word. */
const ENOUGH_FOR_DOUBT = 64

/** The encoding that bytes look like although another one is given; null when they may be of the given one. */
export function mistakenFor(bytes: Buffer, given: Encoding): 'utf-8' | DoubleByteEncoding | null {
  const likely = likelyEncoding(bytes)
  if (likely === null || likely === given) return null
  const isBetweenPairs = given !== 'latin-1' && likely !== 'utf-8'
  if (isBetweenPairs && bytes.filter(byte => byte > 127).length < ENOUGH_FOR_DOUBT) return null
  return likely
}

/** The mark at the beginning of a text in UTF-8, as Excel writes it: it decides. */
export const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/** How many bytes at the end begin a UTF-8 character whose rest has not come yet. */
export function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? back : 0
  }
  return 0
}

/** Bytes without a UTF-8 character that is cut off at their end. */
export const wholeUtf8 = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - unfinishedBytes(bytes))

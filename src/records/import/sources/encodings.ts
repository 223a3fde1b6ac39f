/** @file The encodings of a text export, and which of them bytes look like that are read in another. */
import { isUtf8 } from 'node:buffer'

/** The names of the encodings, as settings and the command line take them; gb18030 holds GBK and GB2312. */
export const ENCODINGS = ['utf-8', 'latin-1', 'gb18030'] as const

/** How the bytes of an export stand for characters. */
export type Encoding = (typeof ENCODINGS)[number]

/** Other names for the same; GBK, GB2312 and code page 936 are parts of GB18030. */
const ALSO: Readonly<Record<string, Encoding>> = {
  gbk: 'gb18030',
  gb2312: 'gb18030',
  cp936: 'gb18030',
  utf8: 'utf-8',
  latin1: 'latin-1',
  'iso-8859-1': 'latin-1',
}

/** The encoding of a name, also in capitals and by another name for it (GBK, Latin1); undefined when there is none. */
export function encodingNamed(name: string): Encoding | undefined {
  const small = name.trim().toLowerCase()
  return ENCODINGS.find(known => known === small) ?? (Object.hasOwn(ALSO, small) ? ALSO[small] : undefined)
}

/** So many bytes beyond ASCII are UTF-8 by chance in no text. */
const ENOUGH_FOR_UTF8 = 16

/** A run of pairs that are frequent Chinese characters, two or more; a row of one sign (`····`) is none. */
const isChineseText = (run: string): boolean =>
  run.length >= 4 && new Set(run).size > 2 && /^([\u00b0-\u00f7][\u00a1-\u00fe])+$/.test(run)

/**
 * The encoding that bytes look like, or null when they could be anything: UTF-8 by its form, GB18030 when nearly all bytes
 * beyond ASCII stand in pairs and many of those make Chinese words. Accented letters of Western words stand alone.
 */
export function likelyEncoding(bytes: Buffer): 'utf-8' | 'gb18030' | null {
  const runs = bytes.toString('latin1').match(/[\u0080-\u00ff]+/g) ?? []
  let [all, paired, chinese] = [0, 0, 0]
  for (const run of runs) {
    all += run.length
    if (run.length % 2 === 0) paired += run.length
    if (isChineseText(run)) chinese += run.length
  }
  if (all >= ENOUGH_FOR_UTF8 && isUtf8(wholeUtf8(bytes))) return 'utf-8'
  return chinese > 0 && paired >= 0.8 * all && chinese >= 0.2 * all ? 'gb18030' : null
}

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

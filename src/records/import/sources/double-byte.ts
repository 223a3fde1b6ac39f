/**
 * @file GB18030 (with it GBK, the encoding of Chinese Excel's CSV files, and GB2312) and EUC-KR (as code page 949, that of
 * Korean Excel's) as UTF-8, line by line.
 */
import { InputError } from '../../../support/index.ts'
import type { DoubleByteEncoding } from './encodings.ts'

const [NEWLINE, RETURN] = [10, 13]

/** Turns one of the encodings into UTF-8. */
export interface LineDecoder {
  /** The lines that this chunk ends; bytes of a line without its end are kept. */
  push(bytes: Buffer): Buffer
  /** The last line. */
  finish(): Buffer
}

/** A decoder of one file; throws InputError with the line of the first byte that is not of the encoding. */
export function doubleByteDecoder(file: string, encoding: DoubleByteEncoding): LineDecoder {
  // Line ends are part of no other character, so that whole lines can be decoded by themselves.
  const decoder = new TextDecoder(encoding, { fatal: true })
  let line = 1
  let rest: Buffer[] = []
  const isBad = (bytes: Buffer): boolean => {
    try {
      decoder.decode(bytes)
      return false
    } catch {
      return true
    }
  }
  const refuse = (bytes: Buffer): never => {
    for (let start = 0; ; line++) {
      const end = bytes.indexOf(NEWLINE, start)
      if (end < 0 || isBad(bytes.subarray(start, end))) break
      start = end + 1
    }
    const name = encoding === 'gb18030' ? 'GB18030' : 'EUC-KR'
    throw new InputError(`expected ${name}, got a byte that is not`, { file, line }, 'save it as "CSV UTF-8"')
  }
  const decode = (bytes: Buffer): Buffer => {
    if (isBad(bytes)) refuse(bytes)
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) line++
    return Buffer.from(decoder.decode(bytes), 'utf8')
  }
  return {
    push(bytes) {
      const end = Math.max(bytes.lastIndexOf(NEWLINE), bytes.lastIndexOf(RETURN)) + 1
      if (end === 0) {
        rest.push(bytes)
        return Buffer.alloc(0)
      }
      const whole = Buffer.concat([...rest, bytes.subarray(0, end)])
      rest = [bytes.subarray(end)]
      return decode(whole)
    },
    finish: () => decode(Buffer.concat(rest)),
  }
}

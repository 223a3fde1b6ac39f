/** @file The text of an export: unpacked if gzipped, checked to be the encoding it should be, as UTF-8 bytes. */
import { isUtf8 } from 'node:buffer'
import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { InputError } from '../../../support/index.ts'
import { doubleByteDecoder } from './double-byte.ts'
import {
  BYTE_ORDER_MARK,
  ENCODING_IN_WORDS,
  type Encoding,
  likelyEncoding,
  mistakenFor,
  unfinishedBytes,
  wholeUtf8,
} from './encodings.ts'

const NEWLINE = 10

/** The first bytes of a file, at most four; throws InputError when it cannot be read or is empty. */
export function firstBytes(file: string): Buffer {
  const head = Buffer.alloc(4)
  let length = 0
  try {
    const descriptor = openSync(file, 'r')
    try {
      length = readSync(descriptor, head, 0, head.length, 0)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const problem = code === 'ENOENT' ? 'expected a file, got nothing at this path' : `cannot be read (${code})`
    throw new InputError(problem, { file }, 'check the path of the source')
  }
  if (length === 0) throw new InputError('expected a header row, got an empty file', { file }, 'export it again')
  return head.subarray(0, length)
}

/** Refuses what is not delimited text at all, by its first bytes, with a sentence about what it is. */
function refuseOtherFormats(file: string, head: Buffer): void {
  const mark = head.readUInt16BE(0)
  if (mark === 0xfffe || mark === 0xfeff) {
    throw new InputError('expected UTF-8 text, got UTF-16', { file, line: 1, column: 1 }, 'save it as "CSV UTF-8"')
  }
  if (head.subarray(0, 2).toString('latin1') === 'PK') {
    throw new InputError('expected CSV text, got a zip file or an Excel workbook', { file }, 'save the sheet as CSV')
  }
}

/** The offset of the first byte that is not UTF-8: validity of a prefix is monotone in its length, so by halving. */
function firstInvalidByte(bytes: Buffer): number {
  let valid = 0
  let invalid = bytes.length + 1
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    if (isUtf8(wholeUtf8(bytes.subarray(0, middle)))) valid = middle
    else invalid = middle
  }
  return valid - unfinishedBytes(bytes.subarray(0, valid))
}

/** Counts lines and characters, so that a bad byte can be pointed at. */
function positionCounter() {
  let line = 1
  let column = 1
  return {
    pass(bytes: Buffer): void {
      let start = 0
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, start)) {
        line++
        column = 1
        start = at + 1
      }
      column += bytes.toString('utf8', start).length
    },
    place: () => ({ line, column }),
  }
}

const setting = (encoding: Encoding): string =>
  `set \`encoding: ${encoding}\` under records (of a command: --encoding ${encoding})`

const DAMAGED =
  'a byte is damaged: mend the character on this line, or export the file again as "CSV UTF-8"; no other encoding would be right'

/** What to do about bytes that are not UTF-8. */
function otherEncoding(bytes: Buffer, hasMark: boolean): string {
  if (hasMark) return `the file begins with the mark of UTF-8, so ${DAMAGED}`
  const likely = likelyEncoding(bytes)
  if (likely === 'utf-8') return `the rest of the file is UTF-8, so ${DAMAGED}`
  if (likely !== null) return `it looks like ${ENCODING_IN_WORDS[likely]}: ${setting(likely)}`
  return (
    'set `encoding: latin-1` under records if the file is in a Western single-byte encoding, `encoding: gb18030` if it is in ' +
    'a Chinese one (GBK), `encoding: euc-kr` if it is in a Korean one (CP949)'
  )
}

/**
 * Refuses bytes that look like another encoding. Read as Latin-1, any byte is a character, and Chinese names would pass the
 * de-identification as letters that mean nothing; nearly all of Korean's are characters of GBK, too.
 */
function refuseMistaken(file: string, encoding: Encoding, bytes: Buffer, hasMark: boolean): void {
  const likely = hasMark ? 'utf-8' : mistakenFor(bytes, encoding)
  if (likely === null) return
  const looks = hasMark ? 'the mark of UTF-8 at its beginning' : `bytes that look like ${ENCODING_IN_WORDS[likely]}`
  throw new InputError(`expected ${encoding}, got ${looks}`, { file }, setting(likely))
}

/**
 * The bytes of a text file as UTF-8, in chunks that end between characters; `onBytes` hears how many bytes of the file
 * have been read. Throws InputError on an empty, unreadable, UTF-16 or zipped file, on gzip data that is cut off, and,
 * with line and column, on the first byte that is not UTF-8 when `encoding` is utf-8; with line, on the first that is not
 * of the encoding when it is gb18030 or euc-kr; and on bytes that look like another encoding than the given one, or follow
 * the mark of UTF-8.
 */
export async function* readTextChunks(
  file: string,
  encoding: Encoding,
  onBytes: (read: number) => void = () => {},
): AsyncGenerator<Buffer> {
  const head = firstBytes(file)
  const source = createReadStream(file, { highWaterMark: 1 << 18 })
  const isGzip = head[0] === 0x1f && head[1] === 0x8b
  // pipeline ends the unpacked stream with the error of either stream, which the loop below then throws.
  const unpacked = isGzip ? pipeline(source, createGunzip({ chunkSize: 1 << 18 }), () => {}) : source
  const position = positionCounter()
  const pairs = encoding === 'gb18030' || encoding === 'euc-kr' ? doubleByteDecoder(file, encoding) : null
  let rest: Buffer = Buffer.alloc(0)
  let first = true
  let hasMark = false
  const refuse = (bytes: Buffer): never => {
    position.pass(bytes.subarray(0, firstInvalidByte(bytes)))
    throw new InputError(
      'expected UTF-8, got a byte that is not',
      { file, ...position.place() },
      otherEncoding(bytes, hasMark),
    )
  }
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      onBytes(source.bytesRead)
      if (first && chunk.length >= 2) refuseOtherFormats(file, chunk)
      if (first) hasMark = chunk.subarray(0, 3).equals(BYTE_ORDER_MARK)
      first = false
      if (encoding !== 'utf-8') {
        refuseMistaken(file, encoding, chunk, hasMark)
        yield pairs ? pairs.push(chunk) : Buffer.from(chunk.toString('latin1'), 'utf8')
        continue
      }
      const bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      const whole = wholeUtf8(bytes)
      if (!isUtf8(whole)) refuse(bytes)
      rest = bytes.subarray(whole.length)
      position.pass(whole)
      yield whole
    }
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code ?? '')
    if (code.startsWith('Z_')) {
      throw new InputError(
        `expected gzip data, got data that is cut off or damaged (${code})`,
        { file },
        'copy it again',
      )
    }
    throw error
  }
  if (pairs) yield pairs.finish()
  if (rest.length > 0) refuse(rest)
}

/** @file The option of a command that says how the bytes of an export stand for characters. */
import { ENCODINGS, encodingNamed } from '../study/index.ts'
import { InputError } from '../support/index.ts'
import { type Invocation, textOption } from './command.ts'

/** What the option takes, for the help of a command. */
export const ENCODING_NAMES = 'utf-8 (default), gb18030 (also GBK), euc-kr (also CP949) or latin-1'

/** The encoding that was given; undefined without the option. Throws InputError on a name that no encoding has. */
export function encodingOption(options: Invocation['options']): ReturnType<typeof encodingNamed> {
  const name = textOption(options, 'encoding')
  if (name === null) return undefined
  const encoding = encodingNamed(name)
  if (encoding !== undefined) return encoding
  throw new InputError(
    `expected one of ${ENCODINGS.join(', ')} (gbk is read as gb18030, cp949 as euc-kr)`,
    { field: '--encoding' },
    'give one of them',
  )
}

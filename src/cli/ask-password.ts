/** @file Asking for a password: no echo on a terminal, one line of standard input elsewhere; it is kept nowhere. */
import { InputError, InterruptedError } from '../support/index.ts'

/** Return, line feed, and Ctrl-D. */
const ENDS = ['\r', '\n', '\u0004']
const INTERRUPT = '\u0003'
/** Backspace and delete. */
const RUB_OUTS = ['\b', '\u007f']
/** Ctrl-U. */
const RUB_ALL_OUT = '\u0015'

/** Characters typed so far, and whether the line is complete; throws InterruptedError at Ctrl-C. */
function typed(before: string, keys: string): { readonly text: string; readonly isComplete: boolean } {
  let characters = [...before]
  for (const key of keys) {
    if (key === INTERRUPT) throw new InterruptedError('interrupted; nothing was done')
    if (ENDS.includes(key)) return { text: characters.join(''), isComplete: true }
    if (RUB_OUTS.includes(key)) characters = characters.slice(0, -1)
    else if (key === RUB_ALL_OUT) characters = []
    else if (key >= ' ') characters.push(key)
  }
  return { text: characters.join(''), isComplete: false }
}

async function askOnTerminal(question: string, input: NodeJS.ReadStream, output: NodeJS.WriteStream): Promise<string> {
  output.write(question)
  input.setRawMode(true)
  input.setEncoding('utf8')
  input.resume()
  try {
    return await new Promise<string>((resolve, reject) => {
      let text = ''
      input.on('data', (keys: string) => {
        try {
          const next = typed(text, keys)
          text = next.text
          if (next.isComplete) resolve(text)
        } catch (error) {
          reject(error)
        }
      })
      input.on('end', () => resolve(text))
    })
  } finally {
    input.removeAllListeners('data')
    input.setRawMode(false)
    input.pause()
    output.write('\n')
  }
}

/** Throws InputError when nothing was given. */
export async function askPassword(
  question: string,
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
): Promise<string> {
  let password: string
  if (input.isTTY) password = await askOnTerminal(question, input, output)
  else {
    let text = ''
    input.setEncoding('utf8')
    for await (const chunk of input) {
      text += chunk as string
      if (text.includes('\n')) break
    }
    password = text.split(/\r?\n/, 1)[0]
  }
  if (password !== '') return password
  throw new InputError(
    'expected a password, got none',
    {},
    'type it when it is asked for, or give it on standard input',
  )
}

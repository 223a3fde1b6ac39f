import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { InputError, InterruptedError } from '../support/index.ts'
import { type Ask, askAnswers } from './ask-answers.ts'

const number = {
  text: 'How many?',
  usual: '3',
  read(line: string) {
    if (/^\d+$/.test(line)) return Number(line)
    throw new InputError(`expected a number, got "${line}"`, {}, 'give one')
  },
}

/** Asks twice, typing each line when its question has been put. */
async function typing(lines: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const left = [...lines]
  let said = ''
  output.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (!chunk.toString().endsWith('] ')) return
    const line = left.shift()
    if (line === undefined) input.end()
    else input.write(`${line}\n`)
  })
  const answered = askAnswers(input, output, async (ask: Ask) => [await ask(number), await ask(number)])
  return answered.then(
    answers => ({ answers, said }),
    error => ({ error, said }),
  )
}

test('askAnswers takes the usual answer for an empty line, and asks again after a wrong one', async () => {
  expect(await typing(['', 'many', '7'])).toMatchObject({
    answers: [3, 7],
    said: expect.stringContaining('How many? [3]   expected a number, got "many"; give one\nHow many? [3] '),
  })
})

test('askAnswers(input that ends) is an interruption', async () => {
  expect(await typing(['5'])).toMatchObject({ error: expect.any(InterruptedError) })
})

test.each([
  ['at once, before any question', ['5\nmany\n7\n']],
  ['in pieces that are no lines', ['5\nma', 'ny\n', '7\n']],
])('askAnswers(lines that come %s) loses none', async (_, pieces) => {
  const [input, output] = [new PassThrough(), new PassThrough()]
  output.resume()
  for (const piece of pieces) input.write(piece)
  input.end()
  const answers = await askAnswers(input, output, async (ask: Ask) => {
    const first = await ask(number)
    // As when a question waits for a file to be looked at, while lines come in.
    await new Promise(resolve => setTimeout(resolve, 20))
    return [first, await ask(number)]
  })
  expect(answers).toEqual([5, 7])
})

import { expect, test } from 'vitest'
import { InputError, InterruptedError, StudyError } from '../support/index.ts'
import { describeError } from './main.ts'

test('describeError(InputError) is its line without a stack, code 2', () => {
  const error = new InputError('expected a number, got text', { file: 'study.yaml', line: 3, column: 7 }, 'correct it')
  expect(describeError(error, true)).toEqual({
    text: 'bedside: study.yaml:3:7: expected a number, got text; correct it',
    code: 2,
  })
})

test('describeError gives 1 for a StudyError and 130 for an interruption', () => {
  expect(describeError(new StudyError('the disk is full'), false).code).toBe(1)
  expect(describeError(new InterruptedError('interrupted'), false).code).toBe(130)
})

test('describeError(any other error) calls it a fault of Bedside, with the stack only on request', () => {
  const error = new TypeError('x is not a function')
  expect(describeError(error, false).text).toMatch(/^bedside: x is not a function; this is a fault in Bedside.*$/)
  expect(describeError(error, false).text).not.toContain('\n')
  expect(describeError(error, true).text).toContain('\n    at ')
  expect(describeError('thrown text', false)).toMatchObject({ code: 1 })
})

import { expect, it } from 'vitest'
import { ERROR_CODES, ERRORS, ServiceError } from './errors.ts'

const FRAME = /\n\s+at /

it('a refusal of the caller has no stack trace; a failure of ours has one', () => {
  for (const code of ERROR_CODES) {
    const { stack = '' } = new ServiceError(code)
    expect([code, FRAME.test(stack)]).toEqual([code, ERRORS[code][0] >= 500])
  }
})

it('a refusal takes the stack trace from no error after it', () => {
  const { stackTraceLimit } = Error
  new ServiceError('SIGNATURE_INVALID', { cause: new TypeError('x') })
  expect(Error.stackTraceLimit).toBe(stackTraceLimit)
  expect(new TypeError('after').stack).toMatch(FRAME)
})

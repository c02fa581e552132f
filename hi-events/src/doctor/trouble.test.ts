import { describe, expect, it } from 'vitest'
import { UpstreamError, type UpstreamErrorOptions, type UpstreamFailure } from '../upstream/errors.ts'
import { troubleOf } from './trouble.ts'

const CALL = 'GET /users/me'
const timeout = new DOMException('aborted', 'TimeoutError')

describe('a call that no check has better words for', () => {
  it.each<[UpstreamFailure, Omit<UpstreamErrorOptions, 'call'>, string, RegExp]>([
    ['unreachable', { cause: timeout }, 'got no answer: it took too long to answer', /Start Hi\.Events/],
    ['failed', { status: 500, sentence: 'Server Error' }, 'was answered with 500: Server Error', /own log/],
    ['limited', { status: 429 }, 'was answered with 429', /180 calls a minute/],
    ['limited', { retryAfter: 9 }, 'was not even made: one before it was answered with 429', /Wait a minute/],
    ['resting', { retryAfter: 5 }, 'was not even made: the calls before it all failed', /several times/],
    ['invalid', { sentence: 'not JSON' }, 'was answered with something else: not JSON', /let nothing alter/],
  ])('%s is told as it was', (failure, options, seen, mend) => {
    const finding = troubleOf(new UpstreamError(failure, { call: CALL, ...options }))
    expect(finding).toEqual({
      state: 'failed',
      seen: `${CALL} ${seen}`,
      mend: [expect.stringMatching(mend)],
    })
  })

  it('is left to others when it is no call at all', () => {
    expect(() => troubleOf(new TypeError('a bug'))).toThrow('a bug')
  })
})

import { describe, expect, it } from 'vitest'
import { UpstreamError, type UpstreamErrorOptions, type UpstreamFailure } from '../../upstream/errors.ts'
import { failureOf } from './failure.ts'

const CALL = 'GET /users/me'
const timeout = new DOMException('aborted', 'TimeoutError')

describe('the finding for a failed upstream call', () => {
  it.each<[UpstreamFailure, Omit<UpstreamErrorOptions, 'call'>, string, RegExp]>([
    ['unreachable', { cause: timeout }, 'got no response: it took too long to answer', /Start Hi\.Events/],
    ['failed', { status: 500, sentence: 'Server Error' }, 'was answered with 500: Server Error', /own log/],
    ['limited', { status: 429 }, 'was answered with 429', /180 calls a minute/],
    ['limited', { retryAfter: 9 }, 'was not sent: a call before it got a 429', /Wait a minute/],
    ['resting', { retryAfter: 5 }, 'was not sent: the calls before it all failed', /several times/],
    ['invalid', { sentence: 'not JSON' }, 'was answered with something else: not JSON', /let no proxy alter/],
  ])('explains the failure %s', (failure, options, seen, fix) => {
    const finding = failureOf(new UpstreamError(failure, { call: CALL, ...options }))
    expect(finding).toEqual({
      state: 'failed',
      seen: `${CALL} ${seen}`,
      fix: [expect.stringMatching(fix)],
    })
  })

  it('throws errors that are no failed call', () => {
    expect(() => failureOf(new TypeError('a bug'))).toThrow('a bug')
  })
})

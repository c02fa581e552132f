import { ERROR_CODES } from '@tuvens/contract'
import { describe, expect, it } from 'vitest'
import { failureText } from './failures.ts'

const SAME_TEXT = [['AUTHENTICATION_REQUIRED', 'TOKEN_EXPIRED', 'TOKEN_INVALID']] as const

describe('the text for an error code', () => {
  it.each(ERROR_CODES)('%s is short enough for a notice', (code) => {
    const { title, message } = failureText(code)
    expect(title.length).toBeLessThanOrEqual(60)
    expect(message.length).toBeLessThanOrEqual(120)
  })

  it.each([
    [7, 'Wait 7 seconds, then try again.'],
    [900, 'Wait 15 minutes, then try again.'],
    [null, 'Wait a minute, then try again.'],
  ])('of a limit says when to try again: %s', (seconds, message) => {
    expect(failureText('RATE_LIMITED', seconds).message).toBe(message)
    expect(failureText('NOT_FOUND', seconds)).toEqual(failureText('NOT_FOUND'))
  })

  it.each(ERROR_CODES)('%s starts with a capital letter and blames nobody', (code) => {
    const { title, message } = failureText(code)
    for (const text of [title, message]) {
      expect(text).toMatch(/^[A-Z]/)
      expect(text).not.toMatch(/invalid|illegal|forbidden|wrong|bad request/i)
    }
  })

  it.each([...SAME_TEXT[0], 'INVALID_CREDENTIALS'] as const)('%s leads to signing in', (code) => {
    const { title, message } = failureText(code)
    expect(`${title} ${message}`).toMatch(/[Ss]ign|e-mail and password/)
  })

  it.each(['API_UNAVAILABLE', 'SERVICE_UNAVAILABLE'] as const)('%s promises that nothing is lost', (code) => {
    expect(failureText(code).message).toContain('nothing is lost')
  })

  it.each(SAME_TEXT)('is the same for the codes of one situation: %s, %s, %s', (...codes) => {
    expect(new Set(codes.map((code) => failureText(code).title)).size).toBe(1)
  })
})

import { ServiceError } from '@tuvens/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'
import { createGuesses } from './guesses.ts'

const unknown = new ServiceError('SESSION_NOT_FOUND')

describe('an address that guesses', () => {
  it('is refused for the rest of a minute, and nobody else is', () => {
    let now = 0
    const guesses = createGuesses(3, () => now)
    for (let guess = 0; guess < 3; guess++) {
      guesses.check('192.0.2.1')
      guesses.note('192.0.2.1', unknown)
    }
    expect(() => guesses.check('192.0.2.1')).toThrow(
      expect.objectContaining({ code: 'RATE_LIMITED', retryAfter: 60 }),
    )
    guesses.check('192.0.2.2')
    now = 60_000
    guesses.check('192.0.2.1')
  })

  it('is not one whose link is merely used or expired', () => {
    const guesses = createGuesses(1, () => 0)
    for (const error of [
      new ServiceError('SESSION_ALREADY_USED'),
      new ServiceError('SESSION_EXPIRED'),
      new TypeError('x'),
    ])
      guesses.note('192.0.2.1', error)
    guesses.check('192.0.2.1')
  })

  it('costs little to remember', () => {
    const guesses = createGuesses(1, () => 0)
    for (let address = 0; address < 20_001; address++) guesses.note(String(address), unknown)
    guesses.check('0')
  })
})

describe('the landing', () => {
  let test: Harness
  beforeAll(async () => {
    test = await startHarness({ env: { LIMIT_GUESSES: '3' } })
  })
  afterAll(() => test.stop())

  it('asks the API no more about an address that guesses, and says so in words', async () => {
    const visitor = new Visitor(test)
    const VALIDATE = 'POST /api/cross-app/validate-session'
    const codes = []
    for (let guess = 0; guess < 5; guess++)
      codes.push((await visitor.land({ session_token: `${guess}`.padEnd(43, 'A') })).body['code'])
    expect(codes).toEqual([...Array(3).fill('SESSION_NOT_FOUND'), 'RATE_LIMITED', 'RATE_LIMITED'])
    expect(test.api.count(VALIDATE)).toBe(3)
    const token = test.api.mint({ event: eventOf('11') })
    const answer = await visitor.post('/auth/cross-app', { session_token: token })
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await answer.text()).toContain('Too many tries')
  })
})

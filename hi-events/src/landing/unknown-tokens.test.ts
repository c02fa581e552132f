import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'

describe('an address that sends unknown session tokens', () => {
  let test: Harness
  let now = Date.now()
  beforeAll(async () => {
    const env = { LIMIT_UNKNOWN_TOKENS: '3', TRUST_PROXY: '1' }
    test = await startHarness({ env, overrides: { clock: { now: () => now } } })
  })
  afterAll(() => test.stop())

  const validations = () => test.api.count('POST /api/cross-app/validate-session')
  const valid = () => test.api.issueToken({ event: eventOf('11') })
  const land = async (session_token: string, address: string) => {
    const answer = await fetch(`${test.url}/api/auth/cross-app/validate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ session_token }),
    })
    const { code = 'OK' } = await answer.json()
    return code
  }
  const guess = async (address: string, times: number) => {
    const codes: string[] = []
    for (let each = 0; each < times; each++) codes.push(await land(`${each}`.padEnd(43, 'A'), address))
    return codes
  }

  it('is refused after the limit without another call of the API', async () => {
    const before = validations()
    expect(await guess('192.0.2.1', 5)).toEqual([
      ...Array<string>(3).fill('SESSION_NOT_FOUND'),
      'RATE_LIMITED',
      'RATE_LIMITED',
    ])
    expect(validations()).toBe(before + 3)
    expect(await land(valid(), '192.0.2.1')).toBe('RATE_LIMITED')
  })

  it('is refused with a page, and told when to try again', async () => {
    await guess('192.0.2.2', 3)
    const answer = await fetch(`${test.url}/auth/cross-app`, {
      method: 'POST',
      headers: { 'x-forwarded-for': '192.0.2.2' },
      body: new URLSearchParams({ session_token: valid() }),
    })
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('60')
    expect(await answer.text()).toContain('Too many tries')
  })

  it('is accepted again after a minute', async () => {
    await guess('192.0.2.3', 3)
    now += 60_000
    expect(await land(valid(), '192.0.2.3')).toBe('OK')
  })

  it('does not affect another address', async () => {
    await guess('192.0.2.4', 4)
    expect(await land(valid(), '192.0.2.5')).toBe('OK')
  })

  it('is not one whose links were used or have expired', async () => {
    for (const state of ['used', 'expired', 'used', 'expired'] as const)
      await land(test.api.issueToken({}, state), '192.0.2.6')
    expect(await land(valid(), '192.0.2.6')).toBe('OK')
  })
})

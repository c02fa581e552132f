import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../../test-support/harness.ts'
import { CrossAppAuthService } from './cross-app-auth-service.browser.ts'

let test: Harness
let next = 50
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())

const at = (address: string) => new CrossAppAuthService(new URL(address, test.url))
const issueToken = () => test.api.issueToken({ event: eventOf(String(next++)) })

describe('CrossAppAuthService (H3)', () => {
  it('prefers the fragment to the query, and reads only known parameters', () => {
    const { parameters } = at('/auth/cross-app?event_id=1&source=a&evil=1&action=#session_token=x&event_id=2')
    expect(parameters).toEqual({ session_token: 'x', event_id: '2', source: 'a' })
  })

  it.each([
    ['/auth/cross-app#session_token=x', true],
    ['/auth/cross-app?code=x', true],
    ['/auth/cross-app#', false],
    ['/auth/cross-app?event_id=1', false],
  ])('finds a token in %s: %j', (address, expected) => {
    expect(at(address).hasToken).toBe(expected)
  })

  it('consumes the token and returns where to go next', async () => {
    expect(await at(`/auth/cross-app#session_token=${issueToken()}`).validate()).toEqual({
      ok: true,
      next: expect.stringMatching(/^\/manage\/event\/\d+\/getting-started$/),
      returnUrl: null,
    })
  })

  it('returns an error code of the contract for a failed landing', async () => {
    const used = test.api.issueToken({}, 'used')
    expect(await at(`/auth/cross-app#session_token=${used}`).validate()).toEqual({
      ok: false,
      code: 'SESSION_ALREADY_USED',
      reason: 'This session has already been used',
    })
    expect(await at('/auth/cross-app#session_token=short').validate()).toEqual({
      ok: false,
      code: 'VALIDATION_ERROR',
      reason: 'Invalid request payload',
    })
  })

  it('reports a failed connection', async () => {
    const service = new CrossAppAuthService(new URL('http://127.0.0.1:9/auth/cross-app#session_token=x'))
    expect(await service.validate()).toEqual({ ok: false, code: 'SERVICE_UNAVAILABLE', reason: '' })
    expect(await service.status()).toBeNull()
    expect(await service.accounts()).toBeNull()
    expect(await service.hasPermission('create_events')).toBe(false)
  })

  it('reads status, accounts and permissions of the consumed session', async () => {
    const permissions = ['create_events', 'manage_ticketing'] as const
    const token = test.api.issueToken({ event: eventOf(String(next++)), permissions: [...permissions] })
    const service = at(`/auth/cross-app#session_token=${token}`)
    expect(await service.status()).toMatchObject({ valid: false })
    await service.validate()
    expect(await service.status()).toMatchObject({ valid: true, user: { name: 'Olga Organiser' } })
    expect(await service.accounts()).toMatchObject({ accounts: [{ account_id: 7 }] })
    expect(await service.hasPermission('manage_ticketing')).toBe(true)
    expect(await service.hasPermission('manage_ticketing', 11)).toBe(true)
    expect(await service.hasPermission('view_reports')).toBe(false)
    expect(await service.hasPermission('nonsense')).toBe(false)
  })
})

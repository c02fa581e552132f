import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from '../test-support/harness.ts'

let test: Harness
beforeAll(async () => {
  test = await startHarness({ env: { HI_EVENTS_REGISTRATION: 'open' } })
})
afterAll(() => test.stop())

const post = (path: string, coding: string, accept = 'application/json') => {
  const headers = { 'content-type': 'application/json', 'content-encoding': coding, accept }
  return fetch(test.url + path, { method: 'POST', headers, body: gzipSync('x'.repeat(100_000)) })
}

describe('a compressed body', () => {
  const OURS = ['/embed/1', '/auth/cross-app', '/auth/cross-app/sign-in', '/api/auth/cross-app/validate']
  const PASSED = ['/api/public/events/1/order', '/event/1', '/event/1/waitlist', '/api/auth/login', '/api/x']
  it.each(OURS.concat(PASSED, '/auth/register', '/hooks/hi-events/x', '/api/service/x'))(
    'is refused by %s before it is read',
    async (path) => {
      const reached = test.hiEvents.count(/./)
      for (const coding of ['gzip', 'br', 'deflate', 'zstd', 'nonsense', 'identity, gzip']) {
        const answer = await post(path, coding)
        expect([path, coding, answer.status]).toEqual([path, coding, 415])
        await answer.body?.cancel()
      }
      expect(test.hiEvents.count(/./)).toBe(reached)
    },
  )

  it('is refused by its documented code to a program', async () => {
    expect(await (await post('/api/x', 'gzip')).json()).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' })
  })

  it('is refused in words to a person', async () => {
    const answer = await post('/event/1', 'gzip', 'text/html')
    expect(await answer.text()).toContain('This was sent compressed')
  })

  it('is one that is coded: identity is none', async () => {
    expect((await post('/api/x', 'identity')).status).not.toBe(415)
  })
})

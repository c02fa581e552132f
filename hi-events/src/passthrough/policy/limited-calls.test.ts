import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from '../../../test-support/harness.ts'

const ONE = { LIMIT_ORDERS: '1', LIMIT_WAITING_LIST: '1', LIMIT_UPSTREAM_LOGIN: '1' }

let test: Harness
let next = 1
beforeAll(async () => {
  test = await startHarness({ env: { ...ONE, TRUST_PROXY: '1', HI_EVENTS_REGISTRATION: 'open' } })
})
afterAll(() => test.stop())

const send = async (method: string, path: string, address: string) => {
  const headers = { 'x-forwarded-for': address, 'content-type': 'application/json' }
  const response = await fetch(test.url + path, { method, headers, body: '{}', redirect: 'manual' })
  await response.arrayBuffer()
  return response.status
}

const ORDER = '/api/public/events/1/order'
const WAITING_LIST = '/api/public/events/1/waitlist'
const LOGIN = '/api/auth/login'

describe('a limited call', () => {
  it.each([
    ['POST', ORDER, '/api/public/events/1%20/order'],
    ['POST', ORDER, '/api/public/events/0000000000000000001/order'],
    ['POST', ORDER, '/api/public/events/one/order/'],
    ['POST', ORDER, '/API/Public/events/1/ORDER'],
    ['POST', ORDER, '/index.php/api/public/events/1/order'],
    ['POST', ORDER, '/api/index.php/public/events/1/order'],
    ['POST', ORDER, '/api/public/events/1/order%20'],
    ['PUT', `${ORDER}/o_1`, `/api/public/events/1%20/order/${'x'.repeat(80)}`],
    ['POST', WAITING_LIST, '/api/public/events/+1/waitlist'],
    ['POST', '/event/1', '/event/1%20'],
    ['POST', '/event/1', '/event/01/waitlist'],
    ['POST', LOGIN, '/index.php/api/auth/login'],
    ['POST', LOGIN, '/api/auth/login/'],
    ['POST', LOGIN, '/Auth/Login'],
    ['POST', LOGIN, '/api/auth/login%20'],
    ['POST', LOGIN, '/api/auth/register'],
    ['POST', LOGIN, `/api/auth/reset-password/${'x'.repeat(300)}`],
    ['POST', LOGIN, '/api/auth/invitation/abc'],
  ])('%s %s counts in each spelling: %s', async (method, path, spelling) => {
    const address = `10.9.0.${next++}`
    expect(await send(method, path, address)).not.toBe(429)
    expect(await send(method, spelling, address)).toBe(429)
  })

  it.each(['/api/public/events/1', '/api/public/events/1/order/o_1/x', '/auth/cross-app/x', '/event/1/a/b'])(
    'is not %s',
    async (path) => {
      for (const _ of [1, 2, 3]) expect(await send('POST', path, '10.9.1.1')).not.toBe(429)
    },
  )
})

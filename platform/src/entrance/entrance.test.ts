import { afterAll, describe, expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { createEntrance, type EntranceOptions } from './entrance.ts'
import { createHttp } from '../http/http.ts'
import { trustedPeers } from './trusted-peers.ts'

const apps: { close: () => Promise<unknown> }[] = []
afterAll(async () => {
  await Promise.all(apps.splice(0).map((each) => each.close()))
})

/** A service with these addresses, and the status of a request to it. */
function serviceAt(options: EntranceOptions) {
  const app = createHttp({
    log: createLog('test', 'silent'),
    publicUrl: options.publicUrl,
    entrance: createEntrance(options),
  })
  apps.push(app)
  for (const url of ['/x', '/healthz']) app.all(url, async () => ({}))
  return (
    headers: Record<string, string>,
    request: { method?: 'GET' | 'POST'; url?: string; from?: string } = {},
  ) =>
    app.inject({
      method: request.method ?? 'GET',
      url: request.url ?? '/x',
      headers,
      remoteAddress: request.from ?? '198.51.100.7',
    })
}

describe('a service', () => {
  const ask = serviceAt({
    publicUrl: 'https://api.tuvens.example',
    allowedHosts: ['api.internal', 'node.internal:3001'],
  })

  it.each([
    'api.tuvens.example',
    'API.tuvens.EXAMPLE',
    'api.tuvens.example:443',
    'api.internal',
    'api.internal:3001',
    'node.internal:3001',
  ])('answers for its host %s', async (host) => {
    expect((await ask({ host })).statusCode).toBe(200)
  })

  it.each([
    'tuvens.example',
    'api.tuvens.example.',
    'api.tuvens.example:80',
    'api.tuvens.example.evil.example',
    'api.tuvens.example@evil.example',
    'api.tuvens.example/../x',
    'api.tuvens.example, evil.example',
    'node.internal',
    'node.internal:3002',
    'localhost',
    '127.0.0.1:3001',
    ' ',
  ])('refuses the host %j in words', async (host) => {
    const answer = await ask({ host })
    expect([answer.statusCode, answer.json()]).toEqual([
      421,
      expect.objectContaining({
        code: 'MISDIRECTED_REQUEST',
        message: 'This service does not answer at this address',
      }),
    ])
  })

  it('answers for loopback names only to clients on the same machine', async () => {
    for (const host of ['localhost', 'localhost:3001', '127.0.0.1:3001', '[::1]:3001'])
      for (const from of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
        expect((await ask({ host }, { from })).statusCode).toBe(200)
    expect((await ask({ host: 'evil.example' }, { from: '127.0.0.1' })).statusCode).toBe(421)
  })

  it('answers a health check at any address', async () => {
    expect((await ask({ host: '10.0.0.7:3001' }, { url: '/healthz' })).statusCode).toBe(200)
    expect((await ask({ host: '10.0.0.7:3001' }, { url: '/x?/healthz' })).statusCode).toBe(421)
  })

  it('sends the security headers with everything, refusals too', async () => {
    for (const host of ['api.tuvens.example', 'evil.example'])
      expect((await ask({ host })).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
      })
  })
})

describe('a service with an https address behind a proxy', () => {
  const publicUrl = 'https://api.tuvens.example'
  const host = 'api.tuvens.example'
  const byHttp = { host, 'x-forwarded-proto': 'http' }
  const ask = serviceAt({ publicUrl, isTrustedPeer: trustedPeers('10.0.0.0/8, loopback') })
  const from = '10.0.0.1'

  it('redirects reads that came to the proxy by http', async () => {
    const answer = await ask(byHttp, { from, url: '/x?a=//evil.example' })
    expect([answer.statusCode, answer.headers.location]).toEqual([308, `${publicUrl}/x?a=//evil.example`])
  })

  it('refuses anything else that came to the proxy by http, in words', async () => {
    const answer = await ask(byHttp, { from, method: 'POST' })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'HTTPS_REQUIRED'])
    expect((await ask({ ...byHttp, upgrade: 'websocket' }, { from })).statusCode).toBe(403)
  })

  it.each([
    ['that came by https', { host, 'x-forwarded-proto': 'https' }, from],
    ['that came to the first proxy by https', { host, 'x-forwarded-proto': 'https, http' }, from],
    ['of a client that is no proxy', byHttp, '198.51.100.7'],
    ['of another service, which passes no proxy', { host }, from],
  ])('answers a request %s', async (_what, headers, address) => {
    expect((await ask(headers, { from: address })).statusCode).toBe(200)
  })

  it('answers a health check by http', async () => {
    expect((await ask(byHttp, { from, url: '/healthz' })).statusCode).toBe(200)
  })
})

describe('a service with an http address', () => {
  it('neither redirects nor demands https', async () => {
    const ask = serviceAt({ publicUrl: 'http://localhost:3001', isTrustedPeer: () => true })
    const answer = await ask({ host: 'localhost:3001', 'x-forwarded-proto': 'http' })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).not.toHaveProperty('strict-transport-security')
  })
})

describe('the trust in proxies', () => {
  it.each([
    [true, '198.51.100.7', true],
    [false, '127.0.0.1', false],
    [1, '198.51.100.7', true],
    [0, '127.0.0.1', false],
    ['loopback', '127.0.0.1', true],
    ['loopback', '10.0.0.1', false],
    [['10.0.0.0/8', '::1'], '10.1.2.3', true],
    [['10.0.0.0/8', '::1'], '11.1.2.3', false],
    ['loopback', '', false],
  ])('of the setting %j covers %s: %s', (setting, address, isTrusted) => {
    expect(trustedPeers(setting)(address)).toBe(isTrusted)
  })
})

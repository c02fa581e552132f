import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stand, startStand } from '../../test-support/passthrough-stand.ts'
import { signedOutAnswer } from './login/own-answer.ts'

const ORIGIN = 'https://tickets.example'
let stand: Stand
beforeAll(async () => {
  const gate = () => ({
    login: null,
    presented: null,
    refusal: null,
    answer: signedOutAnswer(ORIGIN),
  })
  const logins = { gate, swap: () => null, attach: () => () => {} }
  stand = await startStand({ config: { ticketOrigin: ORIGIN, proxyHops: 1 }, logins })
})
afterAll(() => stand.stop())

type Sending = { method: string; path: string; headers?: Record<string, string> }
const send = ({ method, path, headers = {} }: Sending) =>
  new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
    const all = { host: 'tickets.example', 'x-forwarded-proto': 'https', ...headers }
    const sent = httpRequest({ host: '127.0.0.1', port: stand.port, path, method, headers: all })
    sent.on('response', (answer) =>
      answer.resume().on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers })),
    )
    sent.on('error', reject).end()
  })

const PREFLIGHT = { 'access-control-request-method': 'PUT' }

describe('a response that is made here', () => {
  it.each<[string, number, Sending]>([
    ['signing out', 200, { method: 'POST', path: '/api/auth/logout' }],
    [
      'our own preflight',
      204,
      { method: 'OPTIONS', path: '/api/x', headers: { ...PREFLIGHT, origin: ORIGIN } },
    ],
    [
      'a foreign preflight',
      204,
      { method: 'OPTIONS', path: '/api/x', headers: { ...PREFLIGHT, origin: 'https://evil.example' } },
    ],
    ['the way to https', 308, { method: 'GET', path: '/x', headers: { 'x-forwarded-proto': 'http' } }],
    ['a refusal', 404, { method: 'GET', path: '/api/admin' }],
  ])('has all security headers: %s', async (_what, status, sending) => {
    const answer = await send(sending)
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'strict-transport-security': expect.stringContaining('max-age='),
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    })
  })
})

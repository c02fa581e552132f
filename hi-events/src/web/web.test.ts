import type { IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { clientIp } from './client-ip.ts'
import { compress, encodingFor } from '@tuvens/platform/http/compress'

describe('the address of the client', () => {
  const request = (forwarded?: string, remote = '10.0.0.9') =>
    ({
      socket: { remoteAddress: remote },
      headers: { 'x-forwarded-for': forwarded },
    }) as unknown as IncomingMessage

  it.each([
    [0, '1.1.1.1', '10.0.0.9'],
    [1, '1.1.1.1', '1.1.1.1'],
    [1, 'forged, 2.2.2.2', '2.2.2.2'],
    [1, '6.6.6.6, 2.2.2.2', '2.2.2.2'],
    [2, '6.6.6.6, 2.2.2.2, 3.3.3.3', '2.2.2.2'],
    [2, '3.3.3.3', '3.3.3.3'],
    [1, '', '10.0.0.9'],
    [1, '<script>', '10.0.0.9'],
    [1, '2001:db8::1', '2001:db8::1'],
  ])('with %d trusted proxies and X-Forwarded-For %j is %s', (hops, forwarded, expected) => {
    expect(clientIp(request(forwarded), hops)).toBe(expected)
  })

  it('is an IPv4 address also when the socket reports it as mapped to IPv6', () => {
    expect(clientIp(request(undefined, '::ffff:192.0.2.7'), 0)).toBe('192.0.2.7')
  })
})

describe('the content encoding', () => {
  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.5', 'br'],
    ['identity', 'identity'],
    [undefined, 'identity'],
  ] as const)('for Accept-Encoding %j is %s', (accepted, encoding) => {
    expect(encodingFor(accepted)).toBe(encoding)
  })

  it('does not change the content', () => {
    expect(gunzipSync(compress('Añb', 'gzip')).toString()).toBe('Añb')
    expect(compress('Añb', 'identity').toString()).toBe('Añb')
  })
})

describe('the ticket origin as a server', () => {
  let test: Harness
  beforeAll(async () => {
    test = await startHarness()
  })
  afterAll(() => test.stop())

  it('reports that it is alive and ready', async () => {
    expect((await fetch(`${test.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${test.url}/readyz`)).status).toBe(200)
  })

  it('reports that it is alive but not ready without its database', async () => {
    const lone = await startHarness()
    await lone.context.db.end()
    expect((await fetch(`${lone.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${lone.url}/readyz`)).status).toBe(503)
    await lone.stop()
  })

  it('serves its font to any origin, cacheable for a year', async () => {
    const { headers, status } = await fetch(`${test.url}/assets/figtree.woff2`)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('font/woff2')
    expect(headers.get('cache-control')).toContain('immutable')
    expect(headers.get('access-control-allow-origin')).toBe('*')
  })

  it.each([
    ['GET', '/api/auth/cross-app/validate', 404],
    ['GET', '/api/auth/cross-app/nothing', 404],
    ['POST', '/embed/assets/nothing.js', 404],
    ['DELETE', '/auth/cross-app', 404],
  ])('answers %s %s with the error envelope', async (method, path, status) => {
    const answer = await fetch(test.url + path, { method })
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ statusCode: status, code: 'NOT_FOUND', path })
  })

  it('stays alive after malformed requests', async () => {
    const bad = [
      '/embed/%',
      '/embed/%00',
      '/auth/cross-app?%=%',
      '/api/auth/cross-app/%2e%2e',
      `/embed/${'9'.repeat(3000)}`,
    ]
    for (const path of bad) expect((await fetch(test.url + path)).status, path).toBeLessThan(500)
    expect((await fetch(`${test.url}/healthz`)).status).toBe(200)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADA, type Site, startSite } from '../test-support/site.ts'

let site: Site
let next = 1
let address: string
beforeAll(async () => {
  site = await startSite({ LIMIT_PAGES: '3', ADDRESS_HEADER: 'x-forwarded-for' })
})
afterAll(() => site.close())
beforeEach(() => {
  address = `198.51.100.${next++}`
  site.api.calls.length = 0
})

const open = (path: string, from = address, headers: Record<string, string> = {}) =>
  site.visitor().open(path, { 'x-forwarded-for': from, ...headers })
const statusOf = async (path: string, from = address) => (await open(path, from)).status
const useUp = async (from = address) => {
  for (const path of ['/', '/event/1', '/nowhere']) expect(await statusOf(path, from)).not.toBe(429)
}

describe('a client that has opened its pages of this minute', () => {
  it('is refused further ones in words, and the others are not', async () => {
    await useUp()
    site.api.calls.length = 0
    const { status, headers, text, html } = await open('/event/1?q=<b>')
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(text).toMatch(/That was a lot at once.*Wait \d+ seconds?, then load this page again/)
    expect(html).not.toMatch(/<script|<b>/)
    expect(site.api.calls).toEqual([])
    expect(await statusOf('/event/1', '203.0.113.9')).toBe(200)
  })

  it('is one IPv6 network of 64 bits', async () => {
    await useUp('2001:db8:1:2::1')
    expect(await statusOf('/', '2001:db8:1:2:ffff::9')).toBe(429)
    expect(await statusOf('/', '2001:db8:1:3::1')).toBe(200)
  })

  it('has static files, posters and health checks all the same', async () => {
    await useUp()
    for (const path of ['/favicon.svg', '/robots.txt', '/posters/1.svg', '/healthz'])
      expect([path, await statusOf(path)]).toEqual([path, 200])
  })

  it('is refused posters in the end', async () => {
    for (let poster = 0; poster < 30; poster++) expect(await statusOf('/posters/1.svg')).toBe(200)
    expect(await statusOf('/posters/1.svg')).toBe(429)
    expect(await statusOf('/')).toBe(200)
  })

  it('is told on the open page by its data, an action or a call', async () => {
    await useUp()
    const asJson = { accept: 'application/json' }
    const told = { code: 'RATE_LIMITED', title: 'That was a lot at once' }
    const data = await open('/event/1/__data.json', address, asJson)
    expect([data.status, JSON.parse(data.html)]).toEqual([429, expect.objectContaining(told)])
    const action = { ...asJson, 'x-sveltekit-action': 'true', 'x-forwarded-for': address }
    const result = await site.visitor().submit('/sign-in', { ...ADA }, action)
    expect(JSON.parse(result.html)).toMatchObject({ type: 'error', error: told })
  })
})

it('a client cannot choose its address where no proxy is trusted', async () => {
  const direct = await startSite({ LIMIT_PAGES: '2' })
  const from = (forged: string) => direct.visitor().open('/', { 'x-forwarded-for': forged })
  const statuses = []
  for (const forged of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) statuses.push((await from(forged)).status)
  expect(statuses).toEqual([200, 200, 429])
  await direct.close()
})

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { callerOf, makeEvent, type Organiser, signUp } from '../../test-support/organiser.ts'
import { createFaultInjection } from './fault-injection.ts'

const faultInjection = createFaultInjection()
const { rules } = faultInjection
let office: TestOffice
let organiser: Organiser
let path: string
beforeAll(async () => {
  office = await startOffice({ context: { faultInjection } })
  organiser = await signUp(office.api)
})
afterAll(() => office.close())
beforeEach(async () => {
  path = `/events/${(await makeEvent(organiser, { status: 'DRAFT' })).eventId}`
})
afterEach(() => rules.remove())

const publish = () => organiser.call('PUT', `${path}/status`, { status: 'LIVE' })
const status = async () => (await organiser.call('GET', path)).body.data.status

describe('a fault before the call', () => {
  it('answers with a server error and does nothing', async () => {
    rules.add({ kind: 'error', times: 1 })
    const answer = await publish()
    expect([answer.status, answer.body]).toEqual([500, { message: 'Server Error' }])
    expect(await status()).toBe('DRAFT')
  })

  it('answers 429 with Retry-After', async () => {
    rules.add({ kind: 'error', status: 429, retryAfter: 2, times: 1 })
    const answer = await publish()
    expect([answer.status, answer.body.message]).toEqual([429, 'Too Many Attempts.'])
    expect(answer.headers.get('retry-after')).toBe('2')
  })

  it('answers with an HTML page', async () => {
    rules.add({ kind: 'html', times: 1 })
    const answer = await organiser.call('GET', path)
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(answer.body).toContain('<!DOCTYPE html>')
  })
})

describe('a fault after the call', () => {
  it('closes the connection without a response, although the call was carried out', async () => {
    rules.add({ kind: 'lose', times: 1 })
    await expect(publish()).rejects.toThrow()
    expect(await status()).toBe('LIVE')
  })

  it('cuts the response off in the middle', async () => {
    rules.add({ kind: 'cut', times: 1 })
    const answer = await fetch(`${office.api}${path}`, {
      headers: { authorization: `Bearer ${organiser.token}`, accept: 'application/json' },
    })
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow()
  })

  it('answers 504 although the call was carried out', async () => {
    rules.add({ kind: 'gateway', times: 1 })
    expect((await publish()).status).toBe(504)
    expect(await status()).toBe('LIVE')
  })
})

it('a response can be delayed', async () => {
  rules.add({ kind: 'slow', ms: 300, times: 1 })
  const since = Date.now()
  expect((await publish()).status).toBe(200)
  expect(Date.now() - since).toBeGreaterThanOrEqual(290)
})

describe('the scope of a response fault', () => {
  it.each([
    ['account', () => ({ account: organiser.accountId })],
    ['event', () => ({ event: Number(path.split('/')[2]) })],
    ['path', () => ({ path: 'PUT /api/events/*/status' })],
  ])('is chosen by %s', async (_name, scope) => {
    const other = await signUp(office.api)
    const { eventId } = await makeEvent(other, { status: 'DRAFT' })
    rules.add({ kind: 'error', ...scope() })
    expect((await publish()).status).toBe(500)
    expect((await other.call('GET', `/events/${eventId}`)).status).toBe(200)
    expect(rules.list()[0]?.applied).toBe(1)
  })

  it('never includes a page', async () => {
    rules.add({ kind: 'error' })
    expect((await fetch(`${office.api.replace('/api', '')}/auth/login`)).status).toBe(200)
    expect((await callerOf(office.api)('GET', '/public/events/1')).status).toBe(500)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { callerOf, type Organiser, signUp } from '../../test-support/organiser.ts'

const KEY = 'a key that opens the door'
let office: TestOffice
let organiser: Organiser
beforeAll(async () => {
  office = await startOffice({ env: { FAULT_INJECTION_KEY: KEY } })
  organiser = await signUp(office.api)
})
afterAll(() => office.close())

const callAt = ({ api }: TestOffice, key?: string) =>
  callerOf(api.replace('/api', ''), key === undefined ? {} : { 'x-fault-injection-key': key })
const door = (method: string, path = '', body?: unknown) =>
  callAt(office, KEY)(method, `/fault-injection${path}`, body)

describe('the routes that control fault injection', () => {
  it('are not found unless a key is set', async () => {
    const honest = await startOffice()
    expect((await callAt(honest, KEY)('GET', '/fault-injection')).status).toBe(404)
    expect(honest.context.faultInjection).toBeNull()
    await honest.close()
  })

  it.each([undefined, '', 'another key', `${KEY} `.repeat(2)])('is shut to who sends %j', async (key) => {
    for (const [method, path] of [
      ['GET', ''],
      ['POST', ''],
      ['DELETE', ''],
      ['DELETE', '/1'],
      ['PUT', '/clock'],
    ] as const) {
      const answer = await callAt(office, key)(method, `/fault-injection${path}`)
      expect([method, path, answer.status]).toEqual([method, path, 403])
      expect(JSON.stringify(answer.body)).not.toContain(KEY)
    }
  })

  it('add a rule, count how often it applied, and remove it', async () => {
    const made = await door('POST', '', { kind: 'error', status: 429, retry_after: 1, times: 2 })
    expect([made.status, made.body.data]).toMatchObject([201, { kind: 'error', times: 2, applied: 0 }])
    const own = `/organizers`
    expect((await organiser.call('GET', own)).status).toBe(429)
    const { body } = await door('GET')
    expect(body.data).toMatchObject([
      { id: made.body.data.id, times: 1, applied: 1, probability: 1, path: null },
    ])
    expect((await door('DELETE', `/${made.body.data.id}`)).status).toBe(204)
    expect((await organiser.call('GET', own)).status).toBe(200)
    expect((await door('DELETE', `/${made.body.data.id}`)).status).toBe(404)
  })

  it('skew the clock, and reset everything', async () => {
    expect((await door('PUT', '/clock', { skew_ms: 5000 })).body).toEqual({ skew_ms: 5000 })
    await door('POST', '', { kind: 'html' })
    expect((await organiser.call('GET', '/organizers')).body).toContain('<!DOCTYPE html>')
    expect((await door('DELETE')).status).toBe(204)
    expect((await door('GET')).body).toEqual({ data: [], skew_ms: 0 })
    expect((await organiser.call('GET', '/organizers')).status).toBe(200)
  })

  it.each([
    [{}, 'kind'],
    [{ kind: 'sulk' }, 'kind'],
    [{ kind: 'drop', times: 0 }, 'times'],
    [{ kind: 'drop', probability: 1.5 }, 'probability'],
    [{ kind: 'drop', event: 'seven' }, 'event'],
    [{ kind: 'slow', ms: 10_000_000 }, 'ms'],
    [{ kind: 'error', status: 200 }, 'status'],
  ])('refuses %j and says which field', async (body, field) => {
    const answer = await door('POST', '', body)
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, [field]])
    expect((await door('PUT', '/clock', { skew_ms: 'late' })).status).toBe(422)
    expect((await door('GET')).body.data).toEqual([])
  })
})

import { API_ROUTES, ERROR_CODES, type Route } from '@tuvens/contract'
import { TORTURE_HEADS, TORTURE_LENGTHS } from '@tuvens/platform/test-support/torture/headers'
import { TORTURE_BODIES, TORTURE_VALUES } from '@tuvens/platform/test-support/torture/json'
import { type RawResponse, sendRaw, sendRawBody } from '@tuvens/platform/test-support/torture/raw-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HostileWorld, type Name, placesOf, refusalOf, withAt } from '../test-support/hostile.ts'

const ROUTES = Object.entries(API_ROUTES as Record<string, Route>) as [Name, Route][]
const WITH_BODY = ROUTES.filter(([, route]) => route.body !== undefined)
/** An answer of a stream ends only when the client leaves. */
const ENDING = ROUTES.filter(([, route]) => route.success.type !== 'text/event-stream')
const MARK = '@@value@@'

describe('every endpoint of the API under torture', () => {
  let hostile: HostileWorld
  let url: string
  beforeAll(async () => {
    hostile = await HostileWorld.start()
    url = await hostile.world.api.listen()
  })
  afterAll(() => hostile.world.end())

  it.each(WITH_BODY)('%s refuses every body that is no unambiguous JSON object', async (name) => {
    const before = await hostile.rows()
    const answers: unknown[] = []
    for (const [what, body] of TORTURE_BODIES) {
      const { statusCode, json } = await hostile.send(name, body)
      answers.push([what, statusCode, json().code])
    }
    expect(answers).toEqual(TORTURE_BODIES.map(([what, body]) => [what, ...refusalOf(name, body)]))
    expect(await hostile.rows()).toEqual(before)
  })

  it.each(WITH_BODY)('%s never fails at a value, whatever it is', async (name) => {
    const good = hostile.bodyOf(name) ?? {}
    const failed: unknown[] = []
    for (const place of placesOf(good)) {
      const template = JSON.stringify(withAt(good, place, MARK))
      for (const value of TORTURE_VALUES) {
        const { statusCode } = await hostile.send(
          name,
          template.replace(`"${MARK}"`, () => value),
        )
        if (statusCode >= 500) failed.push([place.join('.'), value, statusCode])
      }
    }
    expect(failed).toEqual([])
  })

  const bodyOf = (name: Name) => hostile.textOf(name) ?? ''
  /** What a refusal must be: documented, and in the envelope. */
  const faultsOf = (what: string, { status, body }: RawResponse) => {
    const code = status < 400 ? '' : (/"code":"(\w+)"/.exec(body)?.[1] ?? 'none')
    const isKnown = code === '' || ERROR_CODES.some((each) => each === code)
    return status >= 200 && status < 500 && isKnown ? [] : [[what, status, code, body.slice(0, 200)]]
  }

  it.each(ENDING)(
    '%s answers odd heads with a documented refusal, or ignores them',
    async (name, { method }) => {
      const faults = []
      for (const [what, lines] of TORTURE_HEADS) {
        const request = { method, path: hostile.urlOf(name), lines, body: bodyOf(name) }
        faults.push(...faultsOf(what, await sendRawBody(url, request)))
      }
      expect(faults).toEqual([])
    },
  )

  it.each(ENDING)('%s answers wrong lengths with a documented refusal', async (name, { method }) => {
    const faults = []
    for (const [what, lengths, body] of TORTURE_LENGTHS) {
      const lines = ['Content-Type: application/json', ...lengths]
      faults.push(...faultsOf(what, await sendRaw(url, { method, path: hostile.urlOf(name), lines, body })))
    }
    expect(faults).toEqual([])
  })

  it('announces every refusal in the contract and logs none as an error', async () => {
    expect(hostile.undocumented).toEqual([])
    const errors = hostile.log.split('\n').filter((line) => line.includes('"level":50'))
    // A status report about another link is meant to alert.
    expect(errors.filter((line) => !line.includes('"alert":"LINK_CONFLICT"'))).toEqual([])
    expect((await hostile.world.api.app.inject('/readyz')).statusCode).toBe(200)
  })
})

import { API_ROUTES, type Route } from '@tuvens/contract'
import { HEADER_NAMES, inTarget, sendRaw, slowTexts } from '@tuvens/platform/test-support/growth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HostileWorld, type Name, placesOf, withAt } from '../test-support/hostile.ts'

let hostile: HostileWorld
let port: number
const statuses = new Set<number>()
beforeAll(async () => {
  hostile = await HostileWorld.start()
  port = Number(new URL(await hostile.world.api.listen()).port)
})
afterAll(async () => {
  await hostile.world.end()
})

const send = async (request: Omit<Parameters<typeof sendRaw>[0], 'port'>) => {
  statuses.add(await sendRaw({ port, ...request }))
}
const names = Object.keys(API_ROUTES) as Name[]
const WITH_BODY = names.filter((name) => (API_ROUTES as Record<Name, Route>)[name].body !== undefined)

/** The API reads text of strangers here; each of these must cost time that is linear in it. */
describe('adversarial text of 16 kB costs linear time', () => {
  it.each(['/', '/api/', '/api/events/', '/api/events?cursor=', '/api/events?q=', '/healthz?'])(
    'in the target %s',
    async (before) => {
      expect(await slowTexts((text) => send({ target: before + inTarget(text) }))).toEqual([])
    },
  )

  it.each(HEADER_NAMES)('in the header %s', async (name) => {
    const request = (text: string) => send({ target: '/api/auth/me', headers: { [name]: text } })
    expect(await slowTexts(request)).toEqual([])
  })

  it.each(['Bearer ', 'Bearer a.', 'Bearer a.b.'])('in a credential that begins with %j', async (before) => {
    const request = (text: string) =>
      send({ target: '/api/auth/me', headers: { authorization: before + text } })
    expect(await slowTexts(request)).toEqual([])
  })

  it.each(WITH_BODY)('in every string of the body of %s', async (name) => {
    const body = hostile.bodyOf(name) ?? {}
    const places = placesOf(body)
    const request = (text: string) => {
      const filled = places.reduce((each, place) => withAt(each, place, text), body)
      return hostile.send(name, JSON.stringify(filled)).then(({ statusCode }) => statuses.add(statusCode))
    }
    expect(await slowTexts(request)).toEqual([])
  })

  it.each(WITH_BODY.slice(0, 3))('as the whole body of %s', async (name) => {
    expect(await slowTexts((text) => hostile.send(name, text))).toEqual([])
  })

  it('and is read: no limit refused it before', () => {
    expect([...statuses]).not.toContain(429)
  })
})

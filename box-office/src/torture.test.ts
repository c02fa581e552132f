import { TORTURE_HEADS, TORTURE_LENGTHS } from '@tuvens/platform/test-support/torture/headers'
import { TORTURE_BODIES } from '@tuvens/platform/test-support/torture/json'
import { sendRaw, sendRawBody } from '@tuvens/platform/test-support/torture/raw-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../test-support/office.ts'
import { makeEvent, signUp } from '../test-support/organiser.ts'

type Call = { method: string; path: string }
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The routes of Fastify's tree, whose lines hold the end of a path below that of the line they are indented under. */
function routesOf(tree: string): Call[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] =
      /^([\s│]*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?/.exec(line) ?? []
    const level = indent.length / 4
    above.splice(level, above.length, part)
    const path = above.join('')
    return METHODS.filter((method) => methods.split(', ').includes(method)).map((method) => ({
      method,
      path,
    }))
  })
}

/** Each route gets a quarter of the cases and each case a quarter of the routes, which all have one way in. */
function everyFourth<T>(cases: readonly T[], route: number): T[] {
  return cases.filter((_case, index) => (index + route) % 4 === 0)
}

describe('every endpoint of the box office under torture', () => {
  let office: TestOffice
  let url: string
  let token: string
  /** Every registered route, with ids that exist where they can. */
  let calls: Call[]
  beforeAll(async () => {
    office = await startOffice()
    url = new URL(office.api).origin
    const organiser = await signUp(office.api)
    const { eventId } = await makeEvent(organiser)
    token = organiser.token
    calls = routesOf(office.app.printRoutes()).map(({ method, path }) => ({
      method,
      path: path.replace(/:\w+/g, String(eventId)).replace('*', 'x'),
    }))
  })
  afterAll(() => office.close())

  const credential = () => `Authorization: Bearer ${token}`
  const JSON_TYPE = 'Content-Type: application/json'

  it('knows the routes', () => expect(calls.length).toBeGreaterThan(60))

  it('refuses every body that is no unambiguous JSON object, and never fails', async () => {
    const faults: unknown[] = []
    for (const [index, { method, path }] of calls.filter((each) => each.method !== 'GET').entries()) {
      for (const [what, body] of everyFourth(TORTURE_BODIES, index)) {
        const lines = [JSON_TYPE, credential()]
        const { status } = await sendRawBody(url, { method, path, lines, body })
        if (status < 200 || status >= 500) faults.push([method, path, what, status])
      }
    }
    expect(faults).toEqual([])
  }, 600_000)

  it('refuses odd heads, or ignores them, and never fails', async () => {
    const faults: unknown[] = []
    for (const [index, { method, path }] of calls.entries()) {
      for (const [what, lines] of everyFourth(TORTURE_HEADS, index)) {
        const { status } = await sendRawBody(url, {
          method,
          path,
          lines: [credential(), ...lines],
          body: '{}',
        })
        if (status < 200 || status >= 500) faults.push([method, path, what, status])
      }
    }
    expect(faults).toEqual([])
  }, 600_000)

  it('refuses wrong lengths, and never fails', async () => {
    const faults: unknown[] = []
    for (const [index, { method, path }] of calls.entries()) {
      for (const [what, lengths, body] of everyFourth(TORTURE_LENGTHS, index)) {
        const { status } = await sendRaw(url, {
          method,
          path,
          lines: [JSON_TYPE, credential(), ...lengths],
          body,
        })
        if (status < 200 || status >= 500) faults.push([method, path, what, status])
      }
    }
    expect(faults).toEqual([])
  }, 600_000)
})

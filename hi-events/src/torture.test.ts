import { ERROR_CODES, type Route, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { TORTURE_HEADS, TORTURE_LENGTHS } from '@tuvens/platform/test-support/torture/headers'
import { TORTURE_BODIES } from '@tuvens/platform/test-support/torture/json'
import { type RawResponse, sendRaw, sendRawBody } from '@tuvens/platform/test-support/torture/raw-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SHARED_SECRET } from '../test-support/fake-tuvens-api.ts'
import { startHarness, type Harness } from '../test-support/harness.ts'

const ROUTES = Object.entries(TICKET_ORIGIN_ROUTES as Record<string, Route>).map(([name, route]) => ({
  name,
  ...route,
  path: route.path.replace(/:event_id|:hi_events_event_id/, '1').replace(':tenant', 'unknown-tenant'),
}))
const FORM = { name: 'a form', method: 'POST', path: '/auth/cross-app/sign-in' }
const OURS = [...ROUTES, FORM]
/** Passed through: the fake ticket system ignores heads. Lengths are tested in passthrough/hostile.test.ts. */
const PASSED = { name: 'a page of the ticket system', method: 'GET', path: '/event/1/x' }

describe('every endpoint of the ticket origin under torture', () => {
  let test: Harness
  beforeAll(async () => {
    test = await startHarness()
  })
  afterAll(() => test.stop())

  /** Our own refusals have the envelope; the pages and the ticket system have words of their own. */
  const faultsOf = (what: string, { status, body }: RawResponse) => {
    const code = /^\{.*"code":"(\w+)"/.exec(body)?.[1]
    const isKnown = code === undefined || ERROR_CODES.some((each) => each === code)
    return status >= 200 && status < 500 && isKnown ? [] : [[what, status, code, body.slice(0, 200)]]
  }
  const signed = (method: string, path: string, body: string | Buffer) =>
    Object.entries(signRequest([SHARED_SECRET], { method, path, body }, Date.now())).map(
      ([header, value]) => `${header}: ${value}`,
    )

  it.each(ROUTES.filter(({ body }) => body !== undefined))(
    '$name refuses every body that is no unambiguous JSON object',
    async ({ method, path }) => {
      const faults: unknown[] = []
      for (const [what, body] of TORTURE_BODIES) {
        const lines = ['Content-Type: application/json', ...signed(method, path, body)]
        const response = await sendRawBody(test.url, { method, path, lines, body })
        faults.push(...faultsOf(what, response))
        if (response.status < 400) faults.push([what, response.status])
      }
      expect(faults).toEqual([])
    },
  )

  it.each([...OURS, PASSED])(
    '$name answers odd heads with a documented refusal, or ignores them',
    async ({ method, path }) => {
      const faults = []
      for (const [what, lines] of TORTURE_HEADS)
        faults.push(...faultsOf(what, await sendRawBody(test.url, { method, path, lines, body: '{}' })))
      expect(faults).toEqual([])
    },
  )

  it.each(OURS)('$name answers wrong lengths with a documented refusal', async ({ method, path }) => {
    const faults = []
    for (const [what, lengths, body] of TORTURE_LENGTHS) {
      const lines = ['Content-Type: application/json', ...lengths]
      faults.push(...faultsOf(what, await sendRaw(test.url, { method, path, lines, body })))
    }
    expect(faults).toEqual([])
  })
})

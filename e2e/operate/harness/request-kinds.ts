import { callJson } from '../../../scripts/seed/json.ts'
import { HarnessError } from '../../harness/harness-error.ts'
import type { LinkedTestEvent } from '../../harness/people.ts'
import type { RequestKind } from './load.ts'
import type { Stack } from './stack.ts'

/**
 * What people do, on the public addresses: pages, reads of the API, clicks of organisers, and orders. A cookie makes each
 * request one of a person, for whom HAProxy answers nothing from its cache.
 */
export async function requestKinds(
  { urls, direct }: Stack,
  events: readonly LinkedTestEvent[],
): Promise<RequestKind[]> {
  const [first] = events
  if (first === undefined) throw new HarnessError('traffic needs an event')
  const { access_token: token } = (
    await callJson<{ access_token: string }>(`${direct.api}/api/auth/login`, {
      method: 'POST',
      body: { email: first.organiser.email, password: first.organiser.password },
    })
  ).body
  const any = () => events[Math.floor(Math.random() * events.length)] ?? first
  const cookie = { cookie: 'visitor=1' }
  const json = { 'content-type': 'application/json', accept: 'application/json' }
  const page = { ...cookie, accept: 'text/html' }
  return [
    {
      name: 'read an event',
      weight: 10,
      make: () => ({ url: `${urls.api}/api/events/${any().event.id}`, headers: cookie }),
      expected: [200],
    },
    {
      name: 'list events',
      weight: 3,
      make: () => ({ url: `${urls.api}/api/events?limit=20`, headers: cookie }),
      expected: [200],
    },
    {
      name: 'issue a session',
      weight: 3,
      make: () => ({
        url: `${urls.api}/api/cross-app/generate-session`,
        method: 'POST',
        headers: { ...json, authorization: `Bearer ${token}` },
        body: JSON.stringify({ event_id: first.event.id }),
      }),
      expected: [200],
    },
    {
      name: 'open the picker',
      weight: 2,
      make: () => ({ url: `${urls.tickets}/embed/${any().hiEventId}`, headers: page }),
      expected: [200],
    },
    {
      name: 'arrive at the ticket origin',
      weight: 2,
      make: () => ({ url: `${urls.tickets}/auth/cross-app/start?event_id=${first.event.id}`, headers: page }),
      expected: [302, 303],
    },
    {
      name: 'open the page of an event',
      weight: 2,
      make: () => ({ url: `${urls.site}/event/${any().event.id}`, headers: page }),
      expected: [200],
    },
  ]
}

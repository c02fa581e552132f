import type { Send } from './caller.ts'
import type { Person } from './people.ts'
import type { RecordedCall } from './recorder.ts'

const EVENT = {
  title: 'Summer night',
  description: 'An evening in the garden, with a band.',
  startDate: '2030-07-01T18:00:00.000Z',
  endDate: '2030-07-01T22:00:00.000Z',
  timezone: 'Europe/Amsterdam',
  venue: { name: 'The garden', address_line_1: 'Parkweg 1', city: 'Utrecht', country: 'NL' },
  category: 'MUSIC',
  currency: 'EUR',
}
const SCOPES = ['events:write', 'sessions:create', 'reports:read']

/** What the servers of a platform do with an API key, and the keys themselves. @returns the id of its event */
export async function recordPlatform(send: Send, owner: Person): Promise<string> {
  const keys = `/api/accounts/${owner.accountId}/api-keys`
  const as = owner.token
  const { secret } = await send(`POST ${keys}`, {
    as,
    body: { name: 'Our shop', scopes: SCOPES, expires_in_days: 365 },
  })
  const body = { name: 'Reports', scopes: ['reports:read'] }
  const { key } = await send(`POST ${keys}`, { as, body })
  const rotated = await send(`POST ${keys}/${key.id}/rotate`, { as, body: { overlap_hours: 24 } })
  await send(`DELETE ${keys}/${rotated.key.id}`, { as })
  await send('GET /api/platform/key', { as: secret })
  const once = { headers: { 'idempotency-key': 'summer-night-1' } }
  const event = await send('PUT /api/platform/events/summer-night', { as: secret, body: EVENT, ...once })
  await send('GET /api/platform/events/summer-night', { as: secret })
  await send('GET /api/platform/events', { as: secret })
  await send('GET /api/platform/events/summer-night/report', { as: secret })
  await send('POST /api/platform/sessions', {
    as: secret,
    body: {
      user: { id: 'user-1', email: 'ada@platform.example', name: 'Ada Lovelace' },
      external_id: 'summer-night',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      role: 'editor',
    },
  })
  await send(`GET ${keys}`, { as })
  return event.id
}

const HOOK = 'https://hooks.example.com/tuvens'

/** A webhook endpoint, before anything is sent to it. @returns its address in the API */
export async function createEndpoint(send: Send, owner: Person): Promise<string> {
  const endpoints = `/api/accounts/${owner.accountId}/webhook-endpoints`
  const body = { url: HOOK, description: 'Our shop', event_types: ['ticketing.status_changed'] }
  const { endpoint } = await send(`POST ${endpoints}`, { as: owner.token, body })
  const path = `${endpoints}/${endpoint.id}`
  await send(`PATCH ${path}`, {
    as: owner.token,
    body: { description: 'The shop’s server', event_types: [] },
  })
  return path
}

/** The life of a webhook endpoint that has messages. @returns the body of one message of each type */
export async function recordEndpoint(
  send: Send,
  { token: as }: Person,
  endpoint: string,
): Promise<Map<string, RecordedCall>> {
  await send('GET /api/webhook-event-types')
  await send(`GET ${endpoint.slice(0, endpoint.lastIndexOf('/'))}`, { as })
  await send(`POST ${endpoint}/test`, { as })
  await send(`GET ${endpoint}`, { as })
  await send(`POST ${endpoint}/rotate`, { as })
  const { messages } = await send(`GET ${endpoint}/messages`, { as })
  const told = messages.find((each: { type: string }) => each.type !== 'endpoint.test') ?? messages[0]
  await send(`GET ${endpoint}/messages/${told.id}`, { as })
  await send(`POST ${endpoint}/messages/${told.id}/replay`, { as })
  const [from, to] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString())
  await send(`POST ${endpoint}/replay`, { as, body: { from, to, only: 'all' } })
  const bodies = new Map<string, RecordedCall>()
  for (const { id, type } of messages)
    bodies.set(`webhook.${type}`, {
      request: JSON.parse((await send(`GET ${endpoint}/messages/${id}`, { as })).body),
    })
  await send(`DELETE ${endpoint}`, { as })
  return bodies
}

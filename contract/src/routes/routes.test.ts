import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES, type ErrorCode, ERRORS } from '../errors.ts'
import { HEADERS } from '../headers.ts'
import { LIMITS } from '../limits.ts'
import {
  KEY_ERRORS,
  type Route,
  type RouteAuth,
  route,
  SERVICE_ERRORS,
  SIGNED_ERRORS,
  USER_ERRORS,
} from './route.ts'
import { API_ROUTES } from './api-routes.ts'
import { TICKET_ORIGIN_ROUTES } from './ticket-origin-routes.ts'

const routes = Object.entries<Route>({ ...API_ROUTES, ...TICKET_ORIGIN_ROUTES })

/** The errors of a credential, by the kind of credential. */
const CREDENTIAL_ERRORS: Record<RouteAuth, readonly ErrorCode[]> = {
  none: [],
  user: USER_ERRORS,
  service: SERVICE_ERRORS,
  signed: SIGNED_ERRORS,
  'user-or-service': [...USER_ERRORS, ...SERVICE_ERRORS],
  'user-or-signed': [...USER_ERRORS, ...SIGNED_ERRORS],
  webhook: SIGNED_ERRORS,
  'native-webhook': ['SIGNATURE_INVALID'],
  session: [],
  key: KEY_ERRORS,
}

/** Codes that come from the server below all routes, from the pass-through or from its pages, not from a route. */
const UNLISTED: readonly ErrorCode[] = [
  'HTTPS_REQUIRED',
  'METHOD_NOT_ALLOWED',
  'REQUEST_TIMEOUT',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'MISDIRECTED_REQUEST',
  'HEADERS_TOO_LARGE',
  'INTERNAL_ERROR',
  'SERVICE_UNAVAILABLE',
  'UPSTREAM_TIMEOUT',
]

describe('the route tables', () => {
  it('have no signed call in common: a signature names no host, so that a call to one service is none to another', () => {
    const signedOf = (table: Record<string, Route>) =>
      Object.values(table)
        .filter(({ auth }) => /service|signed|^webhook/.test(auth))
        .map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`)
    const [api, ticketOrigin] = [signedOf(API_ROUTES), signedOf(TICKET_ORIGIN_ROUTES)]
    expect(api.filter((each) => ticketOrigin.includes(each))).toEqual([])
    expect(Math.min(api.length, ticketOrigin.length)).toBeGreaterThan(0)
  })

  it.each(routes)('%s names codes that exist, each once', (_name, route) => {
    expect(new Set(route.errors).size).toBe(route.errors.length)
    expect(route.errors.filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([])
  })

  it('give every error code to a route, or it can come from every one', () => {
    const listed = new Set<ErrorCode>(routes.flatMap(([, { errors }]) => errors))
    expect(ERROR_CODES.filter((code) => !listed.has(code))).toEqual(UNLISTED)
  })

  it.each(routes)('%s has a schema for the parameters of its path', (_name, route) => {
    const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1])
    expect(Object.keys(route.params && Type.IsObject(route.params) ? route.params.properties : {})).toEqual(
      names,
    )
  })

  it.each(routes)('%s lists the errors of its credential', (_name, route) => {
    expect(CREDENTIAL_ERRORS[route.auth].filter((code) => !route.errors.includes(code))).toEqual([])
  })

  it.each(routes.filter(([, { success }]) => success.type !== 'text/html' && success.status !== 303))(
    '%s can refuse what does not fit its schemas',
    (_name, { params, query, body, errors }) => {
      if ((params ?? query ?? body) !== undefined) expect(errors).toContain('VALIDATION_ERROR')
    },
  )

  it('give no two routes the same method and path, whatever their parameters are called', () => {
    const addresses = routes.map(([, { method, path }]) => `${method} ${path.replace(/:\w+/g, ':')}`)
    expect(new Set(addresses).size).toBe(addresses.length)
  })

  it('send no body with a GET or DELETE, and none back with 204 and 303', () => {
    const withoutBody = routes.filter(([, { method }]) => method === 'GET' || method === 'DELETE')
    expect(withoutBody.filter(([, { body }]) => body !== undefined)).toEqual([])
    const empty = routes.filter(([, { success }]) => [204, 303].includes(success.status))
    expect(empty.filter(([, { success }]) => success.body !== undefined)).toEqual([])
  })

  it('refuse unknown fields in every request but webhooks, whose senders grow, and the stream', () => {
    const isOpen = (schema: unknown) =>
      schema !== undefined && !JSON.stringify(schema).includes('"additionalProperties":false')
    const open = routes.filter(([, { params, query, body }]) => [params, query, body].some(isOpen))
    expect(open.map(([name]) => name)).toEqual(['eventUpdates', 'statusWebhook', 'nativeWebhook'])
  })

  it('keep every secret out of URLs: a path carries ids and a tenant only', () => {
    const names = new Set(
      routes.flatMap(([, { path }]) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)),
    )
    expect(names).toEqual(
      new Set([
        'account_id',
        'delivery_id',
        'endpoint_id',
        'event_id',
        'external_id',
        'hi_events_event_id',
        'id',
        'invitation_id',
        'key_id',
        'kind',
        'message_id',
        'passkey_id',
        'rendition',
        'sign_in_id',
        'tenant',
        'user_id',
      ]),
    )
  })
})

describe('a limit', () => {
  it.each(Object.keys(LIMITS))('the limit %s belongs to a route', (name) => {
    expect(routes.filter(([, { limit }]) => limit === name).length).toBeGreaterThan(0)
  })

  it.each(routes.filter(([, { limit }]) => limit !== undefined))(
    'of %s can be met and is listed as RATE_LIMITED',
    (_name, { errors }) => expect(errors).toContain('RATE_LIMITED'),
  )

  it.each([
    'register',
    'login',
    'generateSession',
    'validateSession',
    'validateCode',
    'statusWebhook',
  ] as const)('stands before %s, which a stranger could call to guess or to fill the database', (name) =>
    expect(API_ROUTES[name].limit).toBeDefined(),
  )
})

describe('a header name', () => {
  const names = Object.values(HEADERS)

  it('is a token of RFC 9110 in lower case, as Node hands it over, and has one meaning', () => {
    expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  })

  it('of a route is one of ours or a conditional or resuming one of HTTP', () => {
    const known = new Set<string>([...names, 'if-none-match', 'if-match', 'last-event-id'])
    const used = routes.flatMap(([, { headers = {} }]) => Object.keys(headers))
    expect(used.filter((name) => !known.has(name))).toEqual([])
  })
})

describe('a row of a route table', () => {
  const details = { auth: 'none', success: { status: 200 }, errors: [] } as const

  it('reads method and path from its first argument', () => {
    expect(route('GET /a/:id', 'Read a', details)).toEqual({
      method: 'GET',
      path: '/a/:id',
      summary: 'Read a',
      ...details,
    })
  })

  it('splits method and path at the first space only', () => {
    expect(route('PUT /a b', 'Write', details)).toMatchObject({ method: 'PUT', path: '/a b' })
  })
})

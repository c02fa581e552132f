import { type TSchema, Type } from 'typebox'
import { ERRORS, ErrorBody, type ErrorCode } from '../errors.ts'
import { HEADERS } from '../headers.ts'
import { LIMITS } from '../limits.ts'
import type { Route, RouteAuth } from '../routes/route.ts'
import { DESCRIPTIONS, type OperationName } from './descriptions/descriptions.ts'
import { EXAMPLES, exampleOf } from './examples.ts'
import { DOCUMENT_TAGS, tagOf, WEBHOOKS_OUT_TAG } from './tags.ts'
import { webhooksOf } from './webhooks.ts'
import { API_ROUTES } from '../routes/api-routes.ts'
import { TICKET_ORIGIN_ROUTES } from '../routes/ticket-origin-routes.ts'

/** For code that documents the calls in another form. */
export { DESCRIPTIONS } from './descriptions/descriptions.ts'

const SECURITY: Record<RouteAuth, Record<string, string[]>[]> = {
  none: [],
  user: [{ user: [] }],
  service: [{ signed: [] }, { plain: [] }],
  signed: [{ signed: [] }],
  'user-or-service': [{ user: [] }, { signed: [] }, { plain: [] }],
  'user-or-signed': [{ user: [] }, { signed: [] }],
  webhook: [{ signed: [] }, { standardWebhook: [] }, { legacyWebhook: [] }],
  'native-webhook': [{ nativeWebhook: [] }],
  session: [{ session: [] }],
  key: [{ key: [] }],
}

const apiKey = (name: string, description: string) => ({ type: 'apiKey', in: 'header', name, description })

const SECURITY_SCHEMES = {
  user: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  key: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'tvk_live_…',
    description:
      'An API key of an account. `x-scopes` of an operation are what it may be allowed to do: any one of them is enough',
  },
  plain: apiKey(HEADERS.sharedSecret, 'The shared secret itself; accepted only with ALLOW_LEGACY_S2S=true'),
  signed: apiKey(
    HEADERS.signature,
    `hex(HMAC-SHA256(secret, ${HEADERS.timestamp} + "." + METHOD + " " + path with query + "." + body)), 300 s window`,
  ),
  standardWebhook: apiKey(
    HEADERS.standardSignature,
    `Standard Webhooks 1.0, with ${HEADERS.standardId} and ${HEADERS.standardTimestamp}`,
  ),
  legacyWebhook: apiKey(
    HEADERS.statusWebhookSignature,
    'sha256=<hex HMAC-SHA256(secret, body)>; accepted only with ALLOW_LEGACY_S2S=true',
  ),
  nativeWebhook: apiKey(
    HEADERS.nativeSignature,
    '<hex HMAC-SHA256(webhook secret, body)>, as Hi.Events sends it',
  ),
  session: apiKey(HEADERS.sessionToken, 'A session token that has been validated here'),
}

/** Public addresses of the two services. */
export type OpenApiServers = { api: string; ticketOrigin: string }

/** OpenAPI 3.1 of the API and of the ticket origin, made from the route tables alone. */
export function openApiDocument(version: string, { api, ticketOrigin }: OpenApiServers) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tuvens Ticketing',
      version,
      description: 'Sell tickets through Hi.Events in one click.',
      contact: { name: 'The operator of this installation' },
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [{ url: api, description: 'The API' }],
    tags: DOCUMENT_TAGS,
    paths: {
      ...pathsOf(API_ROUTES, 'api'),
      ...atServer(pathsOf(TICKET_ORIGIN_ROUTES, 'ticket-origin'), {
        url: ticketOrigin,
        description: 'The ticket origin',
      }),
    },
    webhooks: webhooksOf(WEBHOOKS_OUT_TAG),
    components: { securitySchemes: SECURITY_SCHEMES, schemas: { Error: ErrorBody } },
  }
}

function pathsOf(routes: Record<string, Route>, service: 'api' | 'ticket-origin') {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [operationId, route] of Object.entries(routes)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operationOf(operationId as OperationName, route, service),
    }
  }
  return paths
}

type Server = { url: string; description: string }

function atServer(paths: Record<string, Record<string, unknown>>, server: Server) {
  return Object.fromEntries(
    Object.entries(paths).map(([path, each]) => [path, { servers: [server], ...each }]),
  )
}

/** One operation of the document. */
export function operationOf(operationId: OperationName, route: Route, service: 'api' | 'ticket-origin') {
  const { request, response } = EXAMPLES[operationId] ?? {}
  return {
    operationId,
    tags: [tagOf(route, service)],
    summary: route.summary,
    ...(route.deprecated && { deprecated: true }),
    description: [DESCRIPTIONS[operationId], ...conditionsOf(route)].join('\n\n'),
    ...scopesOf(route),
    security: SECURITY[route.auth],
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...headersOf(route),
    ],
    ...(route.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: route.body, ...exampleOf(request) } },
      },
    }),
    ...(route.takes && {
      requestBody: {
        required: true,
        content: { [route.takes]: { schema: { type: 'string', format: 'binary' } } },
      },
    }),
    responses: responsesOf(route, response),
  }
}

/** What holds for calls of several operations. */
function conditionsOf({ scopes = [], limit, deprecated }: Route): string[] {
  const limited = limit && LIMITS[limit]
  return [
    ...(deprecated
      ? [`Deprecated since ${deprecated.since}. It ends on ${deprecated.sunset}: ${deprecated.link}`]
      : []),
    ...(scopes.length > 0 ? [`Scope: ${scopes.map((scope) => `\`${scope}\``).join(' or ')}.`] : []),
    ...(limited
      ? [`Limit: ${limited.points} calls in ${limited.seconds} seconds for each ${limited.per}.`]
      : []),
  ]
}

/** Scopes of a requirement are an extension: its own list is for OAuth alone where linters read it. */
const scopesOf = ({ scopes }: Route) => (scopes === undefined ? {} : { 'x-scopes': scopes })

function parametersOf(schema: TSchema | undefined, place: 'path' | 'query') {
  if (schema === undefined || !Type.IsObject(schema)) return []
  const { properties } = schema
  const required: string[] = 'required' in schema && Array.isArray(schema.required) ? schema.required : []
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: each,
  }))
}

function headersOf({ headers = {} }: Route) {
  return Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }))
}

/** Sent with every response of a limited call: the older form, and that of the IETF draft. */
const LIMIT_HEADERS = {
  'X-RateLimit-Limit': 'Calls allowed per window',
  'X-RateLimit-Remaining': 'Calls left in this window',
  'X-RateLimit-Reset': 'When the window ends, in seconds since 1970',
  RateLimit: 'Calls left and seconds until the window ends',
  'RateLimit-Policy': 'Calls allowed and the length of the window',
}

/** Sent with every response of a call that is going to end. */
const DEPRECATION_HEADERS = {
  Deprecation: 'Since when the call is deprecated (RFC 9745)',
  Sunset: 'When it ends (RFC 8594)',
  Link: 'Where to read what to use in its place',
}

function successHeadersOf({ limit, successHeaders, deprecated }: Route) {
  const named = {
    ...(limit !== undefined && LIMIT_HEADERS),
    ...(deprecated !== undefined && DEPRECATION_HEADERS),
    ...successHeaders,
  }
  return Object.fromEntries(
    Object.entries(named).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  )
}

function responsesOf(route: Route, example: unknown) {
  const { status, body, type, canCreate } = route.success
  const headers = successHeadersOf(route)
  const content = body
    ? { 'application/json': { schema: body, ...exampleOf(example) } }
    : type
      ? { [type]: exampleOf(example) }
      : undefined
  const statuses = [...new Set(route.errors.map((code) => ERRORS[code][0]))]
  const failures = statuses.map((failed) => [
    failed,
    failureOf(route.errors.filter((code) => ERRORS[code][0] === failed)),
  ])
  const success = {
    description: 'Success',
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(content && { content }),
  }
  return {
    [status]: success,
    ...(canCreate === true && { 201: { ...success, description: 'Created' } }),
    ...Object.fromEntries(failures),
    ...othersOf(route.success),
  }
}

/** What can come from every call. Pages answer with pages, also to a form that leads to another one. */
function othersOf({ status, type }: Route['success']) {
  const isPage = type === 'text/html' || (status >= 300 && status < 400)
  const content = isPage
    ? { 'text/html': {} }
    : { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }
  return {
    '4XX': { description: 'Any other refusal, such as 413 and 415', content },
    default: { description: 'Any other failure, such as 500 and 503', content },
  }
}

function failureOf(codes: ErrorCode[]) {
  return {
    description: codes.join(' · '),
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  }
}

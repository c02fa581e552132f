import { clientKey } from '@tuvens/platform/limits/client'
import { createLimits, type LimitState } from '@tuvens/platform/limits/limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { BaseContext } from '../base-context.ts'
import { type Bearer, type Principal, principalOf, unauthenticated } from './principal.ts'
import { missing, Refusal } from '../refusal.ts'

/** A picture of 8 MiB with the form around it. */
const MAX_UPLOAD_BYTES = 9 * 1024 * 1024

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Call = {
  params: Readonly<Record<string, string | undefined>>
  query: Readonly<Record<string, unknown>>
  body: unknown
  request: FastifyRequest
  reply: FastifyReply
}
type Handler<T> = (call: Call & T) => Promise<unknown>

declare module 'fastify' {
  interface FastifyRequest {
    bearer: Bearer | null
  }
}

/** Registers REST calls. Authentication and the rate limit are the same for all of them. */
export type Api = {
  /** For everyone; `bearer` is the caller when they send a valid token. */
  open: (method: Method, path: string, handler: Handler<{ bearer: Bearer | null }>) => void
  /** For callers with a valid token, whatever account it names. */
  signedIn: (method: Method, path: string, handler: Handler<{ bearer: Bearer }>) => void
  /** For members of an account. */
  member: (method: Method, path: string, handler: Handler<{ principal: Principal }>) => void
  /** For members of an account who send a form with a file: the body is its bytes. */
  upload: (path: string, handler: Handler<{ principal: Principal }>) => void
}

type ApiContext = BaseContext & { authenticate: (token: string | undefined) => Promise<Bearer | null> }

export function createApi(app: FastifyInstance, context: ApiContext): Api {
  const { config, clock, redis } = context
  const limits = createLimits({
    rules: { calls: { points: config.rateLimit, seconds: 60 } },
    service: 'box-office',
    redis,
    clock,
  })
  app.decorateRequest('bearer', null)

  /** Runs before the body is read, so that callers without access cannot send one. */
  const identify = async (request: FastifyRequest, reply: FastifyReply, guarded: boolean) => {
    request.bearer = await context.authenticate(tokenOf(request, context))
    if (guarded && request.bearer === null) throw unauthenticated()
    const user =
      request.bearer === null ? `address ${clientKey(request.ip)}` : `user ${request.bearer.userId}`
    sendLimit(await limits.count('calls', user), reply, clock.now())
  }
  acceptFiles(app)
  const route = (method: Method, url: string, { guarded, handle, bodyLimit }: Guarded) => {
    app.route({
      method,
      url,
      ...(bodyLimit !== undefined && { bodyLimit }),
      onRequest: (request, reply) => identify(request, reply, guarded),
      handler: (request, reply) => handle(callOf(request, reply)),
    })
  }
  return {
    open: (method, path, handler) =>
      route(method, path, {
        guarded: false,
        handle: (call) => handler({ ...call, bearer: call.request.bearer }),
      }),
    signedIn: (method, path, handler) =>
      route(method, path, {
        guarded: true,
        handle: (call) => handler({ ...call, bearer: bearerOf(call) }),
      }),
    member: (method, path, handler) =>
      route(method, path, {
        guarded: true,
        handle: async (call) => handler({ ...call, principal: principalOf(bearerOf(call)) }),
      }),
    upload: (path, handler) =>
      route('POST', path, {
        guarded: true,
        handle: async (call) => handler({ ...call, principal: principalOf(bearerOf(call)) }),
        bodyLimit: MAX_UPLOAD_BYTES,
      }),
  }
}

type Guarded = {
  guarded: boolean
  handle: (call: Call) => Promise<unknown>
  /** Bytes; set where a file is sent. */
  bodyLimit?: number
}

/** Forms with files are read only where one is expected; elsewhere they get 415, as before. */
function acceptFiles(app: FastifyInstance): void {
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: MAX_UPLOAD_BYTES },
    async (request: FastifyRequest, raw: Buffer) => {
      if (request.routeOptions.bodyLimit !== MAX_UPLOAD_BYTES)
        throw new Refusal(415, 'Unsupported Media Type')
      return raw
    },
  )
}

function callOf(request: FastifyRequest, reply: FastifyReply): Call {
  const params = request.params as Call['params']
  const query = request.query as Call['query']
  return { params, query, body: request.body, request, reply }
}

function bearerOf({ request }: Call): Bearer {
  if (request.bearer === null) throw unauthenticated()
  return request.bearer
}

/**
 * The token from the header, else from the cookie. Browsers send the cookie with requests that other sites cause too
 * (CSRF), so on requests that may change something it counts only when no foreign page sent them.
 */
function tokenOf(request: FastifyRequest, { config }: BaseContext): string | undefined {
  const header = /^bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (header !== undefined) return header
  const { origin } = request.headers
  const own = origin === undefined || origin === config.publicUrl || config.corsOrigins.includes(origin)
  return own || request.method === 'GET' ? request.cookies['token'] : undefined
}

function sendLimit(
  { points, remaining, resetMs, isAllowed }: LimitState,
  reply: FastifyReply,
  now: number,
): void {
  reply.header('x-ratelimit-limit', String(points)).header('x-ratelimit-remaining', String(remaining))
  if (isAllowed) return
  reply
    .header('retry-after', String(Math.max(1, Math.ceil(resetMs / 1000))))
    .header('x-ratelimit-reset', String(Math.ceil((now + resetMs) / 1000)))
  throw new Refusal(429, 'Too Many Attempts.')
}

/** The event id in a path. */
export function eventOf({ params }: Pick<Call, 'params'>): number {
  return idOf(params['event_id'] ?? params['id'], 'Event')
}

/** @throws Refusal 404 when the part of the path is no id */
export function idOf(value: string | undefined, model: string): number {
  if (value !== undefined && /^[1-9]\d{0,8}$/.test(value)) return Number(value)
  throw missing(model, (value ?? '').slice(0, 40))
}

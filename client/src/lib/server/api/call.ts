import { HEADERS, type Route } from '@tuvens/contract'
import type { Static, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/schema'
import { type Answer, failureOf, readFailure } from './answer.ts'

/** On whose behalf and how the API is called. */
export type Caller = {
  baseUrl: string
  requestId: string
  /** The visitor's address: the API's limits are theirs, not this server's. */
  clientAddress: string
  accessToken?: string
}

type StaticOf<R extends Route, K extends 'params' | 'query' | 'body'> =
  R extends Record<K, infer S extends TSchema> ? { [P in K]: Static<S> } : { [P in K]?: undefined }
export type Input<R extends Route> = StaticOf<R, 'params'> &
  StaticOf<R, 'query'> &
  StaticOf<R, 'body'> & { headers?: Record<string, string> }
export type Success<R extends Route> = R['success'] extends { body: infer S extends TSchema }
  ? Static<S>
  : undefined

/** What a path or a query can carry. */
type Plain = string | number | boolean | undefined

const TIMEOUT_MS = 8_000

/** Calls one route of the contract's table. What comes back fits the route's schema or is a failure. */
export async function call<R extends Route>(
  caller: Caller,
  route: R,
  input: Input<R>,
): Promise<Answer<Success<R>>> {
  const response = await send(caller, route, input)
  if (response === null) return failureOf('API_UNAVAILABLE')
  const body = await readJson(response)
  if (!response.ok) return readFailure(response, body)
  if (!fits(route, body)) return failureOf('UPSTREAM_INVALID')
  return { ok: true, value: body as Success<R>, etag: response.headers.get('etag') }
}

/** The answer, or null when none came in time. */
async function send(caller: Caller, route: Route, input: Input<Route>): Promise<Response | null> {
  const init: RequestInit = {
    method: route.method,
    headers: { ...headersOf(caller, input), ...input.headers },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  }
  if (input.body !== undefined) init.body = JSON.stringify(input.body)
  return fetch(addressOf(caller, route, input), init).catch(() => null)
}

function headersOf(caller: Caller, { body }: Input<Route>): Record<string, string> {
  return {
    accept: 'application/json',
    'x-forwarded-for': caller.clientAddress,
    [HEADERS.requestId]: caller.requestId,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(caller.accessToken !== undefined && { authorization: `Bearer ${caller.accessToken}` }),
  }
}

function addressOf(caller: Caller, route: Route, { params, query }: Input<Route>): string {
  const values = (params ?? {}) as Record<string, Plain>
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])))
  const search = new URLSearchParams(
    Object.entries((query ?? {}) as Record<string, Plain>).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    ),
  )
  return `${caller.baseUrl}${path}${search.size > 0 ? `?${search}` : ''}`
}

async function readJson(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined)
}

const validators = new WeakMap<TSchema, Validator>()

function fits(route: Route, body: unknown): boolean {
  const schema = route.success.body
  if (schema === undefined) return true
  const validator = validators.get(schema) ?? Compile(schema)
  validators.set(schema, validator)
  return validator.Check(body)
}

import type { Route } from '@tuvens/contract'
import type { Language } from '@tuvens/messages'
import { createHttpCaller, type HttpCaller } from '@tuvens/platform/http/call'
import { CallError } from '@tuvens/platform/http/call-error'
import { callOf, type RouteInput, type RouteSuccess } from '@tuvens/platform/http/route'
import type { Static } from 'typebox'
import { type ApiResult, failureOf, readFailure } from './result.ts'

/** On whose behalf and over which connection the API is called. */
export type ApiCaller = {
  http: HttpCaller
  /** The visitor's address: the API limits visitors, not this server. */
  clientAddress: string
  /** The visitor's browser, which the list of their sign-ins names. */
  userAgent: string
  /** The visitor's language: that of mails to them. */
  language: Language
  accessToken?: string
}

/** A picture is decoded and encoded again, and may wait for others. */
const UPLOAD_MS = 30_000
const LIMITS = { timeoutMs: 8_000, maxBytes: 8 * 1024 * 1024 }

/** The connections of this server to the API. A failed call is not repeated: the page offers *Try again*. */
export function connectToApi(baseUrl: string): HttpCaller {
  return createHttpCaller({ target: 'api', baseUrl, ...LIMITS, retry: () => null })
}

/** Calls one route of the contract. The result fits the route's schema, or it is a failure. */
export async function call<R extends Route>(
  caller: ApiCaller,
  route: R,
  input: RouteInput<R>,
): Promise<ApiResult<Static<RouteSuccess<R>>>> {
  try {
    const result = await caller.http.call({
      ...callOf(route, { ...input, headers: { ...headersOf(caller), ...input.headers } }),
      ...(input.bytes !== undefined && { timeoutMs: UPLOAD_MS }),
    })
    const { etag } = result.headers
    return { ok: true, value: result.body, etag: typeof etag === 'string' ? etag : null }
  } catch (error) {
    return error instanceof CallError ? readFailure(error) : failureOf('API_UNAVAILABLE')
  }
}

/** Reads a file of the API; null when there is none to be had. */
export async function readFile(caller: ApiCaller, path: string): Promise<Buffer | null> {
  try {
    const result = await caller.http.call({ method: 'GET', path, headers: headersOf(caller), isFile: true })
    return result.raw
  } catch (error) {
    if (error instanceof CallError) return null
    throw error
  }
}

function headersOf({ clientAddress, userAgent, language, accessToken }: ApiCaller): Record<string, string> {
  return {
    'x-forwarded-for': clientAddress,
    'user-agent': userAgent,
    'accept-language': language,
    ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
  }
}

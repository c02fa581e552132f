import { errorBody, type ErrorCode, GenerateSessionRequest, ServiceError } from '@tuvens/contract'
import { json, type RequestEvent } from '@sveltejs/kit'
import type { SessionGrant } from '$lib/services/crossAppAuth.ts'
import { isSameOrigin } from '$lib/server/security/same-origin.ts'
import { Check } from 'typebox/schema'
import type { RequestHandler } from './$types'

const MAX_BODY_CHARS = 2_000

/**
 * C7: issues a session token for the signed-in user. Their credentials stay in cookies that no script can read; the response
 * contains only the landing URL and its expiry time.
 */
export const POST: RequestHandler = async (event) => {
  const { request, url, locals } = event
  if (!isSameOrigin(request, url)) return refuse(event, 'ORIGIN_NOT_ALLOWED')
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(event, 'UNSUPPORTED_MEDIA_TYPE')
  }
  if (locals.visitor.kind === 'guest') return refuse(event, 'AUTHENTICATION_REQUIRED')
  if (locals.visitor.kind === 'unknown') return refuse(event, 'API_UNAVAILABLE')
  const body = parse(await request.text())
  if (!Check(GenerateSessionRequest, body)) return refuse(event, 'VALIDATION_ERROR')
  const issued = await locals.api.generateSession(body)
  if (!issued.ok) return refuse(event, issued.failure.code, issued.failure.retryAfterSeconds)
  const { landing_url, expires_at } = issued.value
  return json({ landing_url, expires_at } satisfies SessionGrant)
}

/** Responds with the error envelope of all services. */
function refuse({ url, locals }: RequestEvent, code: ErrorCode, waitSeconds: number | null = null): Response {
  const error = new ServiceError(code)
  const context = { path: url.pathname, requestId: locals.requestId, timestamp: new Date().toISOString() }
  const headers = waitSeconds === null ? {} : { 'retry-after': String(waitSeconds) }
  return json(errorBody(error, context), { status: error.statusCode, headers })
}

function parse(text: string): unknown {
  if (text.length > MAX_BODY_CHARS) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

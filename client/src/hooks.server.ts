import { env as privateEnv } from '$env/dynamic/private'
import { env as publicEnv } from '$env/dynamic/public'
import { createApi } from '$lib/server/api/api.ts'
import { compress } from '$lib/server/compress.ts'
import { readConfig } from '$lib/server/config.ts'
import { wordsOf } from '$lib/words/failures.ts'
import { EARLY_SCRIPT } from '$lib/server/security/early-script.ts'
import { onlyToTickets, secureHeaders } from '$lib/server/security/headers.ts'
import { sessionCookies } from '$lib/server/session/cookies.ts'
import { createRefresher } from '$lib/server/session/refresh.ts'
import { resolveVisitor } from '$lib/server/session/visitor.ts'
import type { Handle, HandleServerError } from '@sveltejs/kit'
import { randomUUID } from 'node:crypto'

const config = readConfig({ ...privateEnv, ...publicEnv })
const background = { baseUrl: config.apiUrl, requestId: 'refresh-session', clientAddress: '127.0.0.1' }
const refresh = createRefresher((token) => createApi(background).refresh(token))

/** Answers that are the same for everybody. */
const IMPERSONAL = new Set(['/posters/[id].svg', '/healthz'])

export const handle: Handle = async ({ event, resolve }) => {
  const requestId = randomUUID()
  const secure = event.url.protocol === 'https:'
  const api = createApi({ baseUrl: config.apiUrl, requestId, clientAddress: event.getClientAddress() })
  const impersonal = event.route.id !== null && IMPERSONAL.has(event.route.id)
  const visitor = impersonal
    ? ({ kind: 'guest' } as const)
    : await resolveVisitor(sessionCookies(event.cookies, secure), { api, refresh })
  event.locals = {
    requestId,
    visitor,
    api: visitor.kind === 'member' ? api.as(visitor.accessToken) : api,
  }
  const response = await resolve(event, {
    preload: ({ type }) => type !== 'asset',
    transformPageChunk: ({ html }) => html.replace('%tuvens.early%', EARLY_SCRIPT),
  })
  secureHeaders(response.headers, config, secure)
  if (event.route.id === '/event/[id]/enter') onlyToTickets(response.headers, config)
  // What a member saw must not come back after signing out; a guest's page may, by the back button.
  const keep = visitor.kind === 'guest' ? 'private, no-cache' : 'private, no-store'
  if (!impersonal) response.headers.set('cache-control', keep)
  return compress(event.request, response)
}

/** Logs what failed with an id a person can quote; the page shows words and that id, never the failure itself. */
export const handleError: HandleServerError = ({ error, event, status }) => {
  const { requestId } = event.locals
  if (status === 404) return wordsOf('NOT_FOUND')
  // What is wrong with a request is no failure of ours: anybody could fill the log with it.
  if (status < 500) return wordsOf(status === 413 ? 'PAYLOAD_TOO_LARGE' : 'METHOD_NOT_ALLOWED')
  const entry = { level: 'error', time: new Date().toISOString(), requestId, path: event.url.pathname }
  process.stderr.write(`${JSON.stringify({ ...entry, error: describe(error) })}\n`)
  return { ...wordsOf('INTERNAL_ERROR'), requestId }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

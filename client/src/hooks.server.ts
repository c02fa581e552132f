import { env as privateEnv } from '$env/dynamic/private'
import { env as publicEnv } from '$env/dynamic/public'
import { connectToApi } from '$lib/server/api/call.ts'
import { type ApiClient, createApiClient } from '$lib/server/api/client.ts'
import { compress } from '$lib/server/compress.ts'
import { languageFor, mailLanguageFor } from '$lib/server/locale.ts'
import { readConfig } from '$lib/server/config.ts'
import { failureText } from '$lib/words/failures.ts'
import { unsentPage } from '$lib/server/forms/unsent.ts'
import { EARLY_SCRIPT } from '$lib/server/security/early-script.ts'
import { createPageBudget } from '$lib/server/security/page-budget.ts'
import { allowOwnFrames, completePolicy, restrictFormsToTicketOrigin } from '$lib/server/security/headers.ts'
import { sessionCookies } from '$lib/server/session/cookies.ts'
import { createRefresher } from '$lib/server/session/refresh.ts'
import { resolveVisitor } from '$lib/server/session/visitor.ts'
import { directionOf, textIn } from '@tuvens/messages'
import { createLog } from '@tuvens/platform/log'
import { loggedPathOf } from '@tuvens/platform/telemetry/logged-path'
import { reportError } from '@tuvens/platform/telemetry/report-error'
import { currentRequest, setRoute } from '@tuvens/platform/telemetry/trace'
import type { Handle, HandleServerError } from '@sveltejs/kit'
import { randomUUID } from 'node:crypto'

const config = readConfig({ ...privateEnv, ...publicEnv })
/** As the process's own, whose bundle is another one. */
const log = createLog('site', config.logLevel)
const http = connectToApi(config.apiUrl)
const countPage = createPageBudget(config.pageLimit)
const refresh = createRefresher((token, api: ApiClient) => api.refresh(token))

/** Routes whose response is the same for every visitor. */
const PUBLIC_ROUTES = new Set([
  '/posters/[id].svg',
  '/shares/[id].jpg',
  '/healthz',
  '/calendar.ics',
  '/organiser/[id]/calendar.ics',
  '/sitemap.xml',
  '/sitemap/[page].xml',
  '/robots.txt',
  '/oembed',
])

export const handle: Handle = async ({ event, resolve }) => {
  const requestId = currentRequest()?.id ?? randomUUID()
  const address = event.getClientAddress()
  // Before anything that costs: a session is looked up at the API.
  const { id: routeId } = event.route
  if (routeId !== null) setRoute(routeId)
  const { pathname: path } = event.url
  const refused = await countPage({ request: event.request, path, routeId, address, requestId })
  if (refused !== null) return refused
  const tongue = languageFor(event, config.hasPseudo)
  const secure = event.url.protocol === 'https:'
  const api = createApiClient({
    http,
    clientAddress: address,
    userAgent: event.request.headers.get('user-agent') ?? '',
    language: mailLanguageFor(event),
  })
  const isPublic = routeId !== null && PUBLIC_ROUTES.has(routeId)
  const visitor = isPublic
    ? ({ kind: 'guest' } as const)
    : await resolveVisitor(sessionCookies(event.cookies, secure), { api, refresh })
  event.locals = {
    requestId,
    ticketOrigin: config.ticketOrigin,
    signInElsewhere: config.signInElsewhere,
    ticketMailbox: config.ticketMailbox,
    visitor,
    tongue,
    text: textIn(tongue),
    api: visitor.kind === 'member' ? api.as(visitor.accessToken) : api,
  }
  const response = await resolve(event, {
    preload: ({ type }) => type !== 'asset',
    transformPageChunk: ({ html }) =>
      html
        .replace('%tuvens.language%', tongue.language)
        .replace('%tuvens.direction%', directionOf(tongue.language))
        .replace('%tuvens.early%', EARLY_SCRIPT),
  })
  const { unsentForm } = event.locals
  const isAction = event.request.headers.get('x-sveltekit-action') === 'true'
  if (unsentForm !== undefined && !isAction) return unsentPage(unsentForm, event.url)
  completePolicy(response.headers, config)
  if (event.locals.holdsToken) restrictFormsToTicketOrigin(response.headers, config)
  if (event.locals.framesItself) allowOwnFrames(response.headers)
  // A member's page must not reappear after signing out; a guest's page may, by the back button.
  const cacheControl = visitor.kind === 'guest' ? 'private, no-cache' : 'private, no-store'
  if (!isPublic) {
    response.headers.set('cache-control', cacheControl)
    response.headers.append('vary', 'Accept-Language')
  }
  return compress(event.request, response)
}

/** Logs an error with the request's id. The page shows a text and that id, never the error itself. */
export const handleError: HandleServerError = ({ error, event, status }) => {
  const { requestId } = event.locals
  if (status === 404) return failureText('NOT_FOUND')
  // A bad request is not an error of this server, and a client could fill the log with them.
  if (status < 500) return failureText(status === 413 ? 'PAYLOAD_TOO_LARGE' : 'METHOD_NOT_ALLOWED')
  log.error({ err: error, path: loggedPathOf(event.url.pathname) }, 'a page failed')
  reportError(error)
  return { ...failureText('INTERNAL_ERROR'), requestId }
}

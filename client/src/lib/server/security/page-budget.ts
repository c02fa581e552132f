import { errorBody, ServiceError } from '@tuvens/contract'
import { clientKey } from '@tuvens/platform/limits/client'
import { createLimits } from '@tuvens/platform/limits/limit'
import { durationOf } from '@tuvens/platform/text/duration'
import { type Words, wordsPage } from './refusal-page.ts'

/** A page that is about to be rendered. */
type PageRequest = {
  request: Request
  path: string
  routeId: string | null
  address: string
  requestId: string
}

/** Counts a page. @returns what is answered in its place when its client has had too many */
export type CountPage = (page: PageRequest) => Promise<Response | null>

/** A list of events has a picture for each: a picture costs a tenth of a page. */
const POSTERS = '/posters/[id].svg'
const POSTERS_PER_PAGE = 10
/** They cost no call of the API; a balancer reads the one, and a search engine goes away without the other. */
const FREE = ['/healthz', '/robots.txt']

/** Pages and their data cost calls of the API. Static files are sent before they are counted. */
export function createPageBudget(perMinute: number): CountPage {
  const rules = {
    pages: { points: perMinute, seconds: 60 },
    posters: { points: perMinute * POSTERS_PER_PAGE, seconds: 60 },
  }
  const limits = createLimits({ rules, service: 'site' })
  return async ({ routeId, address, ...page }) => {
    if (routeId !== null && FREE.includes(routeId)) return null
    const state = await limits.count(routeId === POSTERS ? 'posters' : 'pages', clientKey(address))
    return state.isAllowed ? null : refusal(page, Math.max(1, Math.ceil(state.resetMs / 1000)))
  }
}

type Refused = Pick<PageRequest, 'request' | 'path' | 'requestId'>

function refusal({ request, path, requestId }: Refused, retryAfter: number): Response {
  const wait = `Many pages were opened from your network. Wait ${durationOf(retryAfter)}, then`
  const again = request.method === 'GET' ? wait : `${wait} go back and send it again, or`
  const link = { href: '', text: 'load this page again' }
  const words: Words = { title: 'That was a lot at once', message: again, link }
  const headers = { 'retry-after': String(retryAfter), 'cache-control': 'no-store' }
  const wantsPage = (request.headers.get('accept') ?? '').includes('text/html')
  if (wantsPage) {
    const page = wordsPage(words)
    return new Response(page.html, { status: 429, headers: { ...page.headers, ...headers } })
  }
  const context = { path, requestId, timestamp: new Date().toISOString() }
  const envelope = errorBody(new ServiceError('RATE_LIMITED', { message: `${wait} try again.` }), context)
  const error = { ...envelope, title: words.title }
  // SvelteKit's own scripts read the result of an action, and the error of a page's data.
  const isAction = request.headers.get('x-sveltekit-action') === 'true'
  return Response.json(isAction ? { type: 'error', error } : error, { status: 429, headers })
}

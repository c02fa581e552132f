import { failed, type Finding, ok } from '../finding.ts'
import { fieldOf, isUnreachable, type Probe, type ProbeResponse } from '../probe/probe.ts'

/** Every Hi.Events answers it with 401 and a sentence in JSON to a caller without a login. */
export const PROBE_PATH = '/users/me'

/** Roots of Hi.Events' pages and of its API. */
type UpstreamRoots = { upstream: string; upstreamApi: string }

/** The API's root must answer in JSON, and the pages' root with pages. */
export async function probeUpstream(
  probe: Probe,
  { upstream, upstreamApi }: UpstreamRoots,
): Promise<Finding> {
  const response = await probe(upstreamApi + PROBE_PATH)
  if (isUnreachable(response)) {
    const setting =
      upstreamApi === `${upstream}/api`
        ? `HI_EVENTS_UPSTREAM=${upstream}`
        : `HI_EVENTS_API_URL=${upstreamApi}`
    return failed(`${upstreamApi}: ${response.unreachable}`, `Start Hi.Events, or correct ${setting}.`)
  }
  if (!isApi(response)) return noApi(probe, { upstream, upstreamApi }, response)
  const problem = await pageProblem(probe, upstream)
  if (problem === null) return ok(`API at ${upstreamApi}, pages at ${upstream}`)
  if (problem.isDown)
    return failed(
      `the API answers, but the front end does not: ${upstream}/auth/login: ${problem.words}`,
      `Start the front end of Hi.Events, or correct HI_EVENTS_UPSTREAM=${upstream}: without it organisers and buyers find no pages.`,
    )
  const rest =
    upstreamApi === `${upstream}/api` ? `HI_EVENTS_API_URL=${upstreamApi}` : 'keep HI_EVENTS_API_URL'
  return failed(
    `the API answers, but ${upstream}/auth/login is not a page: ${problem.words}`,
    `Set HI_EVENTS_UPSTREAM to the front end of Hi.Events, and ${rest}.`,
  )
}

/** What is wrong with a page that every Hi.Events shows without a login; null when nothing is. */
export async function pageProblem(probe: Probe, root: string): Promise<PageProblem | null> {
  const page = await probe(`${root}/auth/login`, { headers: { accept: 'text/html' } })
  if (isUnreachable(page)) return { words: page.unreachable, isDown: true }
  if (page.status === 200 && isHtml(page)) return null
  return { words: `it answers ${page.status}`, isDown: page.status >= 500 }
}

/** `isDown`: nothing answers there, or a proxy says that nothing does. */
type PageProblem = { words: string; isDown: boolean }

/** The same of its API. */
export async function apiProblem(probe: Probe, root: string): Promise<string | null> {
  const response = await probe(root + PROBE_PATH)
  if (isUnreachable(response)) return response.unreachable
  return isApi(response) ? null : `it answers ${response.status}`
}

function isApi(response: ProbeResponse): boolean {
  return response.status === 401 && typeof fieldOf(response, 'message') === 'string'
}

function isHtml(response: ProbeResponse): boolean {
  return /\bhtml\b/.test(response.header('content-type') ?? '')
}

/** Tries the places where the API usually is. */
async function noApi(
  probe: Probe,
  { upstream, upstreamApi }: UpstreamRoots,
  response: ProbeResponse,
): Promise<Finding> {
  const seen = `${upstreamApi}${PROBE_PATH} answers ${response.status}${isHtml(response) ? ' with a page' : ''}, unlike an API`
  if (response.status >= 500) {
    return failed(seen, "Hi.Events fails, or a proxy cannot reach it: read the reason in Hi.Events' own log.")
  }
  const location = response.header('location')
  if (location !== undefined && URL.canParse(location, upstreamApi)) {
    const { origin } = new URL(location, upstreamApi)
    return failed(`${seen}: it redirects to ${origin}`, `Set HI_EVENTS_UPSTREAM=${origin}.`)
  }
  for (const [root, fix] of likelyRoots(upstream)) {
    if ((await apiProblem(probe, root)) === null) return failed(`${seen}; ${root} does`, fix)
  }
  return failed(
    seen,
    'Set HI_EVENTS_UPSTREAM to the address Hi.Events shows its pages at, without /api; and HI_EVENTS_API_URL too when its API has a root of its own.',
  )
}

function likelyRoots(upstream: string): [root: string, fix: string][] {
  const origin = new URL(upstream).origin
  const whole = upstream.replace(/\/api$/, '')
  return [
    [`${whole}/api`, `Set HI_EVENTS_UPSTREAM=${whole}: /api is added to it.`],
    [
      upstream,
      `Set HI_EVENTS_API_URL=${upstream} beside HI_EVENTS_UPSTREAM: this API has no /api before its paths.`,
    ],
    [`${origin}/api`, `Set HI_EVENTS_UPSTREAM=${origin}.`],
  ]
}

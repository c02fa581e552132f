import { failed, type Finding, ok } from '../finding.ts'
import { fieldOf, isUnreachable, type Probe, type ProbeResponse, type Unreachable } from '../probe/probe.ts'
import type { DoctorTarget } from '../target.ts'

/** Every Hi.Events answers it with 401 and a sentence in JSON to a caller without a login. */
export const PROBE_PATH = '/users/me'

export function checkUpstream({ context, probe }: DoctorTarget): Promise<Finding> {
  return probeUpstream(probe, context.config)
}

/** UpstreamRoots of Hi.Events' pages and of its API. */
export type UpstreamRoots = { upstream: string; upstreamApi: string }

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
  const page = await probePage(probe, upstream)
  if (!isUnreachable(page) && page.status === 200 && isHtml(page))
    return ok(`API at ${upstreamApi}, pages at ${upstream}`)
  return noPages(
    { upstream, upstreamApi },
    isUnreachable(page) ? page.unreachable : `it answers ${page.status}`,
  )
}

/** A page that every Hi.Events shows without a login. */
export function probePage(probe: Probe, root: string): Promise<ProbeResponse | Unreachable> {
  return probe(`${root}/auth/login`, { headers: { accept: 'text/html' } })
}

export function isApi(response: ProbeResponse): boolean {
  return response.status === 401 && typeof fieldOf(response, 'message') === 'string'
}

export function isHtml(response: ProbeResponse): boolean {
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
    const other = await probe(root + PROBE_PATH)
    if (!isUnreachable(other) && isApi(other)) return failed(`${seen}; ${root} does`, fix)
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

function noPages({ upstream, upstreamApi }: UpstreamRoots, why: string): Finding {
  const isSplit = upstreamApi !== `${upstream}/api`
  return failed(
    `the API answers, but ${upstream}/auth/login is not a page: ${why}`,
    isSplit
      ? 'Set HI_EVENTS_UPSTREAM to the front end of Hi.Events, and keep HI_EVENTS_API_URL.'
      : `Set HI_EVENTS_UPSTREAM to the front end of Hi.Events, and HI_EVENTS_API_URL=${upstreamApi}.`,
  )
}

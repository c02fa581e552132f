import { type Answer, fieldOf, isSilent, type Look, type Silence } from './look.ts'
import { type Finding, well, wrong } from './finding.ts'
import type { Patient } from './patient.ts'

/** Answered by every Hi.Events with 401 and a sentence in JSON to who is not signed in. */
export const PROBE = '/users/me'

/** Checks the roots the settings name. */
export function checkUpstream({ context, look }: Patient): Promise<Finding> {
  return lookAtUpstream(look, context.config)
}

/** Where its pages and its API are. */
export type Roots = { upstream: string; upstreamApi: string }

/** The API's root answers in JSON, and the pages' root with pages. */
export async function lookAtUpstream(look: Look, { upstream, upstreamApi }: Roots): Promise<Finding> {
  const answer = await look(upstreamApi + PROBE)
  if (isSilent(answer)) {
    const setting =
      upstreamApi === `${upstream}/api`
        ? `HI_EVENTS_UPSTREAM=${upstream}`
        : `HI_EVENTS_API_URL=${upstreamApi}`
    return wrong(`${upstreamApi}: ${answer.silent}`, `Start Hi.Events, or mend ${setting}.`)
  }
  if (!isApi(answer)) return noApi(look, { upstream, upstreamApi }, answer)
  const page = await lookAtPage(look, upstream)
  if (!isSilent(page) && page.status === 200 && isHtml(page))
    return well(`API at ${upstreamApi}, pages at ${upstream}`)
  return noPages({ upstream, upstreamApi }, isSilent(page) ? page.silent : `it answers ${page.status}`)
}

/** A page every Hi.Events has for everybody. */
export function lookAtPage(look: Look, root: string): Promise<Answer | Silence> {
  return look(`${root}/auth/login`, { headers: { accept: 'text/html' } })
}

export function isApi(answer: Answer): boolean {
  return answer.status === 401 && typeof fieldOf(answer, 'message') === 'string'
}

export function isHtml(answer: Answer): boolean {
  return /\bhtml\b/.test(answer.header('content-type') ?? '')
}

/** Looks for the API where people usually mean it. */
async function noApi(look: Look, { upstream, upstreamApi }: Roots, answer: Answer): Promise<Finding> {
  const seen = `${upstreamApi}${PROBE} answers ${answer.status}${isHtml(answer) ? ' with a page' : ''}, not as an API does`
  if (answer.status >= 500) {
    return wrong(
      seen,
      "Hi.Events fails, or a proxy before it finds it down: the reason stands in Hi.Events' own log.",
    )
  }
  const location = answer.header('location')
  if (location !== undefined && URL.canParse(location, upstreamApi)) {
    const { origin } = new URL(location, upstreamApi)
    return wrong(`${seen}: it leads on to ${origin}`, `Set HI_EVENTS_UPSTREAM=${origin}.`)
  }
  for (const [root, mend] of guesses(upstream)) {
    const other = await look(root + PROBE)
    if (!isSilent(other) && isApi(other)) return wrong(`${seen}; ${root} does`, mend)
  }
  return wrong(
    seen,
    'Set HI_EVENTS_UPSTREAM to the address Hi.Events shows its pages at, without /api; and HI_EVENTS_API_URL too when its API has a root of its own.',
  )
}

function guesses(upstream: string): [root: string, mend: string][] {
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

function noPages({ upstream, upstreamApi }: Roots, why: string): Finding {
  const isSplit = upstreamApi !== `${upstream}/api`
  return wrong(
    `the API answers, but ${upstream}/auth/login is no page: ${why}`,
    isSplit
      ? 'Set HI_EVENTS_UPSTREAM to the front end of Hi.Events, and keep HI_EVENTS_API_URL.'
      : `Set HI_EVENTS_UPSTREAM to the front end of Hi.Events, and HI_EVENTS_API_URL=${upstreamApi}.`,
  )
}

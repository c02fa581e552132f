import { TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { createApp } from '../app.ts'
import type { Context } from '../context.ts'
import { isApi, isHtml, lookAtPage, PROBE } from './check-upstream.ts'
import { type Finding, well, wrong } from './finding.ts'
import { fieldOf, isSilent, type Look } from './look.ts'
import type { Patient } from './patient.ts'

/**
 * The ticket origin answers where people are sent. When none runs, one is opened for this examination at HOST and PORT,
 * without its background work, so that whatever stands before it can be tried all the same.
 */
export async function checkOrigin({ context, look, onLeave }: Patient): Promise<Finding> {
  const { ticketOrigin, host, port } = context.config
  const before = await probe(look, ticketOrigin)
  if (before === 'ours') return well(`${ticketOrigin} answers`)
  const opened = await open(context)
  if (opened.kind === 'failed') return taken(context, before, opened.why)
  onLeave('the opened ticket origin', opened.close)
  const after = await probe(look, ticketOrigin)
  if (after === 'ours')
    return well(`none runs, so one was opened at ${host}:${port}; ${ticketOrigin} leads to it`)
  return wrong(
    `${ticketOrigin} does not lead to the ticket origin at ${host}:${port}: ${after}`,
    `Point the host name of TICKET_ORIGIN at this machine, and let its proxy pass everything on to ${host}:${port}, keeping the header Host.`,
  )
}

/**
 * What is passed on arrives. Hi.Events is asked by the name people see: a web server that leads several names to several
 * places has to know this one.
 */
export async function checkPassing({ context, look }: Patient): Promise<Finding> {
  const { ticketOrigin, upstream } = context.config
  const page = await lookAtPage(look, ticketOrigin)
  const api = await look(`${ticketOrigin}/api${PROBE}`)
  const hasPage = !isSilent(page) && page.status === 200 && isHtml(page)
  if (hasPage && !isSilent(api) && isApi(api)) return well('its pages and its API, by the name people see')
  const [what, answer] = hasPage ? ['/api' + PROBE, api] : ['/auth/login', page]
  const seen = isSilent(answer) ? answer.silent : `it answers ${answer.status}`
  const { hostname } = new URL(ticketOrigin)
  return wrong(
    `${what} is there at ${upstream}, and not through ${ticketOrigin}: ${seen}`,
    `Let the web server before Hi.Events answer for ${hostname} too (its server_name or host rule), or set HI_EVENTS_UPSTREAM past it, to Hi.Events itself: requests are passed on with the name people see.`,
  )
}

/** `ours`, or what is there instead. */
async function probe(look: Look, root: string): Promise<string> {
  const answer = await look(root + TICKET_ORIGIN_ROUTES.landingStatus.path)
  if (isSilent(answer)) return answer.silent
  return answer.status === 200 && fieldOf(answer, 'valid') === false
    ? 'ours'
    : `it answers ${answer.status}, as a ticket origin does not`
}

type Opened = { kind: 'open'; close: () => Promise<unknown> } | { kind: 'failed'; why: string }

async function open(context: Context): Promise<Opened> {
  const app = await createApp(context)
  try {
    await app.listen({ host: context.config.host, port: context.config.port })
  } catch (error) {
    await app.close()
    return { kind: 'failed', why: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' }
  }
  const close = async () => {
    app.server.closeAllConnections()
    await app.close()
  }
  return { kind: 'open', close }
}

function taken({ config }: Context, before: string, why: string): Finding {
  const { ticketOrigin, host, port } = config
  if (why === 'EADDRINUSE') {
    return wrong(
      `${ticketOrigin} does not lead to a ticket origin (${before}), and at ${host}:${port} something else listens`,
      `If that is the ticket origin, point TICKET_ORIGIN's host name and proxy at it; else stop what listens there or change PORT.`,
    )
  }
  return wrong(
    `no ticket origin runs, and none can be opened at ${host}:${port} (${why})`,
    'Set HOST to an address of this machine and PORT to a port you may use (above 1023).',
  )
}

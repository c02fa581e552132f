import { TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { createApp } from '../../app.ts'
import type { Context } from '../../context.ts'
import { failed, type Finding, ok } from '../finding.ts'
import { fieldOf, isUnreachable, type Probe } from '../probe/probe.ts'
import type { DoctorTarget } from '../target.ts'
import { apiProblem, pageProblem, PROBE_PATH } from './check-upstream.ts'

/**
 * The ticket origin answers at the address people are sent to. When none runs, one is started for this examination at HOST
 * and PORT, without its background work, so that the proxy before it is checked too.
 */
export async function checkOrigin({ context, probe, onCleanUp }: DoctorTarget): Promise<Finding> {
  const { ticketOrigin, host, port } = context.config
  const before = await identify(probe, ticketOrigin)
  if (before === 'ours') return ok(`${ticketOrigin} answers`)
  const app = await createApp(context)
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    return notStarted(context, before, error)
  }
  onCleanUp('the started ticket origin', () => {
    app.server.closeAllConnections()
    return app.close()
  })
  const after = await identify(probe, ticketOrigin)
  if (after === 'ours')
    return ok(`none runs, so one was started at ${host}:${port}; ${ticketOrigin} leads to it`)
  return failed(
    `${ticketOrigin} does not lead to the ticket origin at ${host}:${port}: ${after}`,
    `Point the host name of TICKET_ORIGIN at this machine, and let its proxy pass everything on to ${host}:${port}, keeping the header Host.`,
  )
}

/**
 * Passed-on requests arrive. They carry the public host name, so a web server with several virtual hosts before Hi.Events must
 * know this one.
 */
export async function checkPassing({ context, probe }: DoctorTarget): Promise<Finding> {
  const { ticketOrigin, upstream } = context.config
  const page = await pageProblem(probe, ticketOrigin)
  const problem = page?.words ?? (await apiProblem(probe, `${ticketOrigin}/api`))
  if (problem === null) return ok('its pages and its API, under the public host name')
  const what = page === null ? `/api${PROBE_PATH}` : '/auth/login'
  const { hostname } = new URL(ticketOrigin)
  return failed(
    `${what} answers at ${upstream}, but not through ${ticketOrigin}: ${problem}`,
    `Let the web server before Hi.Events answer for ${hostname} too (its server_name or host rule), or set HI_EVENTS_UPSTREAM past it, to Hi.Events itself: requests are passed on with the public host name.`,
  )
}

/** `ours`, or what answers instead. */
async function identify(probe: Probe, root: string): Promise<string> {
  const response = await probe(root + TICKET_ORIGIN_ROUTES.landingStatus.path)
  if (isUnreachable(response)) return response.unreachable
  return response.status === 200 && fieldOf(response, 'valid') === false
    ? 'ours'
    : `it answers ${response.status}, unlike a ticket origin`
}

function notStarted({ config }: Context, before: string, error: unknown): Finding {
  const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const { ticketOrigin, host, port } = config
  if (why === 'EADDRINUSE') {
    return failed(
      `${ticketOrigin} does not lead to a ticket origin (${before}), and something else listens at ${host}:${port}`,
      `If that is the ticket origin, point TICKET_ORIGIN's host name and proxy at it; else stop what listens there or change PORT.`,
    )
  }
  return failed(
    `no ticket origin runs, and none can be started at ${host}:${port} (${why})`,
    'Set HOST to an address of this machine and PORT to a port you may use (above 1023).',
  )
}

import { TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { createApp } from '../app.ts'
import type { Context } from '../context.ts'
import { type Finding, well, wrong } from './finding.ts'
import { fieldOf, isSilent, type Look } from './look.ts'
import type { Patient } from './patient.ts'

/**
 * The ticket origin answers where people are sent. When none runs, one is opened for this examination at HOST and PORT,
 * without its background work, so that whatever stands before it can be tried all the same.
 */
export async function checkOrigin({ ctx, look, onLeave }: Patient): Promise<Finding> {
  const { ticketOrigin, host, port } = ctx.config
  const before = await probe(look, ticketOrigin)
  if (before === 'ours') return well(`${ticketOrigin} answers`)
  const opened = await open(ctx)
  if (opened.kind === 'failed') return taken(ctx, before, opened.why)
  onLeave('the opened ticket origin', opened.close)
  const after = await probe(look, ticketOrigin)
  if (after === 'ours')
    return well(`none runs, so one was opened at ${host}:${port}; ${ticketOrigin} leads to it`)
  return wrong(
    `${ticketOrigin} does not lead to the ticket origin at ${host}:${port}: ${after}`,
    `Point the host name of TICKET_ORIGIN at this machine, and let its proxy pass everything on to ${host}:${port}, keeping the header Host.`,
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

async function open(ctx: Context): Promise<Opened> {
  const app = await createApp(ctx)
  try {
    await app.listen({ host: ctx.config.host, port: ctx.config.port })
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

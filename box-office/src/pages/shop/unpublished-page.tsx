import { headingOf, PHASES } from '@tuvens/design'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type EventRow, findAnyEvent } from '../../events/store.ts'
import { idOf } from '../../rest/api.ts'
import type { PageContext } from '../kit/context.ts'
import { ProblemPage } from '../kit/layout/problem-page.tsx'
import { sendPage } from '../kit/layout/send-page.ts'
import { paramOf } from '../kit/request/query.ts'

/** What somebody who looked for tickets can do. */
const NEXT = {
  preparing: 'Look again in a while.',
  paused: 'They may go on sale again: look again in a while. Tickets that are out stay valid.',
  cancelled: 'Tickets are no longer sold. If you have one, ask the seller: the address is in your e-mail.',
} as const

function closedPhaseOf(event: EventRow | undefined): keyof typeof NEXT {
  if (event?.status === 'ARCHIVED') return 'cancelled'
  return event === undefined || event.published_at === null ? 'preparing' : 'paused'
}

/** An unpublished event shows nothing else, not even its title. */
export async function sendClosed(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const event = await findAnyEvent(context.db, idOf(paramOf(request, 'id'), 'Event'))
  const phase = closedPhaseOf(event)
  return sendPage(
    reply,
    <ProblemPage
      title={headingOf(phase)}
      icon={PHASES[phase].icon}
      actions={
        <a class="button" href="">
          Look again
        </a>
      }
    >
      <p class="muted">{NEXT[phase]}</p>
    </ProblemPage>,
    404,
  )
}

import { PHASES } from '@tuvens/design'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findAnyEvent } from '../../events/store.ts'
import { idOf } from '../../rest/api.ts'
import type { PageContext } from '../kit/context.ts'
import { ProblemPage } from '../kit/layout/problem-page.tsx'
import { sendPage } from '../kit/layout/send-page.ts'
import { paramOf } from '../kit/request/query.ts'

/** An unpublished event shows nothing else, not even its title. */
export async function sendClosed(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const event = await findAnyEvent(context.db, idOf(paramOf(request, 'id'), 'Event'))
  const phase = event?.status === 'ARCHIVED' ? 'cancelled' : 'preparing'
  const { icon } = PHASES[phase]
  const title = phase === 'cancelled' ? 'This event is cancelled' : 'No tickets here at the moment'
  return sendPage(
    reply,
    <ProblemPage
      title={title}
      icon={icon}
      actions={
        <a class="button" href="">
          Look again
        </a>
      }
    >
      <p class="muted">
        {phase === 'cancelled'
          ? 'Tickets are no longer sold. If you have one, ask the seller: the address is in your e-mail.'
          : 'They may be coming soon, or sales may be paused for a moment.'}
      </p>
    </ProblemPage>,
    404,
  )
}

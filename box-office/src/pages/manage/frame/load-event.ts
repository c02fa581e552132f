import type { FastifyRequest } from 'fastify'
import { requireEventWithOrganizer } from '../../../events/read.ts'
import { type EventSettings, settingsOf } from '../../../events/settings/settings-shape.ts'
import { lifecycleOf } from '../../../events/shape.ts'
import type { EventRow } from '../../../events/store.ts'
import type { OrganizerRow } from '../../../organizers/store.ts'
import { readSales } from '../../../products/sales.ts'
import { idOf } from '../../../rest/api.ts'
import type { Principal } from '../../../rest/principal.ts'
import { principal } from '../../kit/request/guard.ts'
import type { PageContext } from '../../kit/context.ts'
import { type EventPhase, phaseOf } from '../../kit/layout/phase.tsx'
import { paramOf } from '../../kit/request/query.ts'

/** An event as the pages that manage it need it. */
export type ManagedEvent = {
  who: Principal
  event: EventRow
  organizer: OrganizerRow
  settings: EventSettings
  phase: EventPhase
  /** Whether events may have several dates. */
  hasDates: boolean
}

/**
 * The event named in the path, if the account of the signed-in user owns it.
 *
 * @throws Refusal 404, also for an event of another account
 */
export async function loadManagedEvent(context: PageContext, request: FastifyRequest): Promise<ManagedEvent> {
  const who = principal(request)
  const { event, organizer } = await requireEventWithOrganizer(
    context,
    who,
    idOf(paramOf(request, 'id'), 'Event'),
  )
  const lifecycle = lifecycleOf(event, context.clock.now())
  const salesOf = await readSales(context, [event])
  const phase = phaseOf({ event, lifecycle, sales: salesOf(event.id) })
  const hasDates = context.config.shape === 'next'
  return { who, event, organizer, settings: settingsOf(event, organizer), phase, hasDates }
}

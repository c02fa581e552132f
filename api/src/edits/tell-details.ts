import { TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import type { HttpCaller } from '@tuvens/platform/http/call'
import { CallError } from '@tuvens/platform/http/call-error'
import { callOf } from '@tuvens/platform/http/route'
import { type Backoff, type Loop, pauseAfter, startQueue, type WakeUp } from '@tuvens/platform/work'
import type { BaseContext } from '../base/context.ts'
import { representDetails } from '../catalogue/represent.ts'
import { findEvent } from '../catalogue/store.ts'
import { type ClaimedEdit, claimEdits, deleteEdit, postponeEdit } from './store.ts'

const CONCURRENCY = 5
const POLL_MS = 1_000
const BACKOFF: Backoff = { pausesMs: [1_000, 5_000, 15_000, 30_000], thenMs: 60_000, jitter: 0.2 }

/**
 * Tells the ticket origin the details of linked events after each edit, the newest ones only, and which are unlinked. What fails is told again
 * until it is taken: there are no dead letters.
 */
export function startTellingDetails(context: BaseContext, ticketOrigin: HttpCaller, wakeUp: WakeUp): Loop {
  const { db, log } = context
  return startQueue<ClaimedEdit>({
    name: 'edits',
    claim: (limit) => claimEdits(db, limit),
    traceparentOf: ({ traceparent }) => traceparent,
    handle: (edit) => tell(context, ticketOrigin, edit),
    pauseAfter: ({ attempts }, error) => {
      const retryAfter = error instanceof CallError ? (error.retryAfter ?? 0) : 0
      return Math.max(retryAfter * 1000, pauseAfter(BACKOFF, attempts) ?? 0)
    },
    postpone: async (edit, { pauseMs, error }) => {
      log.warn({ err: error, eventId: edit.eventId, pauseMs }, 'an edit was not told yet; it is told again')
      const reason = error instanceof CallError ? error.failure : 'failed'
      await postponeEdit(db, edit, { pauseMs, error: reason })
    },
    concurrency: CONCURRENCY,
    everyMs: POLL_MS,
    log,
    wakeUp,
  })
}

async function tell({ db, config }: BaseContext, ticketOrigin: HttpCaller, edit: ClaimedEdit): Promise<void> {
  const event = await findEvent(db, edit.eventId)
  const params = { event_id: edit.eventId }
  if (event === undefined || event.hi_events_event_id === null) {
    await ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.endLink, { params }))
  } else {
    const body = { revision: event.revision, details: representDetails(event, config) }
    await ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.putDetails, { params, body }))
  }
  await deleteEdit(db, edit)
}

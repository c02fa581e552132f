import { ServiceError, type UpdateEventRequest } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { Call } from '../http/call.ts'
import { userOf } from '../http/caller.ts'
import type { AuthContext } from '../auth/context.ts'
import { accountForEvents } from './create.ts'
import { etagOf, namesEtag } from './represent.ts'
import { canonicalTimezone, checkRules } from './rules.ts'
import { type EventFields, type EventRow, findEvent, updateEvent } from './store.ts'

type UpdateCall = Omit<Call<UpdateEventRequest>, 'reply'> & { params: { id: string } }

/** Each try writes over the revision it read; this many others may come between before we give up. */
const TRIES = 5

/** Changes the fields given. With If-Match only over the revision the caller has seen. */
export async function update(context: AuthContext, call: UpdateCall): Promise<EventRow> {
  const userId = userOf(call.request)
  for (let tries = 0; tries < TRIES; tries++) {
    const current = await findEvent(context.db, call.params.id)
    if (current === undefined) throw new ServiceError('EVENT_NOT_FOUND')
    await accountForEvents(context.db, userId, current.account_id)
    checkPrecondition(call.request.headers['if-match'], current)
    const fields = merge(current, call.body)
    checkRules(fields)
    const written = await updateEvent(context.db, current, fields)
    if (written !== undefined) return audited(context, call, written)
  }
  throw new ServiceError('PRECONDITION_FAILED')
}

function checkPrecondition(ifMatch: string | undefined, current: EventRow): void {
  if (ifMatch !== undefined && !namesEtag(ifMatch, etagOf(current)))
    throw new ServiceError('PRECONDITION_FAILED')
}

function merge(current: EventRow, body: UpdateEventRequest): EventFields {
  return {
    title: body.title?.trim() ?? current.title,
    description: body.description ?? current.description,
    start_date: body.startDate === undefined ? current.start_date : new Date(body.startDate),
    end_date: dateOr(body.endDate, current.end_date),
    timezone: canonicalTimezone(body.timezone ?? current.timezone) ?? body.timezone ?? current.timezone,
    venue: body.venue === undefined ? current.venue : body.venue,
    image_url: body.imageUrl === undefined ? current.image_url : body.imageUrl,
    category: body.category ?? current.category,
    currency: body.currency ?? current.currency,
    contact_data: body.contactData ?? {},
  }
}

function dateOr(given: string | null | undefined, current: Date | null): Date | null {
  if (given === undefined) return current
  return given === null ? null : new Date(given)
}

function audited({ audit }: AuthContext, { request }: UpdateCall, row: EventRow): EventRow {
  audit.record({
    ...auditOrigin(request),
    operation: 'update-event',
    outcome: 'ok',
    userId: userOf(request),
    accountId: Number(row.account_id),
    eventId: row.id,
  })
  return row
}

import { ServiceError, type UpdateEventRequest } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { userOf } from '../http/caller.ts'
import type { AuthContext } from '../auth/context.ts'
import type { Config } from '../base/config.ts'
import { accountForEvents } from './create.ts'
import { matchesDetails, phaseOf } from './represent.ts'
import { altOf, keepPicture, pictureOf } from './picture.ts'
import { furtherDatesOf } from './further-dates.ts'
import { canonicalTimezone, checkRules } from './rules.ts'
import { type EventFields, type CatalogueRow, findEvent, lockEvent, updateEvent } from './store.ts'

type UpdateRequest = Omit<ValidRequest<UpdateEventRequest>, 'reply'> & { params: { id: string } }

/** An attempt fails when another write changed the revision it read. */
const MAX_ATTEMPTS = 5

/**
 * Changes the given fields; with If-Match only when the caller has seen the current details. A change of the ticketing
 * since then does not count.
 */
export async function update(context: AuthContext, call: UpdateRequest): Promise<CatalogueRow> {
  const userId = userOf(call.request)
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const current = await findEvent(context.db, call.params.id)
    if (current === undefined) throw new ServiceError('EVENT_NOT_FOUND')
    await accountForEvents(context.db, userId, current.account_id)
    checkPrecondition(call.request.headers['if-match'], current)
    const fields = merge(current, call.body, context.config)
    checkRules(fields)
    await keepPicture(context.db, fields, current)
    const written = await write(context, current, fields)
    if (written === undefined) continue
    recordUpdate(context, call, written)
    return written
  }
  throw new ServiceError('PRECONDITION_FAILED')
}

/** Open pages and the ticket origin are told, both from what the transaction wrote. */
async function write(
  { db, stream, editing }: AuthContext,
  current: CatalogueRow,
  fields: EventFields,
): Promise<CatalogueRow | undefined> {
  const { written } = await db.begin(async (tx) => {
    await lockEvent(tx, current.id)
    return { written: await updateEvent(tx, { ...current, phase: phaseOf(current) }, fields) }
  })
  if (written !== undefined) {
    stream.wake()
    editing.wake()
  }
  return written
}

function checkPrecondition(ifMatch: string | undefined, current: CatalogueRow): void {
  if (ifMatch !== undefined && !matchesDetails(ifMatch, current))
    throw new ServiceError('PRECONDITION_FAILED')
}

function merge(current: CatalogueRow, body: UpdateEventRequest, config: Config): EventFields {
  const { picture_id, image_url } = body.imageUrl === undefined ? current : pictureOf(body.imageUrl, config)
  const alt = body.imageAlt === undefined ? current.image_alt : body.imageAlt
  return {
    title: body.title?.trim() ?? current.title,
    description: body.description ?? current.description,
    start_date: body.startDate === undefined ? current.start_date : new Date(body.startDate),
    end_date: dateOr(body.endDate, current.end_date),
    further_dates:
      body.furtherDates === undefined ? current.further_dates : furtherDatesOf(body.furtherDates),
    timezone: canonicalTimezone(body.timezone ?? current.timezone) ?? body.timezone ?? current.timezone,
    venue: body.venue === undefined ? current.venue : body.venue,
    picture_id,
    image_url,
    image_alt: altOf(picture_id ?? image_url, alt),
    category: body.category ?? current.category,
    currency: body.currency ?? current.currency,
    contact_data: body.contactData ?? {},
  }
}

function dateOr(given: string | null | undefined, current: Date | null): Date | null {
  if (given === undefined) return current
  return given === null ? null : new Date(given)
}

function recordUpdate({ audit }: AuthContext, { request }: UpdateRequest, row: CatalogueRow): void {
  audit.record({
    ...auditOrigin(request),
    operation: 'update-event',
    outcome: 'ok',
    userId: userOf(request),
    accountId: Number(row.account_id),
    eventId: row.id,
  })
}

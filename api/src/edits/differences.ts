import {
  type Difference,
  type Differences,
  type EventsWithDifferences,
  HEADERS,
  MAX_PICTURE_BYTES,
  PERMISSIONS_OF_ROLE,
  ServiceError,
  type SettleDifferenceRequest,
  TICKET_ORIGIN_ROUTES,
  UpdateEventRequest,
} from '@tuvens/contract'
import type { HttpCaller } from '@tuvens/platform/http/call'
import { CallError } from '@tuvens/platform/http/call-error'
import { callOf } from '@tuvens/platform/http/route'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Value } from 'typebox/value'
import { auditOrigin } from '../audit/record.ts'
import type { PicturesContext } from '../pictures/context.ts'
import { representDetails } from '../catalogue/represent.ts'
import { findEvent, findRole } from '../catalogue/store.ts'
import { update } from '../catalogue/update.ts'
import { userOf } from '../http/caller.ts'
import { renderPreview } from '../pictures/render.ts'
import { upload } from '../pictures/upload.ts'

export type DifferencesContext = PicturesContext & { ticketOrigin: HttpCaller }

type Call<P = { id: string }> = { params: P; request: FastifyRequest; reply: FastifyReply }

/** Where the ticket system does not show what the event says, read at this moment. */
export async function readDifferences(context: DifferencesContext, call: Call): Promise<Differences> {
  await authorise(context, call)
  return request(() =>
    context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.linkDifferences, onBehalf(call))),
  )
}

/** The events of an account that the ticket origin follows, and in how many fields their tickets say something else. */
export async function readAccountDifferences(
  context: DifferencesContext,
  { params, request: { id }, request: asked }: Call<{ account_id: string }>,
): Promise<EventsWithDifferences> {
  const userId = userOf(asked)
  await requireManager(context, userId, params.account_id)
  const headers = { [HEADERS.onBehalfOf]: userId, [HEADERS.requestId]: id }
  return request(() =>
    context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.accountLinkDifferences, { params, headers })),
  )
}

/**
 * Settles one difference as an organiser chose.
 *
 * @returns the differences that remain; the same field is among them when the ticket system has another value by now
 * @throws ServiceError BUSINESS_RULE when the event cannot take the ticket system's value
 */
export async function settleDifference(
  context: DifferencesContext,
  call: Call & { body: SettleDifferenceRequest },
): Promise<Differences> {
  const accountId = await authorise(context, call)
  const { field, seen, use } = call.body
  const settled =
    use === 'tuvens'
      ? await request(() =>
          context.ticketOrigin.call(
            callOf(TICKET_ORIGIN_ROUTES.overwriteField, { ...onBehalf(call), body: { field, seen } }),
          ),
        )
      : await takeOver(context, call)
  context.audit.record({
    ...auditOrigin(call.request),
    operation: `settle-difference-${use.replace('_', '-')}`,
    outcome: 'ok',
    userId: userOf(call.request),
    accountId,
    eventId: call.params.id,
  })
  return settled
}

async function takeOver(
  context: DifferencesContext,
  call: Call & { body: SettleDifferenceRequest },
): Promise<Differences> {
  const { event_id, differences } = await request(() =>
    context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.linkDifferences, onBehalf(call))),
  )
  const isChosen = ({ field, seen }: Difference) => field === call.body.field && seen === call.body.seen
  const chosen = differences.find(isChosen)
  if (chosen === undefined) return { event_id, differences }
  if (chosen.field === 'picture' && chosen.theirs.imageUrl) return takeOverCover(context, call, chosen)
  await update(context, { ...call, body: changeOf(chosen) })
  return { event_id, differences: differences.filter((each) => each !== chosen) }
}

/**
 * Stores the ticket system's picture as ours, and replaces it there by what was stored: from then on both show the same
 * file, which is recognised by its name.
 */
async function takeOverCover(
  context: DifferencesContext,
  call: Call,
  { seen }: Difference,
): Promise<Differences> {
  const { url } = await upload(context, await coverBytes(context, call, seen), call.request.ip)
  const event = await update(context, { ...call, body: { imageUrl: url } })
  const { params, headers } = onBehalf(call)
  const details = { revision: event.revision, details: representDetails(event, context.config) }
  return request(async () => {
    await context.ticketOrigin.call(
      callOf(TICKET_ORIGIN_ROUTES.putDetails, { params, headers, body: details }),
    )
    const body = { field: 'picture' as const, seen }
    return context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.overwriteField, { params, headers, body }))
  })
}

/**
 * The picture of the ticket system as long as it is the one that was seen, as it was uploaded there.
 *
 * @throws ServiceError PICTURE_NOT_FOUND, UPSTREAM_UNAVAILABLE
 */
async function coverBytes({ ticketOrigin }: DifferencesContext, call: Call, seen: string): Promise<Buffer> {
  try {
    const read = callOf(TICKET_ORIGIN_ROUTES.linkCover, { ...onBehalf(call), query: { seen } })
    return (await ticketOrigin.call({ ...read, isFile: true, maxBytes: MAX_PICTURE_BYTES })).raw
  } catch (cause) {
    if (!(cause instanceof CallError)) throw cause
    throw cause.status === 404
      ? new ServiceError('PICTURE_NOT_FOUND', { cause })
      : new ServiceError('UPSTREAM_UNAVAILABLE', { cause, retryAfter: cause.retryAfter ?? 5 })
  }
}

/** The ticket system's picture of a difference, for the person who chooses: decoded and encoded again by us. */
export async function readCover(
  context: DifferencesContext,
  call: Call & { query: { seen: string } },
): Promise<Buffer> {
  await authorise(context, call)
  const bytes = await coverBytes(context, call, call.query.seen)
  return context.pictureQueue.run(call.request.ip, () => renderPreview(bytes))
}

/** @throws ServiceError BUSINESS_RULE for a value that no event may have */
function changeOf({ field, theirs }: Difference): UpdateEventRequest {
  // One date has no further ones. An update without the field would keep those of the event.
  const change = field === 'times' ? { furtherDates: [], ...theirs } : theirs
  if (Value.Check(UpdateEventRequest, change)) return change
  throw new ServiceError('BUSINESS_RULE', {
    message: "The event cannot take the ticket system's value as it is. Edit the event instead",
  })
}

/** @throws ServiceError RATE_LIMITED, EVENT_NOT_FOUND, NOT_A_MEMBER, PERMISSION_DENIED, NOTHING_LINKED */
async function authorise(context: DifferencesContext, { params, request, reply }: Call): Promise<number> {
  const userId = userOf(request)
  await context.limits.countOrThrow('report', userId, reply)
  const event = await findEvent(context.db, params.id)
  if (event === undefined) throw new ServiceError('EVENT_NOT_FOUND')
  await requireManager(context, userId, event.account_id)
  if (event.hi_events_event_id === null) throw new ServiceError('NOTHING_LINKED')
  return Number(event.account_id)
}

/** @throws ServiceError NOT_A_MEMBER, PERMISSION_DENIED */
async function requireManager({ db }: DifferencesContext, userId: string, accountId: string): Promise<void> {
  const membership = await findRole(db, userId, accountId)
  if (membership === undefined) throw new ServiceError('NOT_A_MEMBER')
  if (!PERMISSIONS_OF_ROLE[membership.role].includes('manage_ticketing'))
    throw new ServiceError('PERMISSION_DENIED')
}

function onBehalf({ params, request }: Call) {
  const headers = { [HEADERS.onBehalfOf]: userOf(request), [HEADERS.requestId]: request.id }
  return { params: { event_id: params.id }, headers }
}

/** @throws ServiceError NOTHING_LINKED, UPSTREAM_UNAVAILABLE */
async function request<T>(call: () => Promise<{ body: T }>): Promise<T> {
  try {
    return (await call()).body
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    throw error.status === 404
      ? new ServiceError('NOTHING_LINKED', { cause: error })
      : new ServiceError('UPSTREAM_UNAVAILABLE', { cause: error, retryAfter: error.retryAfter ?? 5 })
  }
}

import {
  type Difference,
  type Differences,
  type EventsWithDifferences,
  MAX_PICTURE_BYTES,
  ServiceError,
  type SettleDifferenceRequest,
  TICKET_ORIGIN_ROUTES,
  UpdateEventRequest,
} from '@tuvens/contract'
import type { HttpCaller } from '@tuvens/platform/http/call'
import { CallError } from '@tuvens/platform/http/call-error'
import { callOf } from '@tuvens/platform/http/route'
import { Value } from 'typebox/value'
import { auditOrigin } from '../audit/record.ts'
import type { PicturesContext } from '../pictures/context.ts'
import { representDetails } from '../catalogue/represent.ts'
import { update } from '../catalogue/update.ts'
import { userOf } from '../http/caller.ts'
import { renderPreview } from '../pictures/render.ts'
import { upload } from '../pictures/upload.ts'
import {
  askTicketOrigin,
  behalfOf,
  type LinkCall,
  onBehalf,
  requireManager,
  requireManagerOfLink,
} from '../ticketing/ask-ticket-origin.ts'

export type DifferencesContext = PicturesContext & { ticketOrigin: HttpCaller }

/** Where the ticket system does not show what the event says, read at this moment. */
export async function readDifferences(context: DifferencesContext, call: LinkCall): Promise<Differences> {
  await requireManagerOfLink(context, call)
  return askTicketOrigin(() =>
    context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.linkDifferences, onBehalf(call))),
  )
}

/** The events of an account that the ticket origin follows, and in how many fields their tickets say something else. */
export async function readAccountDifferences(
  context: DifferencesContext,
  { params, request }: LinkCall<{ account_id: string }>,
): Promise<EventsWithDifferences> {
  await requireManager(context, userOf(request), params.account_id)
  const headers = behalfOf(request)
  return askTicketOrigin(() =>
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
  call: LinkCall & { body: SettleDifferenceRequest },
): Promise<Differences> {
  const accountId = await requireManagerOfLink(context, call)
  const { field, seen, use } = call.body
  const settled =
    use === 'tuvens'
      ? await askTicketOrigin(() =>
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
  call: LinkCall & { body: SettleDifferenceRequest },
): Promise<Differences> {
  const { event_id, differences } = await askTicketOrigin(() =>
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
  call: LinkCall,
  { seen }: Difference,
): Promise<Differences> {
  const { url } = await upload(context, await coverBytes(context, call, seen), call.request.ip)
  const event = await update(context, { ...call, body: { imageUrl: url } })
  const { params, headers } = onBehalf(call)
  const details = { revision: event.revision, details: representDetails(event, context.config) }
  return askTicketOrigin(async () => {
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
async function coverBytes(
  { ticketOrigin }: DifferencesContext,
  call: LinkCall,
  seen: string,
): Promise<Buffer> {
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
  call: LinkCall & { query: { seen: string } },
): Promise<Buffer> {
  await requireManagerOfLink(context, call)
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

import type { Tx } from '@tuvens/platform/db'
import type { BaseContext } from '../base-context.ts'
import { settingsOf } from '../events/settings-shape.ts'
import type { EventRow } from '../events/store.ts'
import type { AttendeeRow } from './attendee-store.ts'
import type { FullOrder } from './read.ts'
import { findOrganizer } from '../organizers/store.ts'
import { missing } from '../refusal.ts'
import { plainText } from '../rest/text.ts'
import { placeLine } from '../rest/place.ts'
import {
  type MailTicket,
  type Story,
  writeCancellation,
  writeConfirmation,
  writeTicket,
  type Written,
} from '../mail/compose.tsx'
import { insertMail } from '../mail/store.ts'

/**
 * Writes the mails of an order that was just completed, in its transaction: they exist exactly when the order does.
 * The buyer gets the whole order, everyone else a ticket was named for gets theirs.
 */
export async function mailOrder(
  tx: Tx,
  context: BaseContext,
  { event, full }: { event: EventRow; full: FullOrder },
): Promise<void> {
  const story = await storyOf(tx, context, { event, full })
  const { order } = story
  const post = postmark(tx, event, `order.completed:${order.shortId}`)
  await post(order.email, await writeConfirmation(story))
  for (const ticket of story.tickets) {
    const own = ticket.email.toLowerCase() === order.email.toLowerCase()
    if (!own)
      await postmark(tx, event, `ticket:${ticket.shortId}`)(ticket.email, await writeTicket(story, ticket))
  }
}

/** Tells the buyer that their order was taken back. */
export async function mailCancellation(
  tx: Tx,
  context: BaseContext,
  found: { event: EventRow; full: FullOrder },
): Promise<void> {
  const story = await storyOf(tx, context, found)
  const post = postmark(tx, found.event, `order.cancelled:${story.order.shortId}`)
  await post(story.order.email, writeCancellation(story))
}

function postmark(tx: Tx, { account_id }: EventRow, cause: string) {
  return async (recipient: string, written: Written) => {
    if (recipient !== '') await insertMail(tx, { account_id, cause, recipient, ...written })
  }
}

async function storyOf(
  tx: Tx,
  { config }: BaseContext,
  { event, full: { order, items, attendees } }: { event: EventRow; full: FullOrder },
): Promise<Story> {
  const organizer = await findOrganizer(tx, { accountId: event.account_id, id: event.organizer_id })
  if (organizer === undefined) throw missing('Organizer', event.organizer_id)
  const settings = settingsOf(event, organizer)
  const due = order.status === 'AWAITING_OFFLINE_PAYMENT'
  return {
    event: {
      title: event.title,
      start: event.start_date,
      end: event.end_date,
      timezone: event.timezone,
      place: placeLine(settings.location_details, settings.is_online_event),
      organizer: organizer.name,
      contact: settings.support_email === '' ? null : settings.support_email,
    },
    order: {
      publicId: order.public_id,
      shortId: order.short_id,
      firstName: order.first_name ?? '',
      email: order.email ?? '',
      items: items.map((each) => `${each.quantity} × ${each.item_name}`).join(', '),
      total: order.total_gross,
      currency: order.currency,
      payAtTheDoor: due ? plainText(settings.offline_payment_instructions ?? '') : null,
      summaryUrl: `${config.publicUrl}/checkout/${event.id}/${order.short_id}/summary`,
    },
    tickets: attendees.map((each) => ticketOf(each, items)),
    ticketUrl: (shortId) => `${config.publicUrl}/ticket/${shortId}`,
  }
}

function ticketOf(attendee: AttendeeRow, items: FullOrder['items']): MailTicket {
  const item = items.find((each) => each.product_price_id === attendee.product_price_id)
  return {
    type: item?.item_name ?? 'Ticket',
    name: `${attendee.first_name} ${attendee.last_name}`.trim(),
    email: attendee.email,
    shortId: attendee.short_id,
    publicId: attendee.public_id,
  }
}

import type { Tx } from '@tuvens/platform/db/db'
import type { BaseContext } from '../../base-context.ts'
import { dateOf, eventOn } from '../../events/dates/event-on.ts'
import { settingsOf } from '../../events/settings/settings-shape.ts'
import type { EventRow } from '../../events/store.ts'
import type { AttendeeRow } from '../attendee-store.ts'
import type { AllowedMails } from './allow-mails.ts'
import type { FullOrder } from '../read.ts'
import { findOrganizer } from '../../organizers/store.ts'
import { missing } from '../../refusal.ts'
import { plainText } from '../../rest/text.ts'
import { placeLine } from '../../rest/place.ts'
import {
  type MailContent,
  writeCancellation,
  writeConfirmation,
  writeRefund,
  writeTicket,
  type ComposedMail,
} from '../../mail/compose.tsx'
import { isolated } from '@tuvens/platform/text/isolated'
import { nameInMail } from '@tuvens/platform/text/name-in-mail'
import { insertMail } from '../../mail/store.ts'
import type { MailTicket } from '../../mail/ticket-part.tsx'

/**
 * Queues the mails of a completed order in its transaction, so that they exist only if the order does. The buyer gets
 * the whole order, every other attendee their ticket, as far as `mails` allows; the pages of the order have every ticket.
 */
export async function mailOrder(
  tx: Tx,
  context: BaseContext,
  { event, full, mails }: { event: EventRow; full: FullOrder; mails: AllowedMails },
): Promise<void> {
  const content = await contentOf(tx, context, { event, full })
  const { order } = content
  const others = content.tickets.filter(({ email }) => email.toLowerCase() !== order.email.toLowerCase())
  const mailed = others.filter(({ email }) => mails.others.has(email.toLowerCase()))
  for (const ticket of mailed)
    await mailQueue(tx, event, `ticket:${ticket.shortId}`)(ticket.email, await writeTicket(content, ticket))
  if (!mails.isBuyer) return
  const post = mailQueue(tx, event, `order.completed:${order.shortId}`)
  await post(order.email, await writeConfirmation(content, { areAllMailed: mailed.length === others.length }))
}

/** Queues the mail about the cancellation to the buyer. */
export async function mailCancellation(
  tx: Tx,
  context: BaseContext,
  found: { event: EventRow; full: FullOrder },
): Promise<void> {
  const content = await contentOf(tx, context, found)
  const post = mailQueue(tx, found.event, `order.cancelled:${content.order.shortId}`)
  await post(content.order.email, writeCancellation(content))
}

/** Queues the mail about money that was paid back to the buyer. */
export async function mailRefund(
  tx: Tx,
  context: BaseContext,
  found: { event: EventRow; full: FullOrder },
): Promise<void> {
  const content = await contentOf(tx, context, found)
  const post = mailQueue(tx, found.event, `order.refunded:${content.order.shortId}`)
  await post(content.order.email, writeRefund(content))
}

function mailQueue(tx: Tx, { account_id }: EventRow, cause: string) {
  return async (recipient: string, mail: ComposedMail) => {
    if (recipient !== '') await insertMail(tx, { account_id, cause, recipient, ...mail })
  }
}

async function contentOf(
  tx: Tx,
  { config }: BaseContext,
  { event: sold, full: { order, items, attendees } }: { event: EventRow; full: FullOrder },
): Promise<MailContent> {
  const event = await eventOn(tx, sold, dateOf(items))
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
      firstName: nameInMail(order.first_name ?? ''),
      email: order.email ?? '',
      items: items.map((each) => `${each.quantity} × ${isolated(each.item_name)}`).join(', '),
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
    name: nameInMail(`${attendee.first_name} ${attendee.last_name}`),
    email: attendee.email,
    shortId: attendee.short_id,
    publicId: attendee.public_id,
  }
}

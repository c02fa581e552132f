import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { dateRange, money, price, zoneName } from '../rest/words.ts'
import { calendarFile } from './calendar.ts'
import { Button, Facts, Frame, Linked, Text, Title } from './frame.tsx'
import type { Attachment } from './store.ts'
import { Code, codeOf, lineOf, type MailTicket, TicketPart } from './ticket-part.tsx'

/** The event as mails show it. */
export type MailEvent = {
  title: string
  start: Date
  end: Date | null
  timezone: string
  place: string | null
  organizer: string
  contact: string | null
}
export type MailOrder = {
  publicId: string
  shortId: string
  firstName: string
  email: string
  /** `2 × Supporter, 1 × T-shirt` */
  items: string
  total: number
  currency: string
  /** Payment instructions while payment is due, else null. */
  payAtTheDoor: string | null
  summaryUrl: string
}
export type ComposedMail = { subject: string; html: string; text: string; attachments: Attachment[] }
export type MailContent = {
  event: MailEvent
  order: MailOrder
  tickets: readonly MailTicket[]
  ticketUrl: (shortId: string) => string
}

/** To the buyer: the order, the tickets with their codes, and how to pay. */
export async function writeConfirmation(
  content: MailContent,
  { areAllMailed = true } = {},
): Promise<ComposedMail> {
  const { event, order, tickets } = content
  const pass = areAllMailed ? null : NOT_ALL_MAILED
  const words = wordsOf(content)
  const subject = `${words.subject}: ${isolated(event.title)}`
  const opening = `Hello ${isolated(order.firstName)}, ${words.opening}`
  const facts = [...eventFacts(event), ...orderFacts(order)]
  const payment = order.payAtTheDoor ? `How to pay: ${isolated(order.payAtTheDoor)}` : null
  const codes = await Promise.all(tickets.map(codeOf))
  return {
    subject,
    text: lines([
      opening,
      factLines(facts),
      payment,
      `${words.link}: ${order.summaryUrl}`,
      ...tickets.map((each) => lineOf(each, content.ticketUrl(each.shortId))),
      pass,
      footOf(event),
    ]),
    html: page(
      <Frame title={subject} preview={opening} foot={<Foot event={event} />}>
        <Title>{event.title}</Title>
        <Text>{opening}</Text>
        <Facts facts={facts} />
        {order.payAtTheDoor && (
          <Text>
            How to pay:{' '}
            <bdi>
              <Linked text={order.payAtTheDoor} />
            </bdi>
          </Text>
        )}
        <Button href={order.summaryUrl}>{words.button}</Button>
        {tickets.map((each) => (
          <TicketPart key={each.shortId} ticket={each} url={content.ticketUrl(each.shortId)} />
        ))}
        {pass && <Text>{pass}</Text>}
        <Text soft>The attached file puts it into your calendar.</Text>
      </Frame>,
    ),
    attachments: [calendarOf(event, { uid: order.shortId, url: order.summaryUrl }), ...codes],
  }
}

/** Beyond the limit of mails. */
const NOT_ALL_MAILED = 'Not every ticket holder was sent a mail. Pass the links of their tickets on to them.'

/** Wording for merchandise only, one ticket, or several tickets. */
function wordsOf({ order, tickets: { length } }: MailContent) {
  const open = order.payAtTheDoor !== null
  if (length === 0)
    return {
      subject: 'Your order',
      opening: `your order is ${open ? 'kept' : 'in'}. Say its number, ${order.publicId}, when you pick it up.`,
      link: 'Your order',
      button: 'Show my order',
    }
  const [one, opens, places] =
    length === 1
      ? ['ticket', 'Your ticket opens', 'your place is kept']
      : ['tickets', `Your ${length} tickets open`, 'your places are kept']
  return {
    subject: open ? 'Your reservation' : `Your ${one}`,
    opening: `${open ? places : 'you are going'}. ${opens} on any phone.`,
    link: `Your ${one}`,
    button: `Show my ${one}`,
  }
}

function orderFacts(order: MailOrder): (readonly [string, string])[] {
  const due = order.payAtTheDoor !== null
  return [
    ['Order', order.publicId],
    ['For', order.items],
    [
      'Total',
      due
        ? `${money(order.total, order.currency)}, to be paid at the door`
        : price(order.total, order.currency),
    ],
  ]
}

/** To an attendee: their ticket with its QR code. */
export async function writeTicket(content: MailContent, ticket: MailTicket): Promise<ComposedMail> {
  const { event, order } = content
  const url = content.ticketUrl(ticket.shortId)
  const subject = `Your ticket: ${isolated(event.title)}`
  const open = order.payAtTheDoor !== null
  const opening = open
    ? `Hello ${isolated(ticket.name)}, a place is kept for you. It is paid for at the door.`
    : `Hello ${isolated(ticket.name)}, here is your ticket. Show the code at the door, on a phone or on paper.`
  const facts = [
    ...eventFacts(event),
    ['Ticket', isolated(ticket.type)] as const,
    ['Number', ticket.publicId] as const,
  ]
  return {
    subject,
    text: lines([opening, factLines(facts), `Your ticket: ${url}`, footOf(event)]),
    html: page(
      <Frame title={subject} preview={opening} foot={<Foot event={event} />}>
        <Title>{event.title}</Title>
        <Text>{opening}</Text>
        <Code ticket={ticket} />
        <Facts facts={facts} />
        <Button href={url}>Open the ticket</Button>
      </Frame>,
    ),
    attachments: [await codeOf(ticket), calendarOf(event, { uid: ticket.shortId, url })],
  }
}

/** To the buyer, when the order was cancelled. */
export function writeCancellation({ event, order, tickets }: MailContent): ComposedMail {
  const title = isolated(event.title)
  const subject = `Cancelled: your order for ${title}`
  const invalid =
    tickets.length === 1 ? ' Its ticket is no longer valid.' : ' Its tickets are no longer valid.'
  const opening = `Hello ${isolated(order.firstName)}, your order ${order.publicId} for ${title} was cancelled.${
    tickets.length === 0 ? '' : invalid
  }`
  const facts = [...eventFacts(event), ['For', order.items] as const]
  const next =
    order.total === 0
      ? 'Nothing was paid, so nothing needs to be paid back.'
      : `Questions about money? ${isolated(event.organizer)} answers them${event.contact === null ? '' : `: ${event.contact}`}.`
  return {
    subject,
    text: lines([opening, factLines(facts), next, footOf(event)]),
    html: page(
      <Frame title={subject} preview={opening} foot={<Foot event={event} />}>
        <Title>Your order was cancelled</Title>
        <Text>{opening}</Text>
        <Facts facts={facts} />
        <Text>{next}</Text>
      </Frame>,
    ),
    attachments: [],
  }
}

/** To the buyer, when the organiser has paid the money of a cancelled order back. */
export function writeRefund({ event, order }: MailContent): ComposedMail {
  const [title, organizer] = [isolated(event.title), isolated(event.organizer)]
  const subject = `Paid back: your order for ${title}`
  const opening = `Hello ${isolated(order.firstName)}, ${organizer} has paid back your order ${order.publicId} for ${title}.`
  const facts = [['Amount', money(order.total, order.currency)] as const, ['For', order.items] as const]
  const next = `Your bank may need some days to show it. Questions? ${organizer} answers them${event.contact === null ? '' : `: ${event.contact}`}.`
  return {
    subject,
    text: lines([opening, factLines(facts), next, footOf(event)]),
    html: page(
      <Frame title={subject} preview={opening} foot={<Foot event={event} />}>
        <Title>Your order was paid back</Title>
        <Text>{opening}</Text>
        <Facts facts={facts} />
        <Text>{next}</Text>
      </Frame>,
    ),
    attachments: [],
  }
}

function eventFacts(event: MailEvent): (readonly [string, string])[] {
  return [
    [
      'When',
      `${dateRange(event.start, event.end, event.timezone)} (${zoneName(event.timezone, event.start)})`,
    ],
    ...(event.place === null ? [] : [['Where', isolated(event.place)] as const]),
  ]
}

export function footOf({ organizer, contact }: MailEvent): string {
  return `Sent on behalf of ${isolated(organizer)}.${contact === null ? '' : ` Questions? Write to ${contact}.`}`
}

export function Foot({ event: { organizer, contact } }: { event: MailEvent }): JSX.Element {
  return (
    <>
      Sent on behalf of <bdi>{organizer}</bdi>.
      {contact !== null && (
        <>
          {' '}
          Questions? Write to <a href={`mailto:${contact}`}>{contact}</a>.
        </>
      )}
    </>
  )
}

function calendarOf(event: MailEvent, { uid, url }: { uid: string; url: string }): Attachment {
  const file = calendarFile({ ...event, uid, url, description: `Your ticket: ${url}` })
  return {
    filename: 'event.ics',
    contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
    content: Buffer.from(file).toString('base64'),
  }
}

export function page(node: JSX.Element): string {
  return `<!doctype html>${renderToString(node)}`
}

function factLines(facts: readonly (readonly [string, string])[]): string {
  return facts.map(([name, value]) => `${name}: ${value}`).join('\n')
}

export function lines(parts: readonly (string | null)[]): string {
  return `${parts.filter((each) => each !== null && each !== '').join('\n\n')}\n`
}

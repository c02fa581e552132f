import {
  type Delivery,
  type DeliveryDetails,
  ServiceError,
  TICKET_ORIGIN_ROUTES,
  type WayStep,
} from '@tuvens/contract'
import { callOf } from '@tuvens/platform/http/route'
import { bounded } from '@tuvens/platform/bounded'
import type { OperatorContext } from '../context.ts'
import { findDelivery, findMail, type Kind, KINDS, listSteps, type MailParts } from './store.ts'
import { orNull, orRefuse } from './ticket-origin.ts'

export type DeliveryWay = DeliveryDetails & { way: WayStep[]; is_partial: boolean }

/** Around a delivery: what led to it, and what followed. */
const AROUND_MS = 10 * 60_000

/**
 * One delivery with its redacted body, and what happened to its event around it.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function readDelivery(context: OperatorContext, kind: string, id: string): Promise<DeliveryWay> {
  const own = KINDS.find((each) => each === kind)
  const details = own === undefined ? await readTheirs(context, kind, id) : await readOwn(context, own, id)
  return { ...details, ...(await readWay(context, details.delivery)) }
}

async function readTheirs(
  { ticketOrigin }: OperatorContext,
  kind: string,
  id: string,
): Promise<DeliveryDetails> {
  if (kind !== 'native' && kind !== 'report') throw new ServiceError('NOT_FOUND')
  const params = { kind, delivery_id: id } as const
  return orRefuse(ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.operatorDelivery, { params })))
}

async function readOwn({ db }: OperatorContext, kind: Kind, id: string): Promise<DeliveryDetails> {
  const delivery = /^[1-9]\d{0,17}$/.test(id) ? await findDelivery(db, kind, id) : undefined
  if (delivery === undefined) throw new ServiceError('NOT_FOUND')
  const mail = kind === 'mail' ? await findMail(db, id) : undefined
  return { delivery, body: mail === undefined ? null : JSON.stringify(redactedMail(mail)) }
}

/** Which words a mail had, without the words: they name people. */
function redactedMail({ kind, recipient, data }: MailParts) {
  const names = Object.keys(data).map((name) => [name, '…'])
  return { kind, recipient: redactedAddress(recipient), data: Object.fromEntries(names) }
}

/** `a…@example.com`: enough to tell a mistyped domain. */
export function redactedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 1 ? '…' : `${address.slice(0, 1)}…${address.slice(at)}`
}

async function readWay(context: OperatorContext, delivery: Delivery) {
  const { event_id } = delivery
  if (event_id === null) return { way: [], is_partial: false }
  const settled = delivery.settled_at ?? delivery.created_at
  const from = new Date(Date.parse(delivery.created_at) - AROUND_MS).toISOString()
  const until = new Date(Date.parse(settled) + AROUND_MS).toISOString()
  const query = { event_id, from, until }
  const call = context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.operatorWay, { query }))
  const [theirs, own] = await Promise.all([
    orNull(context, call),
    bounded(context.db, (sql) => listSteps(sql, query)),
  ])
  const steps = [...(theirs?.steps ?? []), ...own.map((step) => ({ ...step, service: 'API' as const }))]
  const way = steps.toSorted((one, other) => (one.at < other.at ? -1 : 1))
  return { way, is_partial: theirs === null }
}

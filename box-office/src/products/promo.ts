import type { Sql } from '@tuvens/platform/db/db'
import type { BaseContext } from '../base-context.ts'
import { readDate } from '../events/input.ts'
import { requireEvent } from '../events/read.ts'
import type { Principal } from '../rest/principal.ts'
import { invalid, missing, type Refusal } from '../refusal.ts'
import { isoMicros, orNull, sqlDate } from '../rest/dates.ts'
import { Fields } from '../rest/fields.ts'
import {
  deletePromo,
  findPromo,
  insertPromo,
  listPromos,
  type NewPromo,
  type PromoRow,
  updatePromo,
} from '../catalogue/promo-store.ts'
import { listProductRows } from '../catalogue/store.ts'

/** @returns null unless the event has this code and it can be used now */
export async function usablePromo(
  sql: Sql,
  { eventId, code, now }: { eventId: number; code: string; now: number },
): Promise<PromoRow | null> {
  const promo =
    code.length > 100 || code.includes('\0')
      ? undefined
      : await findPromo(sql, { eventId, code: code.trim() })
  return promo !== undefined && isPromoUsable(promo, now) ? promo : null
}

export function isPromoUsable(promo: PromoRow, now: number): boolean {
  const { max_allowed_usages, taken } = promo
  return !isPromoExpired(promo, now) && (max_allowed_usages === null || taken < max_allowed_usages)
}

export function isPromoExpired({ expiry_date }: PromoRow, now: number): boolean {
  return expiry_date !== null && expiry_date.getTime() < now
}

export async function createPromo(
  context: BaseContext,
  principal: Principal,
  { eventId, input }: { eventId: number; input: unknown },
): Promise<PromoRow> {
  const event = await requireEvent(context, principal, eventId)
  const wanted = await readPromo(context, event, input)
  const made = await insertPromo(context.db, wanted)
  const promo = await findPromo(context.db, { eventId, code: wanted.code })
  if (made.length === 0 || promo === undefined) throw inUse()
  return promo
}

/** Existing orders keep their discount; a limit below the number of uses only ends the code. */
export async function editPromo(
  context: BaseContext,
  principal: Principal,
  { eventId, id, input }: { eventId: number; id: number; input: unknown },
): Promise<PromoRow> {
  const event = await requireEvent(context, principal, eventId)
  const wanted = await readPromo(context, event, input)
  const outcome = await updatePromo(context.db, { ...wanted, id })
  if (outcome === 'taken') throw inUse()
  const promo = await findPromo(context.db, { eventId, code: wanted.code })
  if (outcome === 'missing' || promo === undefined) throw missing('PromoCode', id)
  return promo
}

function inUse(): Refusal {
  return invalid('code', 'This promo code is already in use.')
}

export async function listPromoCodes(
  context: BaseContext,
  principal: Principal,
  eventId: number,
): Promise<PromoRow[]> {
  const { id } = await requireEvent(context, principal, eventId)
  return listPromos(context.db, id)
}

export async function removePromo(
  context: BaseContext,
  principal: Principal,
  { eventId, id }: { eventId: number; id: number },
): Promise<void> {
  await requireEvent(context, principal, eventId)
  if (!(await deletePromo(context.db, { eventId, id }))) throw missing('PromoCode', id)
}

async function readPromo(
  { db }: BaseContext,
  event: { id: number; timezone: string },
  input: unknown,
): Promise<NewPromo> {
  const fields = new Fields(input)
  const code = fields.text('code', { max: 50, min: 2 })
  if (code !== '' && !/^[\p{L}\p{N}_.-]+$/u.test(code))
    fields.refuse('code', 'The code field must only contain letters, numbers, dashes, and underscores.')
  const discount_type = fields.optionalChoice('discount_type', ['NONE', 'FIXED', 'PERCENTAGE']) ?? 'NONE'
  const known = (await listProductRows(db, [event.id])).map((each) => each.id)
  const applicable = fields.entries('applicable_product_ids', 500).flatMap((each, index) => {
    if (typeof each === 'number' && known.includes(each)) return [each]
    fields.refuse(
      `applicable_product_ids.${index}`,
      `The selected applicable_product_ids.${index} is invalid.`,
    )
    return []
  })
  const promo = {
    event_id: event.id,
    code: code.toLowerCase(),
    discount_type,
    discount: fields.optionalNumber('discount', { max: discount_type === 'PERCENTAGE' ? 100 : 1e9 }) ?? 0,
    applicable_product_ids: applicable,
    expiry_date: readDate(fields, 'expiry_date', event.timezone),
    max_allowed_usages: fields.optionalInteger('max_allowed_usages', { min: 1, max: 1e9 }),
  }
  fields.done()
  return promo
}

export function promoShape(promo: PromoRow) {
  return {
    id: promo.id,
    code: promo.code,
    applicable_product_ids: promo.applicable_product_ids,
    discount: promo.discount,
    discount_type: promo.discount_type,
    created_at: isoMicros(promo.created_at),
    updated_at: isoMicros(promo.updated_at),
    expiry_date: orNull(sqlDate, promo.expiry_date),
    attendee_usage_count: promo.tickets,
    order_usage_count: promo.orders,
    max_allowed_usages: promo.max_allowed_usages,
  }
}

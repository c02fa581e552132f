import { pathOf } from '@tuvens/platform/http/path'
import type { BaseContext } from '../../base-context.ts'
import { requireEvent } from '../read.ts'
import { isoMicros } from '../../rest/dates.ts'
import { type Api, type Call, eventOf } from '../../rest/api.ts'
import { pageEnvelope, type PageRules, readPage } from '../../rest/page.ts'
import { addDate, cancelDate, changeDate, deleteDate, generateDates, overridePrice } from './change-dates.ts'
import { occurrenceShape } from '../../dates/shape.ts'
import { listOccurrences, type PriceOverride } from '../../dates/store.ts'

const PAGES: PageRules = {
  sorts: { start_date: { asc: 'Earliest first', desc: 'Latest first' } },
  filters: ['status', 'start_date'],
  defaultSort: 'start_date',
  defaultDirection: 'asc',
}

/** The dates of events, for their account. */
export function addDateRoutes({ member }: Api, context: BaseContext): void {
  const all = '/events/:event_id/occurrences'
  const one = `${all}/:occurrence_id`
  member('GET', all, async ({ principal, query, request, ...call }) => {
    const { id } = await requireEvent(context, principal, eventOf(call))
    const page = readPage(query, PAGES)
    const rows = (await listOccurrences(context.db, [id])).map((each) =>
      occurrenceShape(each, context.clock.now()),
    )
    const from = (page.page - 1) * page.perPage
    const shown = (page.descending ? rows.toReversed() : rows).slice(from, from + page.perPage)
    const path = context.config.publicUrl + pathOf(request.url)
    return pageEnvelope({ rows: shown, total: rows.length }, page, { path, rules: PAGES })
  })
  // 200, not 201: Hi.Events names no other status here.
  member('POST', all, async ({ principal, body, ...call }) => {
    const added = await addDate(context, principal, { eventId: eventOf(call), input: body })
    return { data: occurrenceShape(added, context.clock.now()) }
  })
  member('POST', `${all}/generate`, async ({ principal, body, ...call }) => {
    const made = await generateDates(context, principal, { eventId: eventOf(call), input: body })
    return { data: made.map((each) => occurrenceShape(each, context.clock.now())) }
  })
  member('POST', `${one}/cancel`, async ({ principal, ...call }) => {
    const cancelled = await cancelDate(context, principal, dateOf(call))
    return { data: occurrenceShape(cancelled, context.clock.now()) }
  })
  member('PUT', one, async ({ principal, body, ...call }) => {
    const changed = await changeDate(context, principal, { ...dateOf(call), input: body })
    return { data: occurrenceShape(changed, context.clock.now()) }
  })
  member('DELETE', one, async ({ principal, reply, ...call }) => {
    await deleteDate(context, principal, dateOf(call))
    return reply.code(204).send()
  })
  member('PUT', `${one}/price-overrides`, async ({ principal, body, ...call }) => ({
    data: overrideShape(await overridePrice(context, principal, { ...dateOf(call), input: body })),
  }))
}

function dateOf({ params }: Pick<Call, 'params'>) {
  const id = params['occurrence_id'] ?? ''
  return { eventId: eventOf({ params }), occurrenceId: /^\d{1,9}$/.test(id) ? Number(id) : 0 }
}

function overrideShape({
  id,
  occurrence_id,
  product_price_id,
  price,
  created_at,
  updated_at,
}: PriceOverride) {
  const times = { created_at: isoMicros(created_at), updated_at: isoMicros(updated_at) }
  return { id, event_occurrence_id: occurrence_id, product_price_id, price, ...times }
}

import type { Sql } from '@tuvens/platform/db/db'

export type EventStatistics = {
  unique_views: number
  total_views: number
  sales_total_gross: number
  total_tax: number
  sales_total_before_additions: number
  total_fee: number
  products_sold: number
  attendees_registered: number
}

/** One row per event. Sales include orders that are still to be paid at the door. */
export async function listStatistics(
  sql: Sql,
  eventIds: readonly number[],
): Promise<(EventStatistics & { event_id: number })[]> {
  return sql<(EventStatistics & { event_id: number })[]>`
    select e.id as event_id, views.*, sales.*,
      (select count(*) from attendees where event_id = e.id and status <> 'CANCELLED')::integer
        as attendees_registered
    from unnest(${[...eventIds]}::integer[]) as e (id)
    cross join lateral (
      select count(*)::integer as unique_views, coalesce(sum(v.views), 0)::integer as total_views
      from event_views v where v.event_id = e.id
    ) views
    cross join lateral (
      select coalesce(sum(total_gross), 0)::float8 as sales_total_gross,
        coalesce(sum(total_tax), 0)::float8 as total_tax,
        coalesce(sum(total_before_additions), 0)::float8 as sales_total_before_additions,
        coalesce(sum(total_fee), 0)::float8 as total_fee,
        coalesce(sum((select sum(quantity) from order_items where order_id = o.id)), 0)::integer as products_sold
      from orders o where o.event_id = e.id and o.status in ('COMPLETED', 'AWAITING_OFFLINE_PAYMENT')
    ) sales`
}

import type { Sql } from '@tuvens/platform/db'

/** What our own tables say of a link: its row, its account's upkeep, and the last messages either way. */
export type Trail = {
  accountId: number
  hiEventId: number
  linkedAt: Date
  toldAt: Date | null
  lostAt: Date | null
  stopped: string | null
  hasBeenLive: boolean
  hasWebhook: boolean
  sweptAt: Date | null
  sweepDueAt: Date
  hasSweepFailed: boolean
  receivedAt: Date | null
  workedAt: Date | null
  waiting: number
  /** Given up since the last message that arrived: older ones no longer matter. */
  dead: number
  deliveredAt: Date | null
  copies: number
}

type Row = Omit<Trail, 'accountId' | 'hiEventId'> & { accountId: string; hiEventId: string }

/** The trail of a Tuvens event's link. */
export async function findTrail(sql: Sql, eventId: string): Promise<Trail | undefined> {
  const [row] = await sql<Row[]>`
    select l.tuvens_account_id as "accountId", l.hi_event_id as "hiEventId", l.created_at as "linkedAt",
      l.put_at as "toldAt", l.lost_at as "lostAt", l.stopped_reason as stopped, l.was_live as "hasBeenLive",
      a.webhook_id is not null and a.webhook_error is null as "hasWebhook",
      a.swept_at as "sweptAt", a.next_sweep_at as "sweepDueAt", a.sweep_error is not null as "hasSweepFailed",
      d.received_at as "receivedAt", d.processed_at as "workedAt",
      o.waiting, o.dead, o.delivered_at as "deliveredAt",
      (select count(*)::integer from copies c where c.tuvens_event_id = l.tuvens_event_id) as copies
    from links l
    join accounts a using (tuvens_account_id)
    left join lateral (
      select received_at, processed_at from deliveries
      where tuvens_account_id = l.tuvens_account_id and hi_event_id = l.hi_event_id
      order by received_at desc limit 1) d on true
    cross join lateral (
      select max(delivered_at) as delivered_at,
        count(*) filter (where delivered_at is null and dead_at is null)::integer as waiting,
        count(*) filter (where dead_at is not null and number > arrived)::integer as dead
      from (
        select delivered_at, dead_at, number,
          coalesce(max(number) filter (where delivered_at is not null) over (), 0) as arrived
        from outbox where tuvens_event_id = l.tuvens_event_id and hi_event_id = l.hi_event_id) m) o
    where l.tuvens_event_id = ${eventId}`
  return row && { ...row, accountId: Number(row.accountId), hiEventId: Number(row.hiEventId) }
}

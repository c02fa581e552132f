import type { Sql } from '@tuvens/platform/db/db'

/** The event of a ticket. */
export async function findEventOfTicket(sql: Sql, shortId: string): Promise<number | undefined> {
  const [row] = await sql<{ event_id: number }[]>`select event_id from attendees where short_id = ${shortId}`
  return row?.event_id
}

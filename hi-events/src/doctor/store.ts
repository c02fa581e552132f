import type { Sql } from '@tuvens/platform/db/db'

/** No Tuvens account has it: what arrives for it is the doctor's. */
export const DOCTOR_ACCOUNT = -1

/** Version of the server, e.g. `15.8`. */
export async function readServerVersion(sql: Sql): Promise<string> {
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`
  return row?.version.split(' ')[0] ?? ''
}

/** Removes the doctor's account and, with it, the deliveries recorded for it. */
export async function deleteDoctorAccount(sql: Sql): Promise<void> {
  await sql`delete from accounts where tuvens_account_id = ${DOCTOR_ACCOUNT}`
}

/** How many webhooks about changed events were verified and recorded for the doctor's account. */
export async function countChangeDeliveries(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select coalesce(sum(1 + repeats), 0)::integer as count from deliveries
    where tuvens_account_id = ${DOCTOR_ACCOUNT} and event_type = 'event.updated'`
  return row?.count ?? 0
}

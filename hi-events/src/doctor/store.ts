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

/** Types of the webhooks that were verified and recorded for the doctor's account, in the order of their arrival. */
export async function listDeliveryTypes(sql: Sql): Promise<string[]> {
  const rows = await sql<{ event_type: string }[]>`
    select event_type from deliveries where tuvens_account_id = ${DOCTOR_ACCOUNT} order by id`
  return rows.map((each) => each.event_type)
}

import type { Db, Sql, Tx } from './db.ts'

/** Ids that a restored database skips: far more than can have been given since its backup. */
const SKIPPED_IDS = 1_000_000

/**
 * Compares where a database is with where it was when a service last started: cluster, timeline and database. Elsewhere, it
 * was restored from a backup, to a point in time, or promoted, and may lack what happened last. Then ids that were given
 * to rows that are lost must not be given again: other systems still have them. A new incarnation begins, by whose id
 * other services notice.
 *
 * @param onRestored what else such a database needs, in the same transaction
 * @returns the id of the incarnation
 */
export async function noteIncarnation(
  db: Db,
  onRestored: (tx: Tx) => Promise<void> = async () => {},
): Promise<{ id: string; isRestored: boolean }> {
  return db.begin(async (tx) => {
    const here = await placeOf(tx)
    await tx`insert into database_incarnation (place) values (${here}) on conflict do nothing`
    const before = await lockIncarnation(tx)
    if (before.place === here) return { id: before.id, isRestored: false }
    await skipIds(tx)
    await onRestored(tx)
    return { id: await beginIncarnation(tx, here), isRestored: true }
  })
}

type Incarnation = { id: string; place: string }

/** Also the database's own number, which differs after a restore into another database of the same server. */
async function placeOf(sql: Sql): Promise<string> {
  const [row] = await sql<{ place: string }[]>`
    select concat_ws('/', (select system_identifier from pg_control_system()),
      left(pg_walfile_name(pg_current_wal_lsn()), 8), (select oid from pg_database where datname = current_database())) as place`
  return row?.place ?? ''
}

/** One node after the other. */
async function lockIncarnation(sql: Sql): Promise<Incarnation> {
  const [row] = await sql<Incarnation[]>`select id, place from database_incarnation for update`
  return row ?? { id: '', place: '' }
}

async function beginIncarnation(sql: Sql, place: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    update database_incarnation set id = gen_random_uuid(), place = ${place}, since = now() returning id`
  return row?.id ?? ''
}

async function skipIds(sql: Sql): Promise<void> {
  await sql`
    select setval(format('%I.%I', schemaname, sequencename)::regclass, coalesce(last_value, 0) + ${SKIPPED_IDS})
    from pg_sequences where schemaname = 'public'`
}

/** The id of the incarnation; null before the service has started once. */
export async function findIncarnation(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`select id from database_incarnation`
  return row?.id ?? null
}

import type { Sql } from '../db/db.ts'
import { gauge, onScrape } from './registry.ts'

const backupAge = gauge({
  name: 'tuvens_backup_age_seconds',
  help: 'Since the last backup of the database of this service, or since it was made when it has none',
})
const replicationLag = gauge({
  name: 'tuvens_replication_lag_seconds',
  help: 'How far the slowest standby of the database is behind; 0 without one, or without the right to see it',
})

/** Reads at each scrape how much would be lost with the database. @returns stops that */
export function observeDatabase(db: Sql): () => void {
  return onScrape(async () => {
    const state = await readDatabaseState(db)
    backupAge.set({}, state.backupAge)
    replicationLag.set({}, state.replicationLag)
  })
}

/** In seconds. PostgreSQL tells the lag to members of `pg_read_all_stats`; a standby that has all has none. */
async function readDatabaseState(sql: Sql): Promise<{ backupAge: number; replicationLag: number }> {
  const [row] = await sql<[{ backupAge: number; replicationLag: number }]>`
    select
      extract(epoch from now() - coalesce(
        (select max(taken_at) from backups), (select since from database_incarnation), now()))::float8 as "backupAge",
      coalesce((select max(extract(epoch from replay_lag)) from pg_stat_replication), 0)::float8 as "replicationLag"`
  return row
}

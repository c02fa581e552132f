import { createDb } from '@tuvens/platform/db/db'

/**
 * Stores in the backed up database itself when it was backed up, so that the service can tell how old its newest backup is.
 * One that was not tried does not count as tried.
 */
export async function recordBackup(
  databaseUrl: string,
  { takenAt, isVerified }: { takenAt: string; isVerified: boolean },
): Promise<void> {
  const db = createDb(databaseUrl, { max: 1, applicationName: 'tuvens backup' })
  try {
    await db`
      insert into backups (taken_at, is_verified) values (${takenAt}, ${isVerified})
      on conflict (taken_at) do update set is_verified = excluded.is_verified`
    await db`delete from backups where taken_at < (select max(taken_at) from backups) - interval '1 year'`
  } finally {
    await db.end()
  }
}

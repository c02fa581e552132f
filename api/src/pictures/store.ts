import type { Sql } from '@tuvens/platform/db/db'

type NewPicture = { id: string; width: number; height: number }

/** Stores that a picture is there, before its files are. @returns false while its files are being deleted */
export async function savePicture(sql: Sql, { id, width, height }: NewPicture): Promise<boolean> {
  const rows = await sql`
    insert into pictures (id, width, height) values (${id}, ${width}, ${height})
    on conflict (id) do update set named_at = now() where pictures.removing_at is null
    returning id`
  return rows.length === 1
}

/**
 * Claims pictures that no event has named for a day. An event that names one at the same time wins: it has locked the row or
 * changed its time. A claim ends after ten minutes, for a process that died with it.
 */
export async function claimUnusedPictures(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    update pictures set removing_at = now() where id in (
      select id from pictures
      where named_at < now() - interval '1 day'
        and (removing_at is null or removing_at < now() - interval '10 minutes')
        and not exists (select from events where events.picture_id = pictures.id)
      limit ${limit} for update skip locked)
    returning id`
  return rows.map(({ id }) => id)
}

export async function deletePicture(sql: Sql, id: string): Promise<void> {
  await sql`delete from pictures where id = ${id} and removing_at is not null`
}

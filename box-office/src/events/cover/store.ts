import type { Sql } from '@tuvens/platform/db/db'

/** The picture that the pages of an event show, as responses have it. */
export type Cover = {
  id: number
  url: string
  /** Bytes. */
  size: number
  file_name: string
  mime_type: string
  type: 'EVENT_COVER'
}

export type NewCover = Omit<Cover, 'id' | 'type'> & { eventId: number; bytes: Buffer }

/** Replaces the cover of an event, in one statement: an event has one at most. */
export async function saveCover(sql: Sql, cover: NewCover): Promise<Cover[]> {
  const { eventId, url, file_name, mime_type, size, bytes } = cover
  const rows = await sql<{ cover: Cover }[]>`
    with old as (delete from images where event_id = ${eventId}),
    image as (
      insert into images (event_id, file_name, mime_type, bytes)
      values (${eventId}, ${file_name}, ${mime_type}, ${bytes}) returning id)
    update events set updated_at = clock_timestamp(), cover = jsonb_build_object('id', image.id, 'url', ${url}::text,
      'size', ${size}::integer, 'file_name', ${file_name}::text, 'mime_type', ${mime_type}::text, 'type', 'EVENT_COVER')
    from image where events.id = ${eventId} and deleted_at is null returning cover`
  return rows.map((row) => row.cover)
}

/** @returns false when the event has no such picture */
export async function deleteCover(
  sql: Sql,
  { eventId, id }: { eventId: number; id: number },
): Promise<boolean> {
  const rows = await sql`
    with image as (delete from images where id = ${id} and event_id = ${eventId} returning id)
    update events set updated_at = clock_timestamp(), cover = null
    from image where events.id = ${eventId} returning events.id`
  return rows.length === 1
}

export async function findImage(sql: Sql, fileName: string) {
  const [row] = await sql<{ mime_type: string; bytes: Buffer }[]>`
    select mime_type, bytes from images where file_name = ${fileName}`
  return row
}

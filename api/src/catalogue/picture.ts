import { pictureIdOf, picturePath, ServiceError } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { type EventFields, keepPictures } from './store.ts'

/** How an event names its picture: by id when it was uploaded here, else by its address elsewhere. */
export function pictureOf(
  imageUrl: string | null,
  { apiUrl }: { apiUrl: string },
): Pick<EventFields, 'picture_id' | 'image_url'> {
  const id = pictureIdOf(imageUrl)
  if (id === null) return { picture_id: null, image_url: imageUrl }
  if (imageUrl === apiUrl + picturePath(id, '1600.jpg')) return { picture_id: id, image_url: null }
  // The ticket origin takes an address of this form for an uploaded picture.
  throw new ServiceError('PICTURE_GONE', { details: [{ field: 'imageUrl', message: 'It is another API’s' }] })
}

/** Words about a picture go with it. */
export function altOf(picture: string | null, alt: string | null): string | null {
  return picture === null || alt === null || alt.trim() === '' ? null : alt.trim()
}

/**
 * Keeps the picture that an event begins to name, and the one that it names no more: somebody may go back to it.
 *
 * @throws ServiceError PICTURE_GONE
 */
export async function keepPicture(
  sql: Sql,
  { picture_id: next }: Pick<EventFields, 'picture_id'>,
  current: Pick<EventFields, 'picture_id'> | null,
): Promise<void> {
  const last = current?.picture_id ?? null
  if (next === last) return
  const kept = await keepPictures(
    sql,
    [next, last].filter((id) => id !== null),
  )
  if (next !== null && !kept.includes(next)) throw new ServiceError('PICTURE_GONE')
}

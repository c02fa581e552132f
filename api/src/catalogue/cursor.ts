import { ServiceError } from '@tuvens/contract'
import type { EventListFilter } from './list-store.ts'
import type { CatalogueRow } from './store.ts'

type ListPosition = NonNullable<EventListFilter['after']>

/** The opaque cursor of the list's next page: start of the next date and id of the last event on this one. */
export function listCursorOf({ next_start, id }: Pick<CatalogueRow, 'next_start' | 'id'>): string {
  return Buffer.from(`${next_start.getTime()}:${id}`).toString('base64url')
}

/** @throws ServiceError VALIDATION_ERROR for a text that `listCursorOf` cannot have made */
export function readListCursor(cursor: string): ListPosition {
  const match = /^(-?\d{1,15}):([1-9]\d{0,17})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  const [, time, id] = match ?? []
  if (time !== undefined && id !== undefined) return { nextStart: new Date(Number(time)), id }
  throw new ServiceError('VALIDATION_ERROR', {
    details: [{ field: 'cursor', message: 'cursor is not one that this list returned' }],
  })
}

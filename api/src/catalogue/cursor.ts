import { ServiceError } from '@tuvens/contract'
import type { EventListFilter, CatalogueRow } from './store.ts'

type ListPosition = NonNullable<EventListFilter['after']>

/** The opaque cursor of the list's next page: start and id of the last event on this one. */
export function listCursorOf({ start_date, id }: Pick<CatalogueRow, 'start_date' | 'id'>): string {
  return Buffer.from(`${start_date.getTime()}:${id}`).toString('base64url')
}

/** @throws ServiceError VALIDATION_ERROR for a text that `listCursorOf` cannot have made */
export function readListCursor(cursor: string): ListPosition {
  const match = /^(-?\d{1,15}):([1-9]\d{0,17})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  const [, time, id] = match ?? []
  if (time !== undefined && id !== undefined) return { startDate: new Date(Number(time)), id }
  throw new ServiceError('VALIDATION_ERROR', {
    details: [{ field: 'cursor', message: 'cursor is not one that this list returned' }],
  })
}

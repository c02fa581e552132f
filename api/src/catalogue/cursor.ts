import { ServiceError } from '@tuvens/contract'
import type { EventRow, Page } from './store.ts'

type Place = NonNullable<Page['after']>

/** An opaque place in a list: start and id of the last event seen. */
export function cursorOf({ start_date, id }: Pick<EventRow, 'start_date' | 'id'>): string {
  return Buffer.from(`${start_date.getTime()}:${id}`).toString('base64url')
}

/** @throws ServiceError VALIDATION_ERROR for what is no cursor of ours */
export function readCursor(cursor: string): Place {
  const match = /^(-?\d{1,15}):([1-9]\d{0,17})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  const [, time, id] = match ?? []
  if (time !== undefined && id !== undefined) return { startDate: new Date(Number(time)), id }
  throw new ServiceError('VALIDATION_ERROR', {
    details: [{ field: 'cursor', message: 'cursor is not one that this list gave' }],
  })
}

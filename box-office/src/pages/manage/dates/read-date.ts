import type { FastifyRequest } from 'fastify'
import { listOccurrences, type OccurrenceRow } from '../../../dates/store.ts'
import { missing } from '../../../refusal.ts'
import type { PageContext } from '../../kit/context.ts'
import { paramOf } from '../../kit/request/query.ts'

/** @throws Refusal 404; a cancelled date is not there any more to be changed */
export async function readDate(
  { db }: PageContext,
  request: FastifyRequest,
  eventId: number,
): Promise<OccurrenceRow> {
  const id = dateIdOf(request)
  const date = (await listOccurrences(db, [eventId])).find((each) => each.id === id)
  if (date === undefined || date.status === 'CANCELLED') throw missing('EventOccurrence', id)
  return date
}

/** Of the path; 0 when it names none. */
export function dateIdOf(request: FastifyRequest): number {
  const id = paramOf(request, 'date')
  return /^\d{1,9}$/.test(id) ? Number(id) : 0
}

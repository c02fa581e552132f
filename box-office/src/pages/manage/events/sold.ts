import { readProducts } from '../../../catalogue/read.ts'
import type { EventRow } from '../../../events/store.ts'
import type { PageContext } from '../../kit/context.ts'
import { takenOf } from '../tickets/ticket-summary.tsx'

export async function soldOf({ db }: PageContext, { id }: EventRow): Promise<number> {
  const tickets = await readProducts(db, [id])
  return tickets.reduce((sum, each) => sum + takenOf(each).sold, 0)
}

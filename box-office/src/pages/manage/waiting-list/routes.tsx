import type { FastifyInstance } from 'fastify'
import { readProducts } from '../../../catalogue/read.ts'
import { listOccurrences } from '../../../dates/store.ts'
import { listWaitlist } from '../../../public/waitlist.ts'
import type { PageContext } from '../../kit/context.ts'
import { sendPage } from '../../kit/layout/send-page.ts'
import { loadManagedEvent } from '../frame/load-event.ts'
import { WaitingListPage } from './waiting-list-page.tsx'

export function addWaitingListRoutes(app: FastifyInstance, context: PageContext): void {
  app.get('/manage/event/:id/waiting-list', async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const entries = await listWaitlist(context, managed.who, managed.event.id)
    const products = await readProducts(context.db, [managed.event.id])
    const titles = new Map(
      products.flatMap(({ title, prices }) => prices.map(({ id }) => [id, title] as const)),
    )
    const dates = managed.hasDates ? await listOccurrences(context.db, [managed.event.id]) : []
    return sendPage(reply, <WaitingListPage {...{ managed, entries, titles, dates }} />)
  })
}

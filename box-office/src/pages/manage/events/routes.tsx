import type { FastifyInstance } from 'fastify'
import { readProducts } from '../../../catalogue/read.ts'
import { changeEventStatus } from '../../../events/change-status.ts'
import type { EventRow } from '../../../events/store.ts'
import type { PageContext } from '../../kit/context.ts'
import { FormReader } from '../../kit/form/form-reader.ts'
import { seeOther, sendPage } from '../../kit/layout/send-page.ts'
import { queryOf } from '../../kit/request/query.ts'
import { loadManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { ArchivePage } from './archive-page.tsx'
import { GettingStartedPage } from './getting-started-page.tsx'
import { addEventListRoutes } from './list-routes.tsx'
import { OverviewPage } from './overview-page.tsx'
import { soldOf } from './sold.ts'
import { readRevenue } from './store.ts'

export function addEventRoutes(app: FastifyInstance, context: PageContext): void {
  addEventListRoutes(app, context)
  addEventPageRoutes(app, context)
}

function addEventPageRoutes(app: FastifyInstance, context: PageContext): void {
  app.get('/manage/event/:id/getting-started', async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const tickets = await readProducts(context.db, [managed.event.id])
    const done = queryOf(request, 'done')
    return sendPage(reply, <GettingStartedPage managed={managed} tickets={tickets} done={done} />)
  })
  app.get('/manage/event/:id', async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const tickets = await readProducts(context.db, [managed.event.id])
    const revenue = await readRevenue(context.db, managed.event.id)
    const done = queryOf(request, 'done')
    return sendPage(reply, <OverviewPage managed={managed} tickets={tickets} revenue={revenue} done={done} />)
  })
  app.get('/manage/event/:id/archive', async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    return sendPage(reply, <ArchivePage managed={managed} sold={await soldOf(context, managed.event)} />)
  })
  app.post('/manage/event/:id/status', async (request, reply) => {
    const { event, who } = await loadManagedEvent(context, request)
    const { values } = new FormReader(request.body)
    const after = await changeEventStatus(context, who, {
      eventId: event.id,
      input: { status: values['status'] },
    })
    const from = values['from'] === 'getting-started' ? '/getting-started' : ''
    return seeOther(reply, managePath(event.id, `${from}?done=${successKey(event, after)}`))
  })
}

function successKey(before: EventRow, { status }: EventRow): string {
  if (status === 'LIVE') return 'published'
  if (status === 'ARCHIVED') return 'archived'
  return before.status === 'ARCHIVED' ? 'restored' : 'paused'
}

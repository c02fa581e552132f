import { newestDeliveries, ServiceError, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { bounded } from '@tuvens/platform/bounded'
import { addRoute } from '@tuvens/platform/http/route'
import { listNodes } from '@tuvens/platform/nodes/store'
import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify'
import { findLink } from '../linking/store.ts'
import { OBSERVED, recordObserved } from '../relay/store.ts'
import { statusWebhookOf } from '../status/outbox/deliver.ts'
import { findMessage } from '../status/outbox/store.ts'
import type { OperatorContext } from './context.ts'
import { kindsOf, replay } from './replay.ts'
import { countNodesWithoutTicketSystem, listLinks, listQueues, readAccountHealth } from './state-store.ts'
import { findDelivery, isIdOf, listDeliveries, listSteps } from './store.ts'

const noStore: preHandlerAsyncHookHandler = async (_request, reply) => {
  reply.header('cache-control', 'no-store')
}

/** For the API only, whose console has signed the operator in and audits what they do. */
export function addOperatorRoutes(app: FastifyInstance, context: OperatorContext): void {
  const { db, log } = context
  const guards = [context.middleware.requireSigned, noStore]
  const { operatorDeliveries, operatorDelivery, operatorWay, operatorReplay, operatorReread } =
    TICKET_ORIGIN_ROUTES

  addStateRoutes(app, context, guards)
  addRoute(app, operatorDeliveries, guards, async ({ query }) => {
    const pages = await Promise.all(
      kindsOf(query.kinds).map((kind) => bounded(db, (sql) => listDeliveries(sql, kind, query))),
    )
    return { deliveries: newestDeliveries(pages.flat()) }
  })
  addRoute(app, operatorDelivery, guards, async ({ params: { kind, delivery_id: id } }) => {
    const delivery = isIdOf(kind, id) ? await findDelivery(db, kind, id) : undefined
    if (delivery === undefined) throw new ServiceError('NOT_FOUND')
    const message = kind === 'report' ? await findMessage(db, id) : undefined
    return { delivery, body: message === undefined ? null : statusWebhookOf(message) }
  })
  addRoute(app, operatorWay, guards, async ({ query }) => {
    const steps = await bounded(db, (sql) => listSteps(sql, query))
    return { steps: steps.map((step) => ({ ...step, service: 'ticket origin' as const })) }
  })
  addRoute(app, operatorReplay, guards, async ({ body: { operator, selection } }) => {
    const replayed = await replay(context, selection)
    log.info({ operator, selection, replayed }, 'an operator replayed deliveries')
    return { replayed }
  })
  addRoute(app, operatorReread, guards, async ({ body: { operator, event_id } }) => {
    const link = await findLink(db, event_id)
    if (link === undefined) throw new ServiceError('NOTHING_LINKED')
    await recordObserved(db, { hiEventId: link.hiEventId, eventType: OBSERVED.event })
    context.inboxWakeUp.wake()
    log.info({ operator, eventId: event_id }, 'an operator had an event read')
  })
}

function addStateRoutes(
  app: FastifyInstance,
  { db }: OperatorContext,
  guards: preHandlerAsyncHookHandler[],
): void {
  addRoute(app, TICKET_ORIGIN_ROUTES.operatorHealth, guards, async () => {
    const [nodes, queues, accounts, away] = await Promise.all([
      listNodes(db),
      listQueues(db),
      readAccountHealth(db),
      countNodesWithoutTicketSystem(db),
    ])
    return { nodes, queues, ...accounts, nodes_without_ticket_system: away }
  })
  addRoute(app, TICKET_ORIGIN_ROUTES.operatorLinks, guards, async ({ query }) => ({
    links: await bounded(db, (sql) => listLinks(sql, query)),
  }))
}

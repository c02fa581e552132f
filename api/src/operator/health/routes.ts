import { TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { callOf } from '@tuvens/platform/http/route'
import { listNodes } from '@tuvens/platform/nodes/store'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { OperatorContext } from '../context.ts'
import { orNull } from '../deliveries/ticket-origin.ts'
import { addPage } from '../web/routes.ts'
import type { Health } from './health.ts'
import { healthPage } from './health-page.tsx'
import { listQueues } from './store.ts'

const Nothing = Type.Object({}, { additionalProperties: false })

export function addHealthPage(app: FastifyInstance, context: OperatorContext): void {
  addPage(app, {
    path: '/',
    query: Nothing,
    read: () => readHealth(context),
    page: healthPage,
  })
}

async function readHealth(context: OperatorContext): Promise<Health> {
  const { db, ticketOrigin } = context
  const call = ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.operatorHealth, {}))
  const [theirs, nodes, queues] = await Promise.all([orNull(context, call), listNodes(db), listQueues(db)])
  return { api: { nodes, queues }, ticket_origin: theirs }
}

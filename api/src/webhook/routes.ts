import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import { requireSigned } from '../auth/service-guard.ts'
import type { TicketingContext } from '../ticketing/context.ts'
import { requireWebhook } from './guard.ts'
import { receive, receiveMany } from './receive.ts'

export function addWebhookRoutes(app: FastifyInstance, context: TicketingContext): void {
  addRoute(app, API_ROUTES.statusWebhook, [requireWebhook(context)], async (call) => {
    await receive(context, call)
    return { success: true, message: 'Webhook processed successfully' } as const
  })
  addRoute(app, API_ROUTES.statusWebhooks, [requireSigned(context)], (call) => receiveMany(context, call))
}

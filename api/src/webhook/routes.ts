import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import type { TicketingContext } from '../ticketing/context.ts'
import { requireWebhook } from './guard.ts'
import { receive } from './receive.ts'

export function addWebhookRoutes(app: FastifyInstance, context: TicketingContext): void {
  addRoute(app, API_ROUTES.statusWebhook, [requireWebhook(context)], async (call) => {
    await receive(context, call)
    return { success: true, message: 'Webhook processed successfully' } as const
  })
}

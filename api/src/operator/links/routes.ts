import { MAX_OPERATOR_LINKS, OperatorLinksQuery, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { callOf } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import type { OperatorContext } from '../context.ts'
import { orNull } from '../deliveries/ticket-origin.ts'
import { addPage } from '../web/routes.ts'
import { type FoundLinks, linksPage } from './links-page.tsx'

export function addLinkRoutes(app: FastifyInstance, context: OperatorContext): void {
  addPage(app, {
    path: '/links',
    query: OperatorLinksQuery,
    read: async ({ query }): Promise<FoundLinks> => {
      const call = context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.operatorLinks, { query }))
      const found = await orNull(context, call)
      const links = found?.links ?? []
      const last = links.at(-1)?.event_id ?? null
      return { links, next: links.length < MAX_OPERATOR_LINKS ? null : last, is_partial: found === null }
    },
    page: (found, { query }) => linksPage(found, query),
  })
}

import { Id, ServiceError } from '@tuvens/contract'
import { bounded } from '@tuvens/platform/bounded'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { audited } from '../audit-act.ts'
import type { OperatorContext } from '../context.ts'
import { addAct, addPage } from '../web/routes.ts'
import { complaintsPage } from './complaints-page.tsx'
import { closeComplaint, listComplaints } from './store.ts'

const STRICT = { additionalProperties: false } as const
const Search = Type.Object(
  {
    event_id: Type.Optional(Id),
    account_id: Type.Optional(Id),
    closed: Type.Optional(Type.Literal('yes')),
    done: Type.Optional(Id),
  },
  STRICT,
)
const One = Type.Object({ id: Id }, STRICT)

export function addComplaintPages(app: FastifyInstance, context: OperatorContext): void {
  addPage(app, {
    path: '/complaints',
    query: Search,
    read: async ({ query }) => ({
      complaints: await bounded(context.db, (sql) => listComplaints(sql, query)),
    }),
    page: ({ complaints }, { query: { done, ...filters } }) =>
      complaintsPage(complaints, { filters, done, siteUrl: context.config.siteUrl }),
  })
  addAct(app, {
    path: '/complaints/close',
    body: One,
    act: ({ body: { id }, operator, request }) =>
      audited(
        context,
        { operation: 'operator-close-complaint', note: `complaint ${id}`, request },
        async () => {
          const row = await closeComplaint(context.db, id, operator)
          if (row === undefined) throw new ServiceError('NOT_FOUND')
          return { result: { closed: id }, note: `complaint ${id}`, about: { eventId: row.event_id } }
        },
      ),
    next: ({ closed }) => `/complaints?done=${closed}`,
  })
}

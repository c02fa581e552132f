import { Email, Id, ServiceError } from '@tuvens/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { endSignIns } from '../../auth/sign-in/sign-in-store.ts'
import { audited } from '../audit-act.ts'
import { bounded } from '@tuvens/platform/bounded'
import type { OperatorContext } from '../context.ts'
import { addAct, addPage } from '../web/routes.ts'
import { sessionsPage } from './sessions-page.tsx'
import {
  findUserOfSignIn,
  listSessions,
  revokeSessionById,
  revokeSessionsOf,
  type SessionFilters,
} from './store.ts'

const STRICT = { additionalProperties: false } as const
const Search = Type.Object(
  {
    user_id: Type.Optional(Id),
    email: Type.Optional(Email),
    account_id: Type.Optional(Id),
    ended: Type.Optional(Type.String({ pattern: '^[0-9]{1,6}$' })),
  },
  STRICT,
)
const One = Type.Object(
  {
    kind: Type.Union([Type.Literal('sign-in'), Type.Literal('session')]),
    id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
  },
  STRICT,
)
const AllOf = Type.Object({ user_id: Id }, STRICT)

export function addSessionRoutes(app: FastifyInstance, context: OperatorContext): void {
  addPage(app, {
    path: '/sessions',
    query: Search,
    read: async ({ query }) => ({
      sessions: await bounded(context.db, (sql) => listSessions(sql, filtersOf(query))),
    }),
    page: ({ sessions }, { query }) => sessionsPage(sessions, filtersOf(query), query.ended),
  })
  addAct(app, {
    path: '/sessions/end',
    body: One,
    act: ({ body, request }) =>
      body.kind === 'session' ? endSession(context, request, body.id) : endSignIn(context, request, body.id),
    next: ({ ended, user_id }) => `/sessions?user_id=${user_id}&ended=${ended}`,
  })
  addAct(app, {
    path: '/sessions/end-all',
    body: AllOf,
    act: ({ body: { user_id }, request }) => endAll(context, request, user_id),
    next: ({ ended, user_id }) => `/sessions?user_id=${user_id}&ended=${ended}`,
  })
}

function filtersOf(query: Static<typeof Search>): SessionFilters {
  const { ended: _, ...filters } = query
  return filters
}

/** The ticket origin ends what began with it within seconds, also for open pages. */
function endSession(context: OperatorContext, request: FastifyRequest, id: string) {
  const act = { operation: 'operator-end-session', note: `session ${id}`, request }
  return audited(context, act, async () => {
    const row = await revokeSessionById(context.db, id)
    if (row === undefined) throw new ServiceError('NOT_FOUND')
    const { user_id: userId, account_id: accountId, event_id: eventId } = row
    const about = { userId, accountId: accountId === null ? null : Number(accountId), eventId }
    return { result: { ended: 1, user_id: userId }, note: `session ${id} of user ${userId}`, about }
  })
}

function endSignIn(context: OperatorContext, request: FastifyRequest, id: string) {
  const act = { operation: 'operator-end-session', note: `sign-in ${id}`, request }
  return audited(context, act, async () => {
    const userId = await findUserOfSignIn(context.db, id)
    if (userId === undefined) throw new ServiceError('NOT_FOUND')
    const ended = (await endSignIns(context.db, { userId, id })).length
    return { result: { ended, user_id: userId }, note: `sign-in ${id} of user ${userId}` }
  })
}

function endAll(context: OperatorContext, request: FastifyRequest, userId: string) {
  const act = { operation: 'operator-end-session', userId, note: `all of user ${userId}`, request }
  return audited(context, act, async () => {
    const signIns = await endSignIns(context.db, { userId })
    const ended = signIns.length + (await revokeSessionsOf(context.db, userId))
    return { result: { ended, user_id: userId }, note: `${ended} of user ${userId}` }
  })
}

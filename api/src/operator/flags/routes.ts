import { FLAG_NAMES, Id } from '@tuvens/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { changeFlag } from '../../flags/change.ts'
import { listFlags } from '../../flags/overview.ts'
import { readFlags } from '../../flags/start-flags.ts'
import { listFlagChanges } from '../../flags/store.ts'
import { bounded } from '@tuvens/platform/bounded'
import type { OperatorContext } from '../context.ts'
import { addAct, addPage } from '../web/routes.ts'
import { changeOf, FlagFields, flagNamed } from './fields.ts'
import type { FlagDecision, FoundFlags } from './found.ts'
import { decisionPage, flagsPage } from './flags-page.tsx'

const STRICT = { additionalProperties: false } as const
/** Only the name of a flag, so that no link can put words here. */
const Shown = Type.Object({ changed: Type.Optional(Type.Enum(FLAG_NAMES)) }, STRICT)
const History = Type.Object({ name: Type.Optional(Type.String({ maxLength: 64 })) }, STRICT)
const Decision = Type.Object({ name: Type.String({ maxLength: 64 }), account_id: Id }, STRICT)
const MAX_CHANGES = 50

export function addFlagPages(app: FastifyInstance, context: OperatorContext): void {
  const { db, flags } = context
  addPage(app, {
    path: '/flags',
    query: Shown,
    read: async (): Promise<FoundFlags> => ({
      flags: await bounded(db, listFlags),
      changes: await bounded(db, (sql) => listFlagChanges(sql, null, MAX_CHANGES)),
    }),
    page: (found, { query }) => flagsPage(found, query.changed),
  })
  addPage(app, {
    path: '/flags/history',
    query: History,
    read: async ({ query: { name } }): Promise<FoundFlags> => ({
      flags: [],
      changes: await listFlagChanges(db, name === undefined ? null : flagNamed(name), MAX_CHANGES),
    }),
    page: (found) => flagsPage(found, undefined),
  })
  addPage(app, {
    path: '/flags/decision',
    query: Decision,
    read: async ({ query: { name, account_id } }): Promise<FlagDecision> => {
      const flag = flagNamed(name)
      const { value, reason = '' } = await flags.explain(flag, { accountId: Number(account_id) })
      return { name: flag, account_id, is_on: value, reason }
    },
    page: decisionPage,
  })
  addAct(app, {
    path: '/flags/change',
    body: FlagFields,
    act: async ({ body, request }) => {
      const origin = { actor: `operator:${request.operator}`, requestId: request.id, address: request.ip }
      const changed = await changeFlag(db, { ...changeOf(body), origin })
      // This node need not wait for its next look.
      await readFlags(context)
      return changed
    },
    next: ({ name }) => `/flags?changed=${name}`,
  })
}

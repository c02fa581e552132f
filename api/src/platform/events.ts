import {
  type PlatformEvent,
  type PlatformEventList,
  type PutPlatformEventRequest,
  ServiceError,
} from '@tuvens/contract'
import type { Tx } from '@tuvens/platform/db/db'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { fieldsOf } from '../catalogue/create.ts'
import { keepPicture } from '../catalogue/picture.ts'
import { etagOf, phaseOf, representEvent } from '../catalogue/represent.ts'
import { checkRules } from '../catalogue/rules.ts'
import {
  type CatalogueRow,
  type EventFields,
  insertEvent,
  lockEvent,
  updateEvent,
} from '../catalogue/store.ts'
import { type KeyCaller, keyCallerOf } from '../http/caller.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { type ExternalRow, findExternalEvent, listExternalEvents, lockName } from './store.ts'
import { writeOnce, type Written } from './write-once.ts'

const DEFAULT_PAGE_SIZE = 50

export async function listEvents(
  { db, config }: AuthContext,
  caller: KeyCaller,
  { cursor, limit = DEFAULT_PAGE_SIZE }: { cursor?: string; limit?: number },
): Promise<PlatformEventList> {
  const after = cursor ?? null
  const rows = await listExternalEvents(db, caller.accountId, { after, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const next_cursor = rows.length > limit ? (page.at(-1)?.id ?? null) : null
  return { events: page.map((row) => represent(row, config)), next_cursor }
}

/** An event of the account of the key, by the platform's own id. Those of other accounts do not exist for it. */
export async function findEventOf(
  { db }: AuthContext,
  caller: KeyCaller,
  externalId: string,
): Promise<ExternalRow> {
  const row = await findExternalEvent(db, caller.accountId, externalId)
  if (row === undefined) throw new ServiceError('EVENT_NOT_FOUND')
  return row
}

export function represent(row: ExternalRow, addresses: { apiUrl: string }): PlatformEvent {
  return { external_id: row.external_id, ...representEvent(row, addresses) }
}

type PutCall = ValidRequest<PutPlatformEventRequest> & { externalId: string }

/** Creates the event with this id of the platform, or changes it to what the request says. */
export async function putEvent(
  context: AuthContext,
  { externalId, body, ...call }: PutCall,
): Promise<PlatformEvent> {
  const caller = keyCallerOf(call.request)
  const fields = fieldsOf(body, context.config)
  checkRules(fields)
  const event = await writeOnce(context, call, async (tx) => {
    await lockName(tx, caller.accountId, `event ${externalId}`)
    const current = await findExternalEvent(tx, caller.accountId, externalId)
    const { row, operation } = await upsert(tx, { current, fields, externalId, accountId: caller.accountId })
    call.reply.header('etag', etagOf(row))
    return writtenOf(context, call, { row: { ...row, external_id: externalId }, operation })
  })
  call.reply.header('location', `/api/platform/events/${externalId}`)
  return event
}

type Upsert = {
  current: ExternalRow | undefined
  fields: EventFields
  externalId: string
  accountId: string
}
type Operation = 'create-event' | 'update-event' | null

/** A repeat of what the event says already writes nothing, so that nobody is told of it. */
async function upsert(
  tx: Tx,
  { current: found, fields, externalId, accountId }: Upsert,
): Promise<{ row: CatalogueRow; operation: Operation }> {
  if (found === undefined) {
    await keepPicture(tx, fields, null)
    const row = await insertEvent(tx, { accountId, externalId }, fields)
    return { row, operation: 'create-event' }
  }
  await lockEvent(tx, found.id)
  // Under the lock nobody else changes it: what was read before may be old.
  const current = (await findExternalEvent(tx, accountId, externalId)) ?? found
  if (isSame(current, fields)) return { row: current, operation: null }
  const row = await updateEvent(tx, { ...current, phase: phaseOf(current) }, fields)
  if (row === undefined) throw new ServiceError('SERVICE_UNAVAILABLE', { retryAfter: 1 })
  await keepPicture(tx, fields, current)
  return { row, operation: 'update-event' }
}

function isSame(current: CatalogueRow, { contact_data: contact, ...fields }: EventFields): boolean {
  const contacts = { ...current.contact_data, ...contact }
  const before = Object.fromEntries(Object.keys(fields).map((name) => [name, Reflect.get(current, name)]))
  return textOf([before, current.contact_data]) === textOf([fields, contacts])
}

/** JSON with sorted keys: `jsonb` does not keep their order. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}

function writtenOf(
  { audit, stream, editing, config }: AuthContext,
  { request }: Pick<PutCall, 'request'>,
  { row, operation }: { row: ExternalRow; operation: Operation },
): Written<PlatformEvent> {
  const entry = { ...auditOrigin(request), accountId: Number(row.account_id), eventId: row.id }
  return {
    status: operation === 'create-event' ? 201 : 200,
    body: represent(row, config),
    done: () => {
      if (operation !== null) audit.record({ ...entry, operation, outcome: 'ok' })
      if (operation !== 'update-event') return
      stream.wake()
      editing.wake()
    },
  }
}

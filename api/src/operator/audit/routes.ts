import { hasRealTime, Id, Instant, ServiceError } from '@tuvens/contract'
import type { FastifyInstance } from 'fastify'
import { Readable } from 'node:stream'
import { type Static, Type } from 'typebox'
import { audited } from '../audit-act.ts'
import { bounded } from '@tuvens/platform/bounded'
import type { OperatorContext } from '../context.ts'
import { addPage, readFields } from '../web/routes.ts'
import { auditPage } from './audit-page.tsx'
import { csvLine } from './csv.ts'
import { type AuditFilters, type AuditRow, listAudits, nextAudits } from './store.ts'

const ROWS_PER_PAGE = 50
/** Rows that one statement reads for a file: no transaction is open between two of them. */
const ROWS_AT_ONCE = 1000

const Word = Type.String({ maxLength: 100 })
const FILTERS = {
  account_id: Type.Optional(Id),
  user_id: Type.Optional(Id),
  event_id: Type.Optional(Id),
  actor: Type.Optional(Word),
  operation: Type.Optional(Word),
  outcome: Type.Optional(Word),
  request_id: Type.Optional(Word),
  from: Type.Optional(Instant),
  until: Type.Optional(Instant),
}
const STRICT = { additionalProperties: false } as const
const Before = Type.Optional(Type.String({ pattern: '^[0-9T:.Z-]{20,30}~[0-9]{1,18}$' }))
const Page = Type.Object({ ...FILTERS, before: Before }, STRICT)
const File = Type.Object(FILTERS, STRICT)

export function addAuditRoutes(app: FastifyInstance, context: OperatorContext): void {
  addPage(app, {
    path: '/audit-log',
    query: Page,
    read: async ({ query }) => {
      if (query.before !== undefined && !hasRealTime(query.before)) throw new ServiceError('VALIDATION_ERROR')
      const rows = await bounded(context.db, (sql) => listAudits(sql, query, ROWS_PER_PAGE))
      return { rows, next: nextAudits(rows, ROWS_PER_PAGE) }
    },
    page: (found, { query }) => auditPage(found, query),
  })
  app.get('/audit-log.csv', async (request, reply) => {
    const filters: Static<typeof File> = readFields(File, request.query)
    const note =
      Object.entries(filters)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ') || 'all rows'
    const act = { operation: 'operator-audit-export', note, request }
    const first = await audited(context, act, async () => ({
      result: await readRows(context, filters),
      note,
    }))
    const day = new Date(context.clock.now()).toISOString().slice(0, 10)
    return reply
      .headers({
        'cache-control': 'no-store',
        'content-disposition': `attachment; filename="audit-log-${day}.csv"`,
        'cross-origin-resource-policy': 'same-origin',
      })
      .type('text/csv; charset=utf-8')
      .send(Readable.from(linesOf(context, filters, first)))
  })
}

const readRows = (context: OperatorContext, filters: AuditFilters) =>
  bounded(context.db, (sql) => listAudits(sql, filters, ROWS_AT_ONCE))

const COLUMNS = [
  'at',
  'operation',
  'outcome',
  'actor',
  'user_id',
  'account_id',
  'event_id',
  'request_id',
  'address',
  'note',
] as const

/** The whole file, read as fast as it is taken: it never stands in memory. */
async function* linesOf(context: OperatorContext, filters: AuditFilters, first: AuditRow[]) {
  yield csvLine(COLUMNS)
  for (let rows = first; ; ) {
    yield rows.map((row) => csvLine(COLUMNS.map((name) => row[name]))).join('')
    const before = nextAudits(rows, ROWS_AT_ONCE)
    if (before === null) return
    rows = await readRows(context, { ...filters, before })
  }
}

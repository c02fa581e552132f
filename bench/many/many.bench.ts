import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { BenchError } from '../bench-error.ts'
import { each } from '../measure/each.ts'
import { type ReportSection, show } from '../measure/table.ts'
import { type BenchPart, withClosers } from '../part.ts'
import { takeTickets } from '../../scripts/seed/ticket-desk.ts'
import { startServices } from '../stage/services.ts'
import { makeTicketedEvent, type TicketedEvent } from '../stage/ticketed-event.ts'
import { copyEvent, copyIds, type Databases, openDatabases } from './copies.ts'

type Size = { shops: number; changes: number; links: number }
const FULL: Size = { shops: 200, changes: 3_500, links: 20_000 }
const QUICK: Size = { shops: 10, changes: 50, links: 300 }

const LIMIT_MS = 600_000
const GOAL = '≤ 60 s'

type Run = { databases: Databases; event: TicketedEvent; office: string }

/** Measures how late the API knows of changes when there are many at once. */
export const many: BenchPart = {
  name: 'many',
  run: (bench) =>
    withClosers(async (onEnd) => {
      const size = bench.quick ? QUICK : FULL
      bench.progress('many: building and starting the services')
      const services = await startServices(bench.machine, 'many', ['boxOffice', 'api', 'tickets'])
      onEnd(services.stop)
      const databases = openDatabases(services)
      onEnd(databases.close)
      const event = await makeTicketedEvent(services)
      bench.progress(`many: copying an event ${size.links} times`)
      await copyEvent(databases, event, size.links)
      const run = { databases, event, office: services.of('boxOffice').url }
      const rows: string[][] = []
      for (const [title, measure] of MEASURED) {
        bench.progress(`many: ${title(size)}`)
        const ms = await measure(run, size)
        rows.push([title(size), show(ms / 1000), GOAL])
      }
      return [sectionOf(rows, size)]
    }),
}

/** Each returns the milliseconds from the end of the changes until the API shows the last one. */
const MEASURED: [(size: Size) => string, (run: Run, size: Size) => Promise<number>][] = [
  [({ changes }) => `${changes} events published one after the other`, publishMany],
  [({ shops }) => `${shops} shops sold out at once`, sellOut],
  [({ links }) => `1 of ${links} events of an account paused, without a webhook`, changeUnseen],
]

async function publishMany({ databases, event: { desk } }: Run, { changes }: Size): Promise<number> {
  await each(copyIds(changes), (id) => desk.setStatus(id, 'LIVE'))
  return untilCount(
    changes,
    () => databases.api`
    select count(*)::int from events where id = any(${copyIds(changes)}) and source_status = 'LIVE'`,
  )
}

/** The last places of each shop are ordered, in the ticket system itself. */
async function sellOut({ databases, office }: Run, { shops }: Size): Promise<number> {
  const ids = copyIds(shops)
  await databases.office`update product_prices set initial_quantity_available = 1 where id = any(${ids})`
  await each(ids, (id) => buyLast(office, id))
  return untilCount(
    shops,
    () => databases.api`
    select count(*)::int from events where id = any(${ids}) and sales_status = 'sold_out'`,
  )
}

/** Changed past the ticket system's API, so that no webhook is sent: only a sweep can find it. */
async function changeUnseen({ databases }: Run, { links }: Size): Promise<number> {
  await databases.office`update events set status = 'LIVE' where id = ${copyIds(links).at(-1) ?? 0}`
  const id = copyIds(links)[randomInt(links)] ?? 0
  await databases.office`
    update events set status = case status when 'LIVE' then 'DRAFT' else 'LIVE' end, updated_at = clock_timestamp()
    where id = ${id}`
  const [row] = await databases.office<{ status: string }[]>`select status from events where id = ${id}`
  return untilCount(
    1,
    () => databases.api`
    select count(*)::int from events where id = ${id} and source_status = ${row?.status ?? ''}`,
  )
}

/** Only a finished order sells the place, and makes the ticket system send a webhook. */
async function buyLast(office: string, id: number): Promise<void> {
  await takeTickets(
    { direct: office, origin: office },
    {
      eventId: id,
      product: { id, title: 'General admission', prices: [{ id }] },
      quantity: 1,
      buyer: { first_name: 'Bea', last_name: 'Buyer', email: `buyer-${id}@example.com` },
    },
  )
}

async function untilCount(wanted: number, read: () => Promise<readonly object[]>): Promise<number> {
  const since = Date.now()
  while (Date.now() - since < LIMIT_MS) {
    const [row] = await read()
    if (row !== undefined && Object.values(row)[0] === wanted) return Date.now() - since
    await sleep(50)
  }
  throw new BenchError(`Not all ${wanted} changes arrived within ${LIMIT_MS / 1000} s`)
}

const sectionOf = (rows: string[][], { links }: Size): ReportSection => ({
  title: 'Many changes at once',
  description: `Seconds from the last change until the API knows all of them, with ${links} linked events in one account.`,
  columns: ['changes', 'seconds', 'goal'],
  rows,
  ratios: [],
})

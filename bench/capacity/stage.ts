import { type Databases, openDatabases } from '../many/copies.ts'
import { each } from '../measure/each.ts'
import { cpuSecondsOf, cpuSecondsOfFamily } from '../measure/usage.ts'
import type { Bench, OnEnd } from '../part.ts'
import { type Services, startObservedServices } from '../stage/services.ts'
import { makeTicketedEvent, type TicketedEvent } from '../stage/ticketed-event.ts'

/** What a unit of work costs: milliseconds of processor time, and bytes in the databases of API and ticket origin. */
export type Cost = Record<CostColumn, number>
export type CostColumn = (typeof COST_COLUMNS)[number]
export const COST_COLUMNS = ['site', 'api', 'tickets', 'postgres', 'bytes'] as const

/** The whole product, with metrics and the request log, and some organisers with an event on sale each. */
export type CapacityStage = {
  services: Services
  databases: Databases
  events: TicketedEvent[]
  /** Runs `work` and divides what it cost by `count`. */
  costOf: (count: number, work: () => Promise<unknown>) => Promise<Cost>
}

const ALL = ['boxOffice', 'api', 'tickets', 'site'] as const

export async function startCapacityStage(
  { machine }: Bench,
  eventCount: number,
  onEnd: OnEnd,
): Promise<CapacityStage> {
  const services = await startObservedServices(machine, 'capacity', [...ALL])
  onEnd(services.stop)
  const databases = openDatabases(services)
  onEnd(databases.close)
  const events: TicketedEvent[] = []
  while (events.length < eventCount) events.push(await makeTicketedEvent(services))
  await each(events, ({ desk, hiEventId }) => desk.setStatus(hiEventId, 'LIVE'))
  // The box office and its database stand for a Hi.Events, whose costs are no part of the product's.
  const used = async (): Promise<Cost> => ({
    site: cpuSecondsOf(services.of('site').pid) * 1000,
    api: cpuSecondsOf(services.of('api').pid) * 1000,
    tickets: cpuSecondsOf(services.of('tickets').pid) * 1000,
    postgres: cpuSecondsOfFamily(machine.postmaster) * 1000,
    bytes: (await sizeOf(databases.api)) + (await sizeOf(databases.tickets)),
  })
  return {
    services,
    databases,
    events,
    costOf: async (count, work) => {
      const before = await used()
      await work()
      const after = await used()
      const costs = COST_COLUMNS.map((column) => [column, (after[column] - before[column]) / count])
      return Object.fromEntries(costs) as Cost
    },
  }
}

async function sizeOf(db: Databases['api']): Promise<number> {
  const [row] = await db<{ size: string }[]>`select pg_database_size(current_database())::text as size`
  return Number(row?.size)
}

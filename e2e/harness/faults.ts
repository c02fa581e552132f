import type { SeedPrice } from '../../scripts/seed/ticket-desk.ts'
import {
  eventFields,
  createEventOnSale,
  type LinkedTestEvent,
  createLinkedEvent,
  createOrganiser,
  waitForPhase,
  waitForStatus,
} from './people.ts'
import type { System } from './system.ts'

const DAY_MS = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()

/** Creates an event that is published with one ticket at this price. */
async function createEventSelling(system: System, price: Partial<SeedPrice>): Promise<LinkedTestEvent> {
  const linked = await createLinkedEvent(system)
  const prices = [{ price: 0, ...price }]
  await linked.tickets.addProduct(linked.hiEventId, { title: 'Seat', type: 'FREE', prices })
  await linked.tickets.setStatus(linked.hiEventId, 'LIVE')
  await waitForStatus(linked, 'active')
  return linked
}

async function createEventWithStatus(system: System, status: 'DRAFT' | 'ARCHIVED'): Promise<LinkedTestEvent> {
  const linked = await createEventOnSale(system)
  await linked.tickets.setStatus(linked.hiEventId, status)
  await waitForPhase(linked, status === 'DRAFT' ? 'paused' : 'cancelled')
  return linked
}

/** Something that keeps tickets from showing, how a test causes it, and what the organiser reads. */
export type ReportedFault = {
  fault: string
  cause: (system: System) => Promise<Pick<LinkedTestEvent, 'organiser' | 'event'>>
  /** The headline of the report and the label of its fix. */
  title: string
  fix: string
}

/** Faults that leave the services running. */
export const FAULTS: ReportedFault[] = [
  {
    fault: 'nothing is linked',
    cause: async (system) => {
      const organiser = await createOrganiser(system)
      return { organiser, event: await organiser.desk.createEvent(eventFields()) }
    },
    title: 'Ticketing is not enabled for this event',
    fix: 'Enable ticketing',
  },
  {
    fault: 'the set-up is not finished',
    cause: (system) => createLinkedEvent(system),
    title: 'The event is not published yet',
    fix: 'Publish on the ticket system',
  },
  {
    fault: 'sales are paused',
    cause: (system) => createEventWithStatus(system, 'DRAFT'),
    title: 'Ticket sales are paused',
    fix: 'Publish again',
  },
  {
    fault: 'the event is archived',
    cause: (system) => createEventWithStatus(system, 'ARCHIVED'),
    title: 'The event is archived on the ticket system',
    fix: 'Tell ticket holders',
  },
  {
    fault: 'the event was deleted on the ticket system without a webhook',
    cause: async (system) => {
      const linked = await createEventOnSale(system)
      await system.db('box-office')`update events set deleted_at = now() where id = ${linked.hiEventId}`
      return linked
    },
    title: 'The event was deleted on the ticket system',
    fix: 'Relink',
  },
  {
    fault: 'ticketing was unlinked',
    cause: async (system) => {
      const linked = await createEventOnSale(system)
      await system.db('api')`update events set ticketing_status = 'none', hi_events_event_id = null,
        widget_url = null where id = ${linked.event.id}`
      return linked
    },
    title: 'Ticketing was unlinked from this event',
    fix: 'Enable ticketing',
  },
  {
    fault: 'the ticket origin has lost the link',
    cause: async (system) => {
      const linked = await createEventOnSale(system)
      await system.db('hi-events')`delete from links where tuvens_event_id = ${linked.event.id}`
      return linked
    },
    title: 'The ticket side does not know this link any more',
    fix: 'Continue set-up',
  },
  {
    fault: 'the ticket system refused our webhook',
    cause: async (system) => {
      const linked = await createEventOnSale(system)
      await system.db('hi-events')`update accounts set webhook_id = null, webhook_error = 'refused'
        where tuvens_account_id = ${linked.event.accountId}`
      return linked
    },
    title: 'The ticket system does not tell us when something changes',
    fix: 'Tell the people who run this site',
  },
  {
    fault: 'a message became a dead letter',
    cause: async (system) => {
      const linked = await createEventOnSale(system)
      await system.db('hi-events')`insert into outbox
        (id, tuvens_event_id, hi_event_id, title, source_status, sent_at_ms, dead_at, last_error)
        values (gen_random_uuid(), ${linked.event.id}, ${linked.hiEventId}, 'x', 'LIVE', ${Date.now() + 1000},
          now(), 'answered 400')`
      return linked
    },
    title: 'A message about this event could not be delivered to this site',
    fix: 'Tell the people who run this site',
  },
  {
    fault: 'there are no tickets',
    cause: async (system) => {
      const linked = await createLinkedEvent(system)
      await linked.tickets.setStatus(linked.hiEventId, 'LIVE')
      await waitForStatus(linked, 'active')
      return linked
    },
    title: 'There are no tickets to choose from',
    fix: 'Add tickets',
  },
  {
    fault: 'sales have not begun',
    cause: (system) => createEventSelling(system, { sale_start_date: inDays(2) }),
    title: 'Ticket sales begin soon',
    fix: 'Open the ticket system',
  },
  {
    fault: 'tickets are sold out',
    cause: (system) => createEventSelling(system, { initial_quantity_available: 0 }),
    title: 'Tickets are sold out',
    fix: 'Open the ticket system',
  },
  {
    fault: 'sales are over',
    cause: (system) => createEventSelling(system, { sale_start_date: inDays(-9), sale_end_date: inDays(-1) }),
    title: 'Ticket sales are over',
    fix: 'Open the ticket system',
  },
  {
    fault: 'the event is over',
    cause: async (system) => {
      const linked = await createEventOnSale(system)
      await system.db('box-office')`update events set start_date = now() - interval '3 hours',
        end_date = now() - interval '1 hour' where id = ${linked.hiEventId}`
      await waitForPhase(linked, 'ended')
      return linked
    },
    title: 'The event is over',
    fix: 'Open the ticket system',
  },
]

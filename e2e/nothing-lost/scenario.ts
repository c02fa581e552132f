import { type SourceStatus, ticketingStatusOf } from '@tuvens/contract'
import { lifecycleOf } from '../../box-office/src/events/shape.ts'
import { sourceStatusOf } from '../../hi-events/src/status/source-status.ts'
import type { RetryingOrganiser } from './organiser.ts'
import type { FaultWorld } from './staged-world.ts'

/** One event and the actions of its organiser. */
export class Scenario {
  readonly world: FaultWorld
  readonly organiser: RetryingOrganiser
  readonly eventId: string
  /** The organiser's account id in the box office. */
  account = 0
  hiEventId = 0
  isLinked = false
  /** How many events the box office may hold for this one, copies included. */
  mayBeMade = 1

  private constructor(world: FaultWorld, organiser: RetryingOrganiser, eventId: string) {
    this.world = world
    this.organiser = organiser
    this.eventId = eventId
  }

  static async begin(world: FaultWorld, organiser: RetryingOrganiser): Promise<Scenario> {
    const scenario = new Scenario(world, organiser, (await organiser.event()).id)
    await scenario.link()
    return scenario
  }

  async link(): Promise<void> {
    await this.organiser.enable(this.eventId)
    const { hi_events_event_id } = await this.organiser.read(this.eventId)
    this.hiEventId = hi_events_event_id ?? 0
    this.isLinked = true
    const [row] = await this.world.office.database
      .db`select account_id from events where id = ${this.hiEventId}`
    this.account = Number(row?.['account_id'])
  }

  /** Describes how the API's view differs from the source; null when they agree. */
  async difference(): Promise<string | null> {
    const shown = await this.organiser.read(this.eventId)
    const source = this.isLinked ? await this.source() : null
    const expected = source === null ? 'none' : ticketingStatusOf(source)
    const shownSource = this.isLinked ? shown.contactData.hiEventsStatus : null
    if (shown.ticketing_status === expected && shownSource === source) return null
    return `event ${this.eventId} is ${source ?? 'not linked'} and shown as ${shown.ticketing_status} (${shownSource})`
  }

  /** What both sides stored about this event, in short lines: where a failure is shown, its message may be cut. */
  async trace(): Promise<string> {
    const { tickets, api } = this.world
    const { db } = tickets.context
    const [link] = await db`
      select source_status, sent_source_status, sent_at_ms, read_count, registered_at, missing_at, stopped_at, stopped_reason
      from link_statuses where tuvens_event_id = ${this.eventId}`
    const outbox = await db`
      select source_status, sent_at_ms, attempts, delivered_at, dead_at, last_error,
        case when delivered_at is null then next_attempt_at end as next_attempt_at
      from outbox where tuvens_event_id = ${this.eventId} order by created_at desc limit 3`
    const taken = await api.context.db`
      select source_status, sent_at, outcome, received_at from status_deliveries
      where event_id = ${this.eventId} order by id desc limit 5`
    const [sweep] = await db`
      select swept_at, error, due_at, now() from sweeps
      where tuvens_account_id = ${this.organiser.person.accountId}`
    return Object.entries({ link, outbox, taken, sweep, hiEventId: this.hiEventId })
      .map(([name, rows]) => `  ${name} ${JSON.stringify(shortened(rows))}`)
      .join('\n')
  }

  /** The source status, read from the box office's database. */
  private async source(): Promise<SourceStatus> {
    const { database, context } = this.world.office
    const [event] = await database.db<
      { status: string; start_date: Date; end_date: Date | null; deleted_at: Date | null }[]
    >`select status, start_date, end_date, deleted_at from events where id = ${this.hiEventId}`
    if (event === undefined || event.deleted_at !== null) return 'CANCELLED'
    const { status } = event
    return sourceStatusOf({ status, lifecycle_status: lifecycleOf(event, context.clock.now()) })
  }
}

/** Without what is null, and instants without their day where it is today. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened)
  if (value instanceof Date) return value.toISOString().replace(`${today()}T`, '')
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, each]) => each !== null)
  return Object.fromEntries(
    entries.map(([name, each]) =>
      name === 'sent_at_ms' ? ['sent_at', shortened(new Date(Number(each)))] : [name, shortened(each)],
    ),
  )
}

const today = () => new Date().toISOString().slice(0, 10)

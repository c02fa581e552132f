import { setTimeout as sleep } from 'node:timers/promises'
import { land, type TicketDesk } from '../../scripts/seed/ticket-desk.ts'
import { eventFields, createOrganiser, type TestOrganiser } from '../harness/people.ts'
import type { System } from '../harness/system.ts'
import type { Moment } from './moment.ts'
import { HarnessError } from '../harness/harness-error.ts'

const [TRIES, PAUSE_MS, LIMIT_MS] = [20, 500, 60_000]

/** An organiser between the click and the published event, held at one moment. */
export class KillScenario {
  readonly moment: Moment | undefined
  readonly organiser: TestOrganiser
  readonly eventId: string
  /** Resolves when the scenario has reached its moment. */
  readonly reached: Promise<void>
  private arrive: () => void = () => {}
  private readonly marks: string[]
  private readonly passed = new Map<string, number>()
  private readonly system: System
  private desk: TicketDesk | undefined
  private publishedAt = 0

  private constructor(
    system: System,
    scenario: { organiser: TestOrganiser; eventId: string; moment: Moment | undefined },
  ) {
    this.system = system
    this.organiser = scenario.organiser
    this.eventId = scenario.eventId
    this.moment = scenario.moment
    this.reached = new Promise((resolve) => (this.arrive = resolve))
    this.marks = [
      `"${this.organiser.email}"`,
      `"value":"${this.eventId}"`,
      `"tuvens_event_id":"${this.eventId}"`,
      `/links/${this.eventId}`,
    ]
  }

  static async begin(system: System, moment?: Moment): Promise<KillScenario> {
    const organiser = await createOrganiser(system)
    const { id: eventId } = await organiser.desk.createEvent(eventFields())
    return new KillScenario(system, { organiser, eventId, moment })
  }

  isNamedIn(text: string): boolean {
    return this.marks.some((mark) => text.includes(mark))
  }

  /** Counts a call of this scenario. @returns its moment when the call reaches it */
  pass(line: string, name: string): Moment | undefined {
    const key = `${line} ${name}`
    const nth = (this.passed.get(key) ?? 0) + 1
    this.passed.set(key, nth)
    const step = this.moment?.step
    if (step?.line !== line || step.name !== name || step.nth !== nth) return undefined
    this.arrive()
    return this.moment
  }

  /** Runs one attempt: click, land, publish. */
  async attempt(): Promise<void> {
    const { direct, urls } = this.system
    this.desk = await land(
      { direct: direct.tickets, origin: urls.tickets },
      this.eventId,
      async (challenge) => {
        const token = await this.organiser.desk.sessionToken(this.eventId, challenge)
        this.marks.push(token)
        return token
      },
    )
    await this.desk.setStatus(await this.hiEventId(), 'LIVE')
    this.publishedAt = Date.now()
  }

  /** Repeats the attempt until it succeeds, as a person would. */
  async finish(): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.attempt()
      } catch (error) {
        if (tries === TRIES) throw error
        await sleep(PAUSE_MS)
      }
    }
  }

  /** Waits until the event is on sale. @returns milliseconds since it was published */
  async waitUntilOnSale(): Promise<number> {
    for (let status = ''; status !== 'active'; await sleep(100)) {
      status = (await this.organiser.desk.readEvent(this.eventId).catch(() => null))?.ticketing_status ?? ''
      const since = Date.now() - this.publishedAt
      if (since > LIMIT_MS)
        throw new HarnessError(`${JSON.stringify(this.moment)}: ${status} after ${since} ms`)
    }
    return Date.now() - this.publishedAt
  }

  /** Counts what this scenario has created in the box office. */
  async countCreated(): Promise<
    Record<'accounts' | 'organizers' | 'webhooks' | 'events', number> | undefined
  > {
    const [row] = await this.system.db('box-office')<
      Record<'accounts' | 'organizers' | 'webhooks' | 'events', number>[]
    >`
      with mine as (select id from accounts where email = ${this.organiser.email})
      select (select count(*) from mine)::int as accounts,
        (select count(*) from organizers where account_id in (select id from mine))::int as organizers,
        (select count(*) from webhooks w join organizers o on o.id = w.organizer_id
          where o.account_id in (select id from mine))::int as webhooks,
        (select count(*) from events where account_id in (select id from mine))::int as events`
    return row
  }

  private async hiEventId(): Promise<number> {
    const { hi_events_event_id: id } = await this.organiser.desk.readEvent(this.eventId)
    if (id === null) throw new HarnessError('landing did not link the event')
    return id
  }
}

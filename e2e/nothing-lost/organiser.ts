import type { TuvensEvent } from '@tuvens/contract'
import type { TestUser } from '../../api/test-support/api.ts'
import { type Call, callerOf } from '../../box-office/test-support/organiser.ts'
import { Visitor } from '../../hi-events/test-support/visitor.ts'
import type { ServiceWorld } from './world.ts'
import { HarnessError } from '../harness/harness-error.ts'

const TRIES = 8

/** An organiser with a browser, who tries again when something fails. */
export class RetryingOrganiser {
  readonly person: TestUser
  private readonly world: ServiceWorld
  private readonly visitor: Visitor

  private constructor(world: ServiceWorld, person: TestUser) {
    this.world = world
    this.person = person
    this.visitor = new Visitor(world.tickets)
  }

  static async join(world: ServiceWorld): Promise<RetryingOrganiser> {
    return new RetryingOrganiser(world, await world.api.person())
  }

  event(): Promise<TuvensEvent> {
    const start = Date.now() + 864_000_000
    const [startDate, endDate] = [start, start + 10_800_000].map((at) => new Date(at).toISOString())
    return this.world.api.event(this.person, { startDate, endDate, venue: VENUE })
  }

  /** Clicks *Enable ticketing* once. @returns whether it led into the ticket system */
  async land(eventId: string): Promise<boolean> {
    const code_challenge = (await this.visitor.start(eventId)) ?? ''
    const session_token = await this.world.api.session(this.person, { event_id: eventId, code_challenge })
    const { status, body } = await this.visitor.land({ session_token, code_challenge })
    return status === 200 && String(body['next']).startsWith('/manage/event/')
  }

  /** Clicks until it works. @returns the number of clicks */
  async enable(eventId: string): Promise<number> {
    for (let tries = 1; tries <= TRIES; tries++) if (await this.land(eventId)) return tries
    throw new HarnessError(`Event ${eventId} could not be enabled in ${TRIES} tries`)
  }

  async unlink(eventId: string): Promise<void> {
    await this.world.api.as(this.person, { method: 'DELETE', url: `/api/cross-app/links/${eventId}` })
  }

  /** A call of the box office as the organiser's own login, past the ticket origin and the faults before it. */
  get call(): Call {
    return async (...call) => {
      const found = await this.world.tickets.context.ticketSessions.resolve(this.visitor.login ?? '')
      const token = found.kind === 'live' ? found.session.upstreamToken : 'none'
      return callerOf(this.world.office.api, { authorization: `Bearer ${token}` })(...call)
    }
  }

  async read(eventId: string): Promise<TuvensEvent> {
    return (await this.world.api.app.inject(`/api/events/${eventId}`)).json<TuvensEvent>()
  }
}

const VENUE = {
  name: 'Paradiso',
  address_line_1: 'Weteringschans 6',
  city: 'Amsterdam',
  zip_postal_code: '1017 SG',
  country: 'NL',
}

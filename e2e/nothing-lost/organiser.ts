import type { TuvensEvent } from '@tuvens/contract'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestUser } from '../../api/test-support/api.ts'
import { type Call, callerOf } from '../../box-office/test-support/organiser.ts'
import { Visitor } from '../../hi-events/test-support/visitor.ts'
import type { ServiceWorld } from './world.ts'
import { HarnessError } from '../harness/harness-error.ts'

const [TRIES, PAUSE_MS] = [30, 100]

/** An organiser with a browser, who tries again when something fails. */
export class RetryingOrganiser {
  readonly person: TestUser
  private readonly world: ServiceWorld
  private readonly visitor: Visitor
  private lastEventId = ''

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
    this.lastEventId = eventId
    for (let tries = 1; tries <= TRIES; tries++) {
      if (await this.land(eventId).catch(() => false)) return tries
      await sleep(PAUSE_MS * tries)
    }
    throw new HarnessError(`Event ${eventId} could not be enabled in ${TRIES} tries`)
  }

  async unlink(eventId: string): Promise<void> {
    await this.request({ method: 'DELETE', url: `/api/cross-app/links/${eventId}` })
  }

  /** A call of the API as this person, who signs in again where the sign-in is not accepted. */
  async request(options: InjectOptions): Promise<LightMyRequestResponse> {
    const response = await this.world.api.as(this.person, options)
    if (response.statusCode !== 401) return response
    const token = await this.world.api.tokenOf(this.person.id)
    return this.world.api.as({ ...this.person, token }, options)
  }

  /** A call of the box office as the organiser's own login, past the ticket origin and the faults before it. */
  get call(): Call {
    return async (...call) => {
      let found = await this.findTicketSession()
      if (found.kind !== 'live') await this.land(this.lastEventId)
      if (found.kind !== 'live') found = await this.findTicketSession()
      const token = found.kind === 'live' ? found.session.upstreamToken : 'none'
      return callerOf(this.world.office.api, { authorization: `Bearer ${token}` })(...call)
    }
  }

  private findTicketSession() {
    return this.world.tickets.context.ticketSessions.resolve(this.visitor.login ?? '')
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

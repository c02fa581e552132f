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
  /** An event of no scenario: signing in must change nothing that a scenario expects. */
  private readonly signInEventId: string

  private constructor(world: ServiceWorld, person: TestUser, signInEventId: string) {
    this.world = world
    this.signInEventId = signInEventId
    this.person = person
    this.visitor = new Visitor(world.tickets)
  }

  static async join(world: ServiceWorld): Promise<RetryingOrganiser> {
    const person = await world.api.person()
    return new RetryingOrganiser(world, person, (await createEvent(world, person)).id)
  }

  event(): Promise<TuvensEvent> {
    return createEvent(this.world, this.person)
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
    let clicks = 0
    await untilDone(`Event ${eventId} could not be enabled`, async () => {
      clicks++
      return (await this.land(eventId).catch(() => false)) || null
    })
    return clicks
  }

  async unlink(eventId: string): Promise<void> {
    const url = `/api/cross-app/links/${eventId}`
    await untilDone(`Event ${eventId} could not be unlinked`, async () => {
      const { statusCode } = await this.request({ method: 'DELETE', url })
      return statusCode === 200 || null
    })
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
      if (found.kind !== 'live') await this.land(this.signInEventId)
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

/** A clock that jumps may end the sign-in between two calls. */
function createEvent(world: ServiceWorld, person: TestUser): Promise<TuvensEvent> {
  const start = Date.now() + 864_000_000
  const [startDate, endDate] = [start, start + 10_800_000].map((at) => new Date(at).toISOString())
  return untilDone('An event could not be created', async () => {
    const token = await world.api.tokenOf(person.id)
    return world.api.event({ ...person, token }, { startDate, endDate, venue: VENUE }).catch(() => null)
  })
}

/** Tries again, after longer and longer pauses, while an attempt returns null. */
async function untilDone<T>(failure: string, attempt: () => Promise<T | null>): Promise<T> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const result = await attempt()
    if (result !== null) return result
    await sleep(PAUSE_MS * tries)
  }
  throw new HarnessError(`${failure} in ${TRIES} tries`)
}

const VENUE = {
  name: 'Paradiso',
  address_line_1: 'Weteringschans 6',
  city: 'Amsterdam',
  zip_postal_code: '1017 SG',
  country: 'NL',
}

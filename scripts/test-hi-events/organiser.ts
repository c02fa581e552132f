import type { TuvensEvent } from '@tuvens/contract'
import { cleanUp } from '../../box-office/test-support/clean-up.ts'
import { until } from '../../hi-events/test-support/harness.ts'
import { callJson, RefusedError } from '../seed/json.ts'
import { startLanding } from '../seed/ticket-desk.ts'
import type { TicketOriginStage } from './ticket-origin-stage.ts'
import { PlainError } from '../system/plain-error.ts'

/** Time limit for a status to be right, with or without webhooks. */
export const LIMIT_MS = 60_000
const DAY_MS = 86_400_000

export type ScenarioHiEvent = {
  id: number
  title: string
  status: string
  category: string
  description: string | null
  timezone: string
  currency: string
  attributes?: { name: string; value: string; is_public: boolean }[]
}

/** An organiser who acts on Tuvens, and on the ticket system through the ticket origin. */
export class ScenarioOrganiser {
  private readonly stage: TicketOriginStage
  private cookies: string[] = []

  constructor(stage: TicketOriginStage) {
    this.stage = stage
  }

  createEvent(title: string): Promise<TuvensEvent> {
    const start = Date.now() + 10 * DAY_MS
    return this.stage.desk.createEvent({
      title,
      description: 'Two sets & a bar.',
      startDate: new Date(start).toISOString(),
      endDate: new Date(start + DAY_MS / 8).toISOString(),
      timezone: 'Europe/Amsterdam',
      category: 'MUSIC',
      currency: 'EUR',
      venue: {
        name: 'Paradiso',
        address_line_1: 'Weteringschans 6',
        city: 'Amsterdam',
        zip_postal_code: '1017 SG',
        country: 'NL',
      },
    })
  }

  /** Clicks *Enable ticketing*: lands with a new session. @returns the path to which it leads */
  async land({ id }: Pick<TuvensEvent, 'id'>): Promise<string> {
    const { codeChallenge, cookie } = await startLanding(this.stage.site.url, id)
    const session_token = await this.stage.desk.sessionToken(id, codeChallenge)
    const { body, cookies } = await callJson<{ next: string }>(
      `${this.stage.site.url}/api/auth/cross-app/validate`,
      { method: 'POST', headers: { cookie }, body: { session_token, code_challenge: codeChallenge } },
    )
    const login = cookies.filter((each) => /^(?:__Host-)?token=/.test(each))
    if (login.length > 0) this.cookies = login
    return body.next
  }

  /** Creates an event and sets up its ticketing. */
  async createLinkedEvent(title: string): Promise<{ event: TuvensEvent; hiEventId: number }> {
    const { id } = await this.createEvent(title)
    await this.land({ id })
    const event = await this.stage.desk.readEvent(id)
    if (event.hi_events_event_id === null) throw new PlainError('Landing did not link the event')
    return { event, hiEventId: event.hi_events_event_id }
  }

  /** Makes a REST call as the organiser's browser does. */
  async call<T = ScenarioHiEvent>(method: string, path: string, body?: object): Promise<T> {
    const headers = { cookie: this.cookies.join('; ') }
    const given = body === undefined ? { method, headers } : { method, headers, body }
    return (await callJson<{ data: T }>(`${this.stage.site.url}/api${path}`, given)).body?.data
  }

  /** Whether the call is answered with 404. */
  isMissing(path: string): Promise<boolean> {
    return this.call('GET', path).then(
      () => false,
      (error: unknown) => error instanceof RefusedError && error.status === 404,
    )
  }

  /** Requests a page as the organiser's browser does. */
  page(path: string): Promise<Response> {
    const headers = { cookie: this.cookies.join('; '), accept: 'text/html' }
    return fetch(this.stage.site.url + path, { headers })
  }

  setStatus(id: number, status: 'DRAFT' | 'LIVE' | 'ARCHIVED'): Promise<ScenarioHiEvent> {
    return this.call('PUT', `/events/${id}/status`, { status })
  }

  async addTicket(id: number, places: number): Promise<void> {
    const [category] = await this.call<{ id: number }[]>('GET', `/events/${id}/product-categories`)
    await this.call('POST', `/events/${id}/products`, {
      title: 'General admission',
      type: 'FREE',
      product_type: 'TICKET',
      product_category_id: category?.id,
      prices: [{ price: 0, initial_quantity_available: places }],
    })
  }

  /** Changes the dates. A PUT replaces the event, so it repeats all other fields. */
  async moveTo(id: number, start: Date, end: Date): Promise<void> {
    const { title, category, description, timezone, currency } = await this.call('GET', `/events/${id}`)
    const kept = { title, category, description, timezone, currency }
    await this.call('PUT', `/events/${id}`, {
      ...kept,
      start_date: start.toISOString(),
      end_date: end.toISOString(),
    })
  }

  /** Waits until Tuvens shows the phase. @returns the time in milliseconds */
  async waitForPhase({ id }: TuvensEvent, phase: TuvensEvent['ticketing_phase']): Promise<number> {
    const from = Date.now()
    let seen: string | undefined
    const isShown = async () => {
      seen = (await this.stage.desk.readEvent(id)).ticketing_phase
      return seen === phase
    }
    await until(isShown, `${phase} on Tuvens`, LIMIT_MS).catch((cause: unknown) => {
      throw new PlainError(`Tuvens shows ${seen}, not ${phase}, after ${LIMIT_MS / 1000} s`, { cause })
    })
    return Date.now() - from
  }

  /** Waits for a sweep of the account that begins after this call. */
  async waitForSweep(): Promise<void> {
    // The first sweep that ends after this call may have begun before it.
    for (let times = 0; times < 2; times++) await this.waitForSweepEnd()
  }

  private async waitForSweepEnd(): Promise<void> {
    const { db } = this.stage.site.context
    const [from] = await db<{ now: Date }[]>`select now()`
    const isSwept = async () => {
      const rows = await db`
        select 1 from sweeps where swept_at > ${from?.now ?? null} and error is null`
      return rows.length > 0
    }
    await until(isSwept, 'a sweep', LIMIT_MS)
  }

  /** Removes everything that Hi.Events can remove. */
  cleanUp(): Promise<void> {
    return cleanUp((method, path, body) => this.call(method, path, body))
  }
}

import {
  type EventSales,
  type Membership,
  type Passkey,
  PERMISSIONS_OF_ROLE,
  type ReportedLink,
  type Role,
  type TicketingChange,
  ticketingPhaseOf,
  ticketingStatusOf,
  type TuvensEvent,
  type WebhookEndpoint,
} from '@tuvens/contract'
import { EventEmitter } from 'node:events'

export type StoredUser = { id: string; name: string; email: string; password: string; accounts: Membership[] }

/** The data of the stand-in API, in memory. */
export class StandInWorld {
  readonly users: StoredUser[] = []
  passkeys: Passkey[] = []
  /** Null while two-step sign-in is off. */
  recoveryCodesLeft: number | null = null
  /** E-mails that nobody has confirmed. */
  readonly unverified = new Set<string>()
  readonly events: TuvensEvent[] = []
  /** The webhook endpoints of each account. */
  readonly endpoints: WebhookEndpoint[] = []
  /** The address of the API of this world. */
  apiUrl = () => ''
  /** Uploaded pictures, by id. */
  readonly pictures = new Map<string, Buffer>()
  /** The link reports of the ticket origin, by event. */
  readonly links = new Map<string, ReportedLink>()
  /** How events sell. */
  readonly sales = new Map<string, EventSales>()
  readonly changes = new EventEmitter().setMaxListeners(0)
  private readonly onSale = new Set<string>()
  private cursor = 0
  private readonly ticketOrigin: string

  constructor(ticketOrigin: string) {
    this.ticketOrigin = ticketOrigin
  }

  addUser(
    user: Pick<StoredUser, 'name' | 'email' | 'password'>,
    accountName: string,
    role: Role = 'owner',
  ): StoredUser {
    const id = this.users.length + 1
    const account: Membership = {
      account_id: id,
      name: accountName,
      slug: `account-${id}`,
      role,
      permissions: [...PERMISSIONS_OF_ROLE[role]],
      is_default: true,
    }
    const stored = { ...user, id: String(id), accounts: [account] }
    this.users.push(stored)
    return stored
  }

  /** Makes a user a member of an account that exists. */
  join(user: StoredUser, accountId: number, role: Role): void {
    const account = this.users.flatMap((each) => each.accounts).find((each) => each.account_id === accountId)
    if (account === undefined) return
    const permissions = [...PERMISSIONS_OF_ROLE[role]]
    user.accounts.push({ ...account, role, permissions, is_default: user.accounts.length === 0 })
  }

  addEvent(given: Partial<TuvensEvent> & Pick<TuvensEvent, 'title' | 'startDate'>): TuvensEvent {
    const event: TuvensEvent = {
      description: '',
      endDate: null,
      timezone: 'Europe/Amsterdam',
      venue: null,
      imageUrl: null,
      detailsVersion: 1,
      imageAlt: null,
      category: 'OTHER',
      currency: 'EUR',
      accountId: 1,
      accountName: this.users[(given.accountId ?? 1) - 1]?.accounts[0]?.name ?? 'Organiser',
      updatedAt: new Date().toISOString(),
      ticketing_enabled: false,
      ticketing_status: 'none',
      ticketing_phase: 'none',
      ticketing_version: 0,
      hi_events_event_id: null,
      hi_events_event_url: null,
      widget_url: null,
      contactData: {},
      ...given,
      id: String(this.events.length + 1),
    }
    this.events.push(event)
    return event
  }

  event(id: string): TuvensEvent | undefined {
    return this.events.find((each) => each.id === id)
  }

  /** Applies a source status as a webhook would: LIVE, DRAFT, ENDED, CANCELLED. */
  report(id: string, sourceStatus: string): void {
    const event = this.event(id)
    if (event === undefined) return
    if (sourceStatus === 'LIVE') this.onSale.add(id)
    const status = ticketingStatusOf(sourceStatus)
    this.change(event, {
      ticketing_enabled: true,
      ticketing_status: status,
      ticketing_phase: ticketingPhaseOf({
        ticketingStatus: status,
        sourceStatus,
        hasBeenOnSale: this.onSale.has(id),
        salesStatus: null,
      }),
      hi_events_event_id: Number(id),
      hi_events_event_url: `${this.ticketOrigin}/event/${id}/x`,
      widget_url: `${this.ticketOrigin}/embed/${id}`,
    })
  }

  unlink(event: TuvensEvent): TuvensEvent {
    this.onSale.delete(event.id)
    this.change(event, {
      ticketing_enabled: false,
      ticketing_status: 'none',
      ticketing_phase: 'none',
      hi_events_event_id: null,
      hi_events_event_url: null,
      widget_url: null,
    })
    return event
  }

  /** In how many fields the tickets of events say something else. */
  readonly differences = new Map<string, number>()
  /** The sites that may frame the tickets of events. */
  readonly framing = new Map<string, string[]>()
  /** Events whose link the ticket origin does not know any more. */
  readonly lostLinks = new Set<string>()

  edit(event: TuvensEvent, fields: Partial<TuvensEvent>): TuvensEvent {
    const detailsVersion = event.detailsVersion + 1
    this.change(event, { ...fields, detailsVersion, updatedAt: new Date().toISOString() })
    return event
  }

  changeOf(event: TuvensEvent): TicketingChange {
    return {
      type: 'ticketing_status_changed',
      eventId: event.id,
      status: event.ticketing_status,
      phase: event.ticketing_phase,
      version: event.ticketing_version,
      detailsVersion: event.detailsVersion,
      timestamp: event.updatedAt,
      widgetUrl: event.widget_url,
      eventUrl: event.hi_events_event_url,
      ...(event.ticketing_dates && { dates: event.ticketing_dates }),
      ...(event.ticketing_prices && { prices: event.ticketing_prices }),
    }
  }

  /** Sends a reset to every stream, then the event's current state. */
  reset(event: TuvensEvent): void {
    this.changes.emit('reset', event)
  }

  /** The id of the next message of the stream. */
  nextCursor(): number {
    this.cursor += 1
    return this.cursor
  }

  private change(event: TuvensEvent, fields: Partial<TuvensEvent>): void {
    Object.assign(event, fields, { ticketing_version: event.ticketing_version + 1 })
    this.changes.emit('change', event)
  }
}

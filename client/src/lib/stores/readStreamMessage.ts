import type { StreamMessage, TicketDate, TicketingChange, TicketPrices } from '@tuvens/contract'
import { isDateState } from '@tuvens/contract/ticketing-status'
import { PHASES } from '@tuvens/design'

const STATUSES: readonly unknown[] = ['none', 'setup', 'active', 'inactive']

/** Parses one message of the stream; null for a message that this version of the site does not define. */
export function readStreamMessage(data: string): StreamMessage | null {
  const value = parse(data)
  if (value !== null && 'type' in value && value.type === 'reset') return { type: 'reset' }
  if (value !== null && 'type' in value && value.type === 'heartbeat') return { type: 'heartbeat' }
  return isChange(value) ? value : null
}

/** Parses the answer of a read without a stream; null for anything else. */
export function readTicketingStates(value: unknown): TicketingChange[] | null {
  const isObject = typeof value === 'object' && value !== null
  if (!isObject || !('states' in value) || !Array.isArray(value.states)) return null
  return value.states.filter((each: unknown) => isChange(each))
}

function isChange(value: unknown): value is TicketingChange {
  if (typeof value !== 'object' || value === null) return false
  const {
    type,
    eventId,
    status,
    phase,
    version,
    detailsVersion,
    widgetUrl,
    eventUrl,
    dates,
    prices,
  }: Partial<Record<keyof TicketingChange, unknown>> = value
  return (
    type === 'ticketing_status_changed' &&
    typeof eventId === 'string' &&
    STATUSES.includes(status) &&
    Object.hasOwn(PHASES, String(phase)) &&
    Number.isInteger(version) &&
    Number.isInteger(detailsVersion) &&
    isAddress(widgetUrl) &&
    isAddress(eventUrl) &&
    (dates === undefined || (Array.isArray(dates) && dates.every(isDate))) &&
    (prices === undefined || arePrices(prices))
  )
}

function isDate(value: unknown): value is TicketDate {
  if (typeof value !== 'object' || value === null) return false
  const { id, startDate, endDate, label, state }: Partial<Record<keyof TicketDate, unknown>> = value
  const isEnd = endDate === null || isInstant(endDate)
  const isLabel = label === null || typeof label === 'string'
  return Number.isInteger(id) && isInstant(startDate) && isEnd && isLabel && isDateState(state)
}

function arePrices(value: unknown): value is TicketPrices {
  if (typeof value !== 'object' || value === null) return false
  const { currency, least, most }: Partial<Record<keyof TicketPrices, unknown>> = value
  const isCurrency = typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
  return isCurrency && isAmount(least) && (most === null || isAmount(most))
}

function isAmount(value: unknown): boolean {
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value))
}

function isAddress(value: unknown): boolean {
  return value === null || (typeof value === 'string' && /^https?:\/\//.test(value))
}

function parse(data: string): object | null {
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

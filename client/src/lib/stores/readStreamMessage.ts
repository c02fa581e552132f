import type { StreamMessage, TicketingChange } from '@tuvens/contract'
import { PHASES } from '@tuvens/design'

const STATUSES: readonly unknown[] = ['none', 'setup', 'active', 'inactive']

/** Parses one message of the stream; null for a message that this version of the site does not define. */
export function readStreamMessage(data: string): StreamMessage | null {
  const value = parse(data)
  if (value !== null && 'type' in value && value.type === 'reset') return { type: 'reset' }
  return isChange(value) ? value : null
}

function isChange(value: object | null): value is TicketingChange {
  if (value === null) return false
  const {
    type,
    eventId,
    status,
    phase,
    version,
    widgetUrl,
    eventUrl,
  }: Partial<Record<keyof TicketingChange, unknown>> = value
  return (
    type === 'ticketing_status_changed' &&
    typeof eventId === 'string' &&
    STATUSES.includes(status) &&
    Object.hasOwn(PHASES, String(phase)) &&
    Number.isInteger(version) &&
    isAddress(widgetUrl) &&
    isAddress(eventUrl)
  )
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

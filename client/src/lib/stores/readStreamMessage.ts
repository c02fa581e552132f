import type { StreamMessage, TicketingChange } from '@tuvens/contract'
import { PHASES } from '@tuvens/design'

const STATUSES: readonly unknown[] = ['none', 'setup', 'active', 'inactive']

/** One message of the stream, or null for one this version of the site does not understand. */
export function readStreamMessage(data: string): StreamMessage | null {
  const value = parse(data)
  if (value?.['type'] === 'reset') return { type: 'reset' }
  return isChange(value) ? value : null
}

function isChange(value: unknown): value is TicketingChange {
  const change = value as Partial<TicketingChange> | null
  return (
    change?.type === 'ticketing_status_changed' &&
    typeof change.eventId === 'string' &&
    STATUSES.includes(change.status) &&
    Object.hasOwn(PHASES, String(change.phase)) &&
    Number.isInteger(change.version) &&
    isAddress(change.widgetUrl) &&
    isAddress(change.eventUrl)
  )
}

function isAddress(value: unknown): boolean {
  return value === null || (typeof value === 'string' && /^https?:\/\//.test(value))
}

function parse(data: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null
  } catch {
    return null
  }
}

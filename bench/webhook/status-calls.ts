import { HEADERS } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import type { BenchCall } from '../measure/drive.ts'

/** A Tuvens event and the id of its event on the ticket system. */
export type Pair = { eventId: string; hiEventId: number }

const STATUS_PATH = '/api/webhooks/hi-events/event-status-changed'

/** Creates status messages for the pairs in turn, LIVE and DRAFT in turn, each a millisecond later than the one before. */
export function createStatusMessages(pairs: readonly Pair[], secret: string): (count: number) => BenchCall[] {
  let [made, sentAt] = [0, Date.now()]
  const next = (): BenchCall => {
    const { eventId, hiEventId } = pairs[made % pairs.length] ?? { eventId: '', hiEventId: 0 }
    const status = Math.floor(made / pairs.length) % 2 === 0 ? 'LIVE' : 'DRAFT'
    made += 1
    sentAt = Math.max(sentAt + 1, Date.now())
    return statusCall({ eventId, hiEventId, status, sentAt }, secret)
  }
  return (count) => Array.from({ length: count }, next)
}

type StatusMessage = Pair & { status: string; sentAt: number }

export function statusCall({ eventId, hiEventId, status, sentAt }: StatusMessage, secret: string): BenchCall {
  const body = JSON.stringify({
    event_type: 'event.status_changed',
    event_sent_at: new Date(sentAt).toISOString(),
    payload: { id: hiEventId, title: 'An evening of measurements', status, tuvens_event_id: eventId },
  })
  const call = { method: 'POST', path: STATUS_PATH, body } as const
  const signed = signRequest([secret], call, Date.now())
  return { ...call, headers: { 'content-type': 'application/json', ...signed } }
}

/** The same calls with an invalid signature. */
export function forge(calls: readonly BenchCall[]): BenchCall[] {
  const signature = '0'.repeat(64)
  return calls.map((call) => ({ ...call, headers: { ...call.headers, [HEADERS.signature]: signature } }))
}

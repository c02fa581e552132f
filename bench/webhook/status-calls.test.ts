import { HEADERS, StatusWebhook } from '@tuvens/contract'
import { checkRequest } from '@tuvens/contract/signatures'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import type { BenchCall } from '../measure/drive.ts'
import { createStatusMessages, forge } from './status-calls.ts'

const SECRET = 'a-secret-of-thirty-two-characters'
const pairs = [
  { eventId: '7', hiEventId: 70 },
  { eventId: '8', hiEventId: 80 },
]
const bodyOf = (call: BenchCall) => JSON.parse(call.body ?? '') as StatusWebhook
const isSigned = ({ method, path, body = '', headers }: BenchCall) => {
  const given = {
    timestamp: headers[HEADERS.timestamp],
    signature: headers[HEADERS.signature],
    now: Date.now(),
  }
  return checkRequest([SECRET], { method, path, body }, given) === 'ok'
}

describe('status messages', () => {
  it('match the contract, are signed, and have rising times and alternating statuses for each event', () => {
    const calls = createStatusMessages(pairs, SECRET)(6)
    const messages = calls.map(bodyOf)
    expect(messages.every((message) => Value.Check(StatusWebhook, message))).toBe(true)
    expect(calls.every(isSigned)).toBe(true)
    expect(messages.map(({ payload }) => `${payload.tuvens_event_id} ${payload.status}`)).toEqual([
      '7 LIVE',
      '8 LIVE',
      '7 DRAFT',
      '8 DRAFT',
      '7 LIVE',
      '8 LIVE',
    ])
    const times = messages.map((message) => Date.parse(message.event_sent_at))
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
  })

  it('continue with the next event in a later call', () => {
    const messages = createStatusMessages(pairs, SECRET)
    const [first, second] = [messages(1), messages(1)].map(
      ([call]) => call && bodyOf(call).payload.tuvens_event_id,
    )
    expect([first, second]).toEqual(['7', '8'])
  })

  it('have an invalid signature after they are forged', () => {
    expect(forge(createStatusMessages(pairs, SECRET)(2)).some(isSigned)).toBe(false)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkTimestamp, SIGNATURE_WINDOW } from './hmac.ts'
import {
  checkRequest,
  checkSharedSecret,
  checkStandardWebhook,
  checkStatusWebhook,
  type SecretList,
  signRequest,
  signStandardWebhook,
  signStatusWebhook,
} from './index.ts'

const OLD = 'the-old-shared-secret-of-tests'
const NEW = 'the-new-shared-secret-of-tests'
const NOW = 1_767_268_800_000
const WINDOW_MS = SIGNATURE_WINDOW * 1000

describe('the window of a timestamp', () => {
  it('is 300 seconds', () => expect(SIGNATURE_WINDOW).toBe(300))

  it('holds exactly the instants that are at most 300 seconds away, to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2 * WINDOW_MS, max: 2 * WINDOW_MS }), (ms) => {
        const wanted = Math.abs(ms) > WINDOW_MS ? 'expired' : 'ok'
        expect(checkTimestamp(String(NOW / 1000), NOW + ms)).toBe(wanted)
      }),
    )
  })

  it.each([
    [-WINDOW_MS - 1, 'expired'],
    [-WINDOW_MS, 'ok'],
    [WINDOW_MS, 'ok'],
    [WINDOW_MS + 1, 'expired'],
  ])('seen from a clock that is off by %i ms is %s', (ms, wanted) => {
    expect(checkTimestamp(String(NOW / 1000), NOW + ms)).toBe(wanted)
  })

  it.each([
    '',
    ' ',
    '-1',
    '+1767268800',
    '1767268800.0',
    '1e9',
    '0x69',
    ' 1767268800',
    '1767268800\n',
    '1'.repeat(13),
    'NaN',
    '١٧٦٧',
  ])('does not exist for the timestamp %j', (timestamp) =>
    expect(checkTimestamp(timestamp, NOW)).toBe('mismatch'),
  )

  it('is the same for a service call and for a Standard Webhook', () => {
    const request = { method: 'POST', path: '/x', body: '{}' }
    const call = signRequest([OLD], request, NOW)
    const message = signStandardWebhook([OLD], { id: 'msg_1', now: NOW, body: '{}' })
    fc.assert(
      fc.property(fc.integer({ min: -2 * WINDOW_MS, max: 2 * WINDOW_MS }), (ms) => {
        const now = NOW + ms
        const given = { timestamp: call['x-tuvens-timestamp'], signature: call['x-tuvens-signature'], now }
        expect(checkRequest([OLD], request, given)).toBe(
          checkStandardWebhook([OLD], Buffer.from('{}'), { ...message, now }),
        )
      }),
    )
  })
})

/** The receiver gets the new secret first, then the sender signs with it, then the old one is withdrawn. */
const ROTATION: { step: string; sender: SecretList; receiver: SecretList; isAccepted: boolean }[] = [
  { step: 'before it', sender: [OLD], receiver: [OLD], isAccepted: true },
  { step: 'when the receiver has both', sender: [OLD], receiver: [OLD, NEW], isAccepted: true },
  { step: 'when both have both', sender: [NEW, OLD], receiver: [OLD, NEW], isAccepted: true },
  { step: 'when the sender has the new one alone', sender: [NEW], receiver: [NEW, OLD], isAccepted: true },
  { step: 'after it', sender: [NEW], receiver: [NEW], isAccepted: true },
  {
    step: 'when a sender still signs with the old one',
    sender: [OLD, NEW],
    receiver: [NEW],
    isAccepted: false,
  },
]

describe.each(ROTATION)('a rotation of secrets, $step', ({ sender, receiver, isAccepted }) => {
  const body = Buffer.from('{"a":1}')

  it('gives the same result for every kind of signature', () => {
    const request = { method: 'POST', path: '/x', body }
    const call = signRequest(sender, request, NOW)
    const given = { timestamp: call['x-tuvens-timestamp'], signature: call['x-tuvens-signature'], now: NOW }
    const message = { ...signStandardWebhook(sender, { id: 'msg_1', now: NOW, body }), now: NOW }
    expect({
      call: checkRequest(receiver, request, given) === 'ok',
      standard: checkStandardWebhook(receiver, body, message) === 'ok',
      status: checkStatusWebhook(receiver, body, signStatusWebhook(sender, body)),
      plain: checkSharedSecret(receiver, sender[0]),
    }).toEqual({ call: isAccepted, standard: isAccepted, status: isAccepted, plain: isAccepted })
  })
})

describe('a call without a body', () => {
  it('is signed alike in any case of its method', () => {
    const of = (method: string) => signRequest([OLD], { method, path: '/x', body: '' }, NOW)
    expect(of('delete')).toEqual(of('DELETE'))
  })

  it('has a timestamp in whole seconds, rounded down', () => {
    const signed = signRequest([OLD], { method: 'GET', path: '/', body: '' }, NOW + 999)
    expect(signed['x-tuvens-timestamp']).toBe(String(NOW / 1000))
  })

  it('is accepted with its hex digits in capitals', () => {
    const request = { method: 'GET', path: '/x', body: '' }
    const signed = signRequest([OLD], request, NOW)
    const signature = signed['x-tuvens-signature']?.toUpperCase()
    expect(
      checkRequest([OLD], request, { timestamp: signed['x-tuvens-timestamp'], signature, now: NOW }),
    ).toBe('ok')
  })
})

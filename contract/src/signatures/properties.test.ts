import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anySecret, hmacSha256, isSameDigest, isSameSecret } from './hmac.ts'
import {
  checkNativeWebhook,
  checkRequest,
  checkSharedSecret,
  checkStandardWebhook,
  checkStatusWebhook,
  type SecretList,
  SIGNATURE_WINDOW,
  signNativeWebhook,
  signRequest,
  signStandardWebhook,
  signStatusWebhook,
} from './index.ts'

const OLD = 'the-old-shared-secret-of-tests'
const NEW = 'the-new-shared-secret-of-tests'
const NOW = 1_767_268_800_000
const body = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes))
const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE')
const path = fc.webPath().map((each) => `/${each}`)

/** The same bytes with one bit flipped. */
function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  const index = at % bytes.length
  copy[index] = (copy[index] ?? 0) ^ 1
  return copy
}

function headersOf(signed: Record<string, string>, now = NOW) {
  return { timestamp: signed['x-tuvens-timestamp'], signature: signed['x-tuvens-signature'], now }
}

describe('a signed service call', () => {
  it('is accepted with the secret that signed it, wherever that stands in the list', () => {
    fc.assert(
      fc.property(method, path, body, (method, path, body) => {
        const request = { method, path, body }
        const given = headersOf(signRequest([OLD], request, NOW))
        expect(checkRequest([OLD], request, given)).toBe('ok')
        expect(checkRequest([NEW, OLD], request, given)).toBe('ok')
        expect(checkRequest([NEW], request, given)).toBe('mismatch')
      }),
    )
  })

  it('is refused when one bit of the body differs', () => {
    fc.assert(
      fc.property(body, fc.nat(), (body, at) => {
        const request = { method: 'POST', path: '/x', body }
        const given = headersOf(signRequest([OLD], request, NOW))
        expect(checkRequest([OLD], { ...request, body: flipped(body, at) }, given)).toBe('mismatch')
      }),
    )
  })

  it('is refused for another method, path or query, with a body and without one', () => {
    const bodies = fc.oneof(body, fc.constant(Buffer.alloc(0)))
    fc.assert(
      fc.property(path, path, bodies, (signed, other, body) => {
        fc.pre(signed !== other)
        const given = headersOf(signRequest([OLD], { method: 'DELETE', path: signed, body }, NOW))
        const check = (method: string, path: string) => checkRequest([OLD], { method, path, body }, given)
        expect(check('DELETE', signed)).toBe('ok')
        expect(check('DELETE', other)).toBe('mismatch')
        expect(check('DELETE', `${signed}?a=1`)).toBe('mismatch')
        expect(check('GET', signed)).toBe('mismatch')
      }),
    )
  })

  it('is refused in an older form, unless those are allowed', () => {
    fc.assert(
      fc.property(path, fc.oneof(body, fc.constant(Buffer.alloc(0))), (path, body) => {
        const covered = body.length > 0 ? body : Buffer.from(`POST ${path}`)
        const timestamp = String(NOW / 1000)
        const signature = hmacSha256(OLD, `${timestamp}.`, covered).toString('hex')
        const check = (allowsLegacy: boolean) =>
          checkRequest(
            [NEW, OLD],
            { method: 'POST', path, body },
            { timestamp, signature, now: NOW, allowsLegacy },
          )
        expect([check(false), check(true)]).toEqual(['mismatch', 'ok'])
      }),
    )
  })

  it('is good for 300 seconds before and after, to the second', () => {
    const request = { method: 'POST', path: '/x', body: '{}' }
    const signed = signRequest([OLD], request, NOW)
    const at = (seconds: number) => checkRequest([OLD], request, headersOf(signed, NOW + seconds * 1000))
    expect([at(SIGNATURE_WINDOW), at(-SIGNATURE_WINDOW)]).toEqual(['ok', 'ok'])
    expect([at(SIGNATURE_WINDOW + 1), at(-SIGNATURE_WINDOW - 1)]).toEqual(['expired', 'expired'])
  })

  it('cannot be made younger: the timestamp is part of what is signed', () => {
    const request = { method: 'POST', path: '/x', body: '{}' }
    const given = headersOf(signRequest([OLD], request, NOW - 900_000))
    expect(checkRequest([OLD], request, { ...given, timestamp: String(NOW / 1000) })).toBe('mismatch')
  })

  it('is never accepted with headers that were made up, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (timestamp, signature) => {
        const check = checkRequest(
          [OLD],
          { method: 'GET', path: '/', body: '' },
          { timestamp, signature, now: NOW },
        )
        expect(check).not.toBe('ok')
      }),
    )
    const missing = { timestamp: undefined, signature: 'a'.repeat(64), now: NOW }
    expect(checkRequest([OLD], { method: 'GET', path: '/', body: '' }, missing)).toBe('missing')
  })
})

type Webhook = {
  name: string
  sign: (body: Buffer) => string
  check: (secrets: SecretList, body: Buffer, header: string) => boolean
}
const WEBHOOKS: Webhook[] = [
  { name: 'the status webhook', sign: (body) => signStatusWebhook([OLD], body), check: checkStatusWebhook },
  { name: 'the native webhook', sign: (body) => signNativeWebhook(OLD, body), check: checkNativeWebhook },
  {
    name: 'a Standard Webhook',
    sign: (body) => signStandardWebhook([OLD], { id: 'msg_1', now: NOW, body }).signature,
    check: (secrets, body, signature) =>
      checkStandardWebhook(secrets, body, {
        id: 'msg_1',
        timestamp: String(NOW / 1000),
        signature,
        now: NOW,
      }) === 'ok',
  },
]

describe.each(WEBHOOKS)('$name', ({ sign, check }) => {
  it('is accepted over exactly the bytes that were signed, with any secret of the list', () => {
    fc.assert(
      fc.property(body, fc.nat(), (body, at) => {
        const header = sign(body)
        expect(check([OLD], body, header)).toBe(true)
        expect(check([NEW, OLD], body, header)).toBe(true)
        expect(check([NEW], body, header)).toBe(false)
        expect(check([OLD], flipped(body, at), header)).toBe(false)
      }),
    )
  })

  it('is refused with a header that was made up or cut, without throwing', () => {
    const raw = Buffer.from('{}')
    fc.assert(fc.property(fc.string(), (header) => !check([OLD], raw, header)))
    const header = sign(raw)
    // The last character may be base64 padding, which carries nothing.
    for (let length = 0; length < header.length - 1; length++)
      expect(check([OLD], raw, header.slice(0, length)), String(length)).toBe(false)
  })
})

describe('a Standard Webhook', () => {
  const raw = Buffer.from('{}')
  const signed = { ...signStandardWebhook([OLD], { id: 'msg_1', now: NOW, body: raw }), now: NOW }

  it('is refused under another id: a message cannot pass for a second one', () => {
    expect(checkStandardWebhook([OLD], raw, { ...signed, id: 'msg_2' })).toBe('mismatch')
  })

  it('is expired 301 seconds before and after', () => {
    for (const now of [NOW - 301_000, NOW + 301_000])
      expect(checkStandardWebhook([OLD], raw, { ...signed, now })).toBe('expired')
  })

  it('checks at most eight signatures', () => {
    const many = (before: number) => `${'v1,AA== '.repeat(before)}${signed.signature}`
    expect(checkStandardWebhook([OLD], raw, { ...signed, signature: many(7) })).toBe('ok')
    expect(checkStandardWebhook([OLD], raw, { ...signed, signature: many(8) })).toBe('mismatch')
  })
})

describe('comparing secrets', () => {
  it('distinguishes equal from different texts, for any two texts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(isSameSecret(a, b)).toBe(a === b)
        expect(checkSharedSecret([a], b)).toBe(a === b)
      }),
    )
  })

  it('takes digests of other lengths for different, without throwing', () => {
    expect(isSameDigest(Buffer.alloc(32), Buffer.alloc(31))).toBe(false)
    expect(isSameDigest(Buffer.alloc(0), Buffer.alloc(0))).toBe(true)
  })

  it('tries every secret, also after one has passed: the time does not show which', () => {
    const tried: string[] = []
    const passes = (secret: string) => {
      tried.push(secret)
      return true
    }
    expect(anySecret([OLD, NEW], passes)).toBe(true)
    expect(tried).toEqual([OLD, NEW])
  })
})

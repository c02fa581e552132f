import fc from 'fast-check'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { FrameMessageSchema, ParentMessageSchema } from './embed-schema.ts'
import {
  clampHeight,
  isFrameMessage,
  isParentMessage,
  isStockResize,
  MAX_FRAME_HEIGHT,
  readFrameMessage,
  readParentMessage,
} from './embed.ts'

const ORIGIN = 'https://tickets.example'
const NONCE = 'n-1234567'
const frame = { the: 'frame' }
const expected = { origin: ORIGIN, source: frame, nonce: NONCE }

/** Messages that are nearly right: each field is now and then missing, of another type or of another value. */
const nearlyRight = fc.record(
  {
    source: fc.constantFrom('tuvens-ticketing', 'tuvens', null),
    version: fc.constantFrom(1, 2, '1'),
    nonce: fc.oneof(fc.constant(NONCE), fc.string({ maxLength: 70 }), fc.constant(7)),
    type: fc.constantFrom(
      'ready',
      'resize',
      'checkout',
      'order-complete',
      'theme',
      'locale',
      'refresh',
      'buyer',
      'constructor',
    ),
    height: fc.oneof(fc.integer(), fc.double(), fc.string()),
    url: fc.oneof(fc.webUrl(), fc.string({ minLength: 2_040, maxLength: 2_060 }), fc.constant(null)),
    theme: fc.constantFrom('light', 'dark', 'auto', 'sepia'),
    locale: fc.oneof(fc.constant('en-GB'), fc.string({ maxLength: 40 })),
    order: fc.oneof(fc.string({ maxLength: 70 }), fc.constant(7)),
    email: fc.oneof(fc.string({ minLength: 250, maxLength: 258 }), fc.constant(7)),
  },
  { requiredKeys: [] },
)

describe('a message between page and frame', () => {
  it('is judged alike by the guards, which pages run, and by the published schemas', () => {
    fc.assert(
      fc.property(nearlyRight, (data) => {
        expect(isFrameMessage(data)).toBe(Value.Check(FrameMessageSchema, data))
        expect(isParentMessage(data)).toBe(Value.Check(ParentMessageSchema, data))
      }),
      { numRuns: 2_000 },
    )
  })

  it('is never one of both directions', () => {
    fc.assert(
      fc.property(nearlyRight, (data) => !(isFrameMessage(data) && isParentMessage(data))),
      { numRuns: 500 },
    )
  })

  it('of any other shape is ignored without an error', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (data) => {
        expect(readFrameMessage({ origin: ORIGIN, source: frame, data }, expected)).toBeNull()
        expect(readParentMessage({ origin: ORIGIN, source: frame, data }, expected)).toBeNull()
      }),
    )
  })

  it('is read only with the nonce of this frame, from its window and its origin', () => {
    const sender = fc.record({
      origin: fc.constantFrom(ORIGIN, 'https://tickets.example.evil', 'http://tickets.example', 'null', ''),
      source: fc.constantFrom<unknown>(frame, { the: 'frame' }, null),
    })
    fc.assert(
      fc.property(sender, nearlyRight, ({ origin, source }, data) => {
        const isTrusted = origin === ORIGIN && source === frame && data.nonce === NONCE
        const message = readFrameMessage({ origin, source, data }, expected)
        expect(message !== null).toBe(isTrusted && isFrameMessage(data))
        const answer = readParentMessage({ origin, source, data }, expected)
        expect(answer !== null).toBe(isTrusted && isParentMessage(data))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('the height of a frame', () => {
  it('is a whole number from 0 to its maximum, whatever height is requested', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer()), (height) => {
        const clamped = clampHeight(height)
        expect(Number.isInteger(clamped) && clamped >= 0 && clamped <= MAX_FRAME_HEIGHT).toBe(true)
        if (height > 0 && height <= MAX_FRAME_HEIGHT) expect(clamped - height).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('is clamped in the message that a page reads, also from a stock widget', () => {
    const data = { source: 'tuvens-ticketing', version: 1, nonce: NONCE, type: 'resize', height: 1e9 }
    const received = { origin: ORIGIN, source: frame }
    expect(readFrameMessage({ ...received, data }, expected)).toMatchObject({ height: MAX_FRAME_HEIGHT })
    const stock = { type: 'resize', height: 1e9, iframeId: 'x' }
    expect(readFrameMessage({ ...received, data: stock }, { ...expected, stock: true })).toMatchObject({
      height: MAX_FRAME_HEIGHT,
      nonce: NONCE,
    })
  })

  it('of a stock widget is taken from a resize and from nothing else', () => {
    for (const data of [
      { type: 'checkout', height: 1 },
      { type: 'resize' },
      { type: 'resize', height: 1, iframeId: 7 },
    ])
      expect(isStockResize(data)).toBe(false)
  })
})

import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import vectors from '../../vectors/embed-messages.json' with { type: 'json' }
import { FrameMessageSchema, ParentMessageSchema } from './embed-schema.ts'
import { clampHeight, isFrameMessage, isParentMessage, readFrameMessage, readParentMessage } from './embed.ts'

const frame = { the: 'frame' }
const origin = 'https://tickets.example'
const expected = { origin, source: frame, nonce: 'n-1234567' }
const ready = { source: 'tuvens-ticketing', version: 1, nonce: 'n-1234567', type: 'ready' }

describe('the embed protocol', () => {
  it.each(vectors)('$name', ({ to, valid, data }) => {
    const [guard, schema] =
      to === 'parent'
        ? ([isFrameMessage, FrameMessageSchema] as const)
        : ([isParentMessage, ParentMessageSchema] as const)
    expect(guard(data)).toBe(valid)
    expect(Value.Check(schema, data)).toBe(valid)
  })

  it('reads a message of the expected frame', () => {
    expect(readFrameMessage({ origin, source: frame, data: ready }, expected)).toEqual(ready)
  })

  it.each([
    ['another origin', { origin: 'https://evil.example', source: frame, data: ready }],
    ['another frame', { origin, source: {}, data: ready }],
    ['another nonce', { origin, source: frame, data: { ...ready, nonce: 'n-7654321' } }],
  ])('ignores %s', (_, incoming) => {
    expect(readFrameMessage(incoming, expected)).toBeNull()
  })

  it('reads the parent with the same checks', () => {
    const theme = { ...ready, type: 'theme', theme: 'dark' }
    expect(readParentMessage({ origin, source: frame, data: theme }, expected)).toEqual(theme)
    expect(readParentMessage({ origin: 'null', source: frame, data: theme }, expected)).toBeNull()
    expect(
      readParentMessage({ origin, source: frame, data: { ...theme, nonce: 'other-nonce' } }, expected),
    ).toBeNull()
  })

  it("understands the stock widget's resize only where a stock widget is expected", () => {
    const data = { type: 'resize', height: 812, iframeId: 'x' }
    expect(readFrameMessage({ origin, source: frame, data }, expected)).toBeNull()
    expect(readFrameMessage({ origin, source: frame, data }, { ...expected, stock: true })).toMatchObject({
      height: 812,
    })
  })

  it.each([
    [412.4, 413],
    [-5, 0],
    [1e9, 20_000],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
  ])('clamps a height of %s to %s', (given, height) => {
    expect(clampHeight(given)).toBe(height)
  })
})

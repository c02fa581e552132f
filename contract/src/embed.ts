import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'

/** Version of the parent ↔ frame protocol (spec 2.8). A side ignores messages of a version it does not speak. */
export const EMBED_VERSION = 1
export const MAX_FRAME_HEIGHT = 20_000

const envelope = {
  source: Type.Literal('tuvens-ticketing'),
  version: Type.Literal(EMBED_VERSION),
  nonce: Type.String({ minLength: 8, maxLength: 64 }),
}

/** Frame → parent. */
export const FrameMessage = Type.Union([
  Type.Object({ ...envelope, type: Type.Literal('ready') }),
  Type.Object({ ...envelope, type: Type.Literal('resize'), height: Type.Number() }),
  Type.Object({ ...envelope, type: Type.Literal('checkout'), url: Type.String({ maxLength: 2048 }) }),
  /** A hint: the page confirms by the stream. */
  Type.Object({ ...envelope, type: Type.Literal('order-complete') }),
])
export type FrameMessage = Static<typeof FrameMessage>

/** Parent → frame. */
export const ParentMessage = Type.Union([
  Type.Object({ ...envelope, type: Type.Literal('theme'), theme: Type.Enum(['light', 'dark', 'auto']) }),
  Type.Object({ ...envelope, type: Type.Literal('locale'), locale: Type.String({ maxLength: 35 }) }),
])
export type ParentMessage = Static<typeof ParentMessage>

/** All a stock Hi.Events widget ever sends. */
const StockResize = Type.Object({
  type: Type.Literal('resize'),
  height: Type.Number(),
  iframeId: Type.Optional(Type.String()),
})

export type Incoming = { origin: string; source: unknown; data: unknown }
export type Expected = { origin: string; source: unknown; nonce: string; stock?: boolean }

/**
 * The message a frame sent, or null for anything that is not from that frame, not of this version or not well formed.
 * `expected.stock` also understands the stock widget's `resize`, which carries no nonce.
 */
export function readFrameMessage(incoming: Incoming, expected: Expected): FrameMessage | null {
  if (incoming.origin !== expected.origin || incoming.source !== expected.source) return null
  if (Value.Check(FrameMessage, incoming.data)) {
    const message = incoming.data
    if (message.nonce !== expected.nonce) return null
    return message.type === 'resize' ? { ...message, height: clampHeight(message.height) } : message
  }
  if (expected.stock === true && Value.Check(StockResize, incoming.data)) {
    const height = clampHeight(incoming.data.height)
    return {
      source: 'tuvens-ticketing',
      version: EMBED_VERSION,
      nonce: expected.nonce,
      type: 'resize',
      height,
    }
  }
  return null
}

/** The message a parent sent, or null; the same checks from the frame's side. */
export function readParentMessage(incoming: Incoming, expected: Expected): ParentMessage | null {
  if (incoming.origin !== expected.origin || incoming.source !== expected.source) return null
  if (!Value.Check(ParentMessage, incoming.data)) return null
  return incoming.data.nonce === expected.nonce ? incoming.data : null
}

/** Pixels, 0–20000; what is not a number is 0. */
export function clampHeight(height: number): number {
  if (!Number.isFinite(height)) return 0
  return Math.min(MAX_FRAME_HEIGHT, Math.max(0, Math.ceil(height)))
}

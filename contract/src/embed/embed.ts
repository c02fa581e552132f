/**
 * Version of the parent ↔ frame protocol (spec 2.8). This file imports no schema library, because it runs in every page
 * that shows tickets. embed-schema.ts has the same as JSON schema; a test compares the two.
 */
export const EMBED_VERSION = 1
/** Pixels; a frame is never made taller, whatever height it requests. */
export const MAX_FRAME_HEIGHT = 20_000

/** What every message carries. A receiver ignores messages of a version that it does not support. */
type Envelope = {
  source: 'tuvens-ticketing'
  version: typeof EMBED_VERSION
  /** Made by the parent for this one frame, 8 to 64 characters. */
  nonce: string
}

/**
 * Frame → parent. `order-complete` is a hint where it names no order: the page confirms by the stream. A frame of the
 * embedded page names the order, once, after the ticket origin confirmed it. `stock`: this event's tickets are shown by the
 * widget of the ticket system at `url`, which the parent frames instead.
 */
export type FrameMessage = Envelope &
  (
    | { type: 'ready' }
    | { type: 'resize'; height: number }
    | { type: 'checkout'; url: string }
    | { type: 'order-complete'; order?: string }
    | { type: 'released' }
    | { type: 'stock'; url: string }
  )

/**
 * Parent → frame. `refresh`: the stream reported a new sales status; the chosen quantities stay. `held`: the last checkout
 * that a frame of this page sent, from a visitor who came back from it. The frame shows the order while it is held, and
 * answers `released` once it is not: finished, given back or expired. Then the parent forgets it. `buyer`: fills in what the visitor has left empty.
 */
export type ParentMessage = Envelope &
  (
    | { type: 'theme'; theme: 'light' | 'dark' | 'auto' }
    | { type: 'locale'; locale: string }
    | { type: 'refresh' }
    | { type: 'held'; url: string }
    | ({ type: 'buyer' } & EmbedBuyer)
  )

/** Who probably buys, to fill in forms with. It proves nothing about the visitor. */
export type EmbedBuyer = { first_name?: string; last_name?: string; email?: string }

/** The three fields of a `MessageEvent` that decide whether it is trusted. */
export type ReceivedMessage = { origin: string; source: unknown; data: unknown }
/** The other side of the frame, as this page made it. `stock`: it is a Hi.Events widget, which sends no nonce. */
export type ExpectedSender = { origin: string; source: unknown; nonce: string; stock?: boolean }

/**
 * The message a frame sent, or null for anything that is not from that frame, not of this version or not well formed.
 * `expected.stock` also understands the stock widget's `resize`, which carries no nonce.
 */
export function readFrameMessage(incoming: ReceivedMessage, expected: ExpectedSender): FrameMessage | null {
  if (incoming.origin !== expected.origin || incoming.source !== expected.source) return null
  const { data } = incoming
  if (isFrameMessage(data)) {
    if (data.nonce !== expected.nonce) return null
    return data.type === 'resize' ? { ...data, height: clampHeight(data.height) } : data
  }
  if (expected.stock !== true || !isStockResize(data)) return null
  const envelope = { source: 'tuvens-ticketing', version: EMBED_VERSION, nonce: expected.nonce } as const
  return { ...envelope, type: 'resize', height: clampHeight(data.height) }
}

/** The message a parent sent, or null; the same checks from the frame's side. */
export function readParentMessage(incoming: ReceivedMessage, expected: ExpectedSender): ParentMessage | null {
  if (incoming.origin !== expected.origin || incoming.source !== expected.source) return null
  if (!isParentMessage(incoming.data)) return null
  return incoming.data.nonce === expected.nonce ? incoming.data : null
}

/** Pixels, 0–20000; what is not a number is 0. */
export function clampHeight(height: number): number {
  if (!Number.isFinite(height)) return 0
  return Math.min(MAX_FRAME_HEIGHT, Math.max(0, Math.ceil(height)))
}

const MAX_URL = 2048
const MAX_LOCALE = 35
const MAX_ORDER = 64
const MAX_BUYER_FIELD = 254
const BUYER_FIELDS = ['first_name', 'last_name', 'email'] as const

/** Whether data has the shape of a message of the frame; its sender is not checked. */
export function isFrameMessage(data: unknown): data is FrameMessage {
  if (!isEnvelope(data)) return false
  switch (data['type']) {
    case 'ready':
    case 'released':
      return true
    case 'order-complete':
      return data['order'] === undefined || isText(data['order'], MAX_ORDER)
    case 'resize':
      return isNumber(data['height'])
    case 'checkout':
    case 'stock':
      return isText(data['url'], MAX_URL)
    default:
      return false
  }
}

/** Whether data has the shape of a message of the parent; its sender is not checked. */
export function isParentMessage(data: unknown): data is ParentMessage {
  if (!isEnvelope(data)) return false
  switch (data['type']) {
    case 'theme':
      return data['theme'] === 'light' || data['theme'] === 'dark' || data['theme'] === 'auto'
    case 'locale':
      return isText(data['locale'], MAX_LOCALE)
    case 'refresh':
      return true
    case 'held':
      return isText(data['url'], MAX_URL)
    case 'buyer':
      return BUYER_FIELDS.every((name) => data[name] === undefined || isText(data[name], MAX_BUYER_FIELD))
    default:
      return false
  }
}

/** All a stock Hi.Events widget ever sends. */
export function isStockResize(data: unknown): data is { type: 'resize'; height: number; iframeId?: string } {
  if (!isRecord(data) || data['type'] !== 'resize' || !isNumber(data['height'])) return false
  return data['iframeId'] === undefined || typeof data['iframeId'] === 'string'
}

function isEnvelope(data: unknown): data is Envelope & Record<string, unknown> {
  if (!isRecord(data) || data['source'] !== 'tuvens-ticketing' || data['version'] !== EMBED_VERSION)
    return false
  const { nonce } = data
  return isText(nonce, 64) && nonce.length >= 8
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length <= max
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

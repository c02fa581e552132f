import { errorOf, TuvensError } from './errors.ts'
import type { StreamChange } from './generated.ts'
import type { ClientOptions } from './send.ts'
import { readMessages } from './read-messages.ts'
import { backoffMs, wait } from './wait.ts'

/** What came before can have been missed: forget it. The state of each event follows. */
export type StreamReset = { type: 'reset' }

export type StreamOptions = {
  /** The events to follow; all public ones without it. */
  eventIds?: readonly string[]
  /** Goes on after this message, for example after a restart of your process. */
  lastEventId?: string
  /** Called with the id of each message, to be stored for `lastEventId`. */
  onEventId?: (id: string) => void
  signal?: AbortSignal
  /** Milliseconds without any message after which the connection is made again; 40000 by default. */
  silenceMs?: number
}

/** The API sends a heartbeat every 15 seconds. */
const SILENCE_MS = 40_000

type Position = { lastEventId: string | undefined; retryMs: number; failures: number }

/**
 * Follows the stream, and connects again whenever it ends, with nothing missed. @throws TuvensError for a request that the
 * API refuses for good
 */
export async function* followStream(
  client: ClientOptions,
  options: StreamOptions,
): AsyncGenerator<StreamChange | StreamReset, void, undefined> {
  const { signal } = options
  const isEnded = () => signal?.aborted === true
  const position: Position = { lastEventId: options.lastEventId, retryMs: 0, failures: 0 }
  while (!isEnded()) {
    try {
      yield* readOnce(client, options, position)
    } catch (error) {
      if (isEnded()) return
      if (isFinal(error)) throw error
      position.failures++
    }
    const pauseMs = Math.max(position.retryMs, backoffMs(position.failures, client.random ?? Math.random))
    await wait(pauseMs, signal).catch(() => undefined)
  }
}

const isFinal = (error: unknown): boolean =>
  error instanceof TuvensError && error.status !== undefined && error.status < 500 && error.status !== 429

async function* readOnce(
  client: ClientOptions,
  options: StreamOptions,
  position: Position,
): AsyncGenerator<StreamChange | StreamReset, void, undefined> {
  const ended = new AbortController()
  const end = () => ended.abort()
  options.signal?.addEventListener('abort', end, { once: true })
  let timer = setTimeout(end, options.silenceMs ?? SILENCE_MS)
  try {
    const response = await open(client, options, { position, signal: ended.signal })
    for await (const message of readMessages(response)) {
      clearTimeout(timer)
      timer = setTimeout(end, options.silenceMs ?? SILENCE_MS)
      if (message.retry !== undefined) position.retryMs = message.retry
      if (message.data === undefined) continue
      position.failures = 0
      const told = JSON.parse(message.data) as StreamChange | StreamReset | { type: 'heartbeat' }
      if (told.type !== 'heartbeat') yield told
      // After the loop has taken it: a reader that ends in between gets it again.
      if (message.id !== undefined) {
        position.lastEventId = message.id
        options.onEventId?.(message.id)
      }
    }
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', end)
    ended.abort()
  }
}

async function open(
  client: ClientOptions,
  { eventIds = [] }: StreamOptions,
  { position, signal }: { position: Position; signal: AbortSignal },
): Promise<Response> {
  const url = new URL(`${client.baseUrl.replace(/\/$/, '')}/api/events/updates`)
  for (const id of eventIds) url.searchParams.append('event_id', id)
  const resumed = position.lastEventId === undefined ? {} : { 'last-event-id': position.lastEventId }
  const response = await (client.fetch ?? fetch)(url.href, {
    headers: { accept: 'text/event-stream', ...resumed },
    credentials: 'omit',
    cache: 'no-store',
    signal,
  })
  if (!response.ok) throw await errorOf(response)
  return response
}

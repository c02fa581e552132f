import { HEARTBEAT_SECONDS } from '@tuvens/contract/heartbeat'
import { refresh } from './parent-page.browser.ts'

/** What the stream of the API, and a plain read, say of an event. */
type Change = {
  type?: string
  phase?: string
  version?: number
  detailsVersion?: number
  prices?: unknown
  dates?: unknown
}

const SILENCE_MS = (2 * HEARTBEAT_SECONDS + 1) * 1_000
const [FIRST_DELAY_MS, LONGEST_DELAY_MS, BUSY_MS, AWAY_MS] = [1_000, 30_000, 2_000, 8_000]
/** Until then an edit has usually been carried to the ticket system. */
const CARRIED_MS = 5_000
const CLOSED = 2

const { liveEvent = '', api = '', phase, away } = document.body.dataset
/** The version for which this page was loaded: the ticket system may say something else than the stream for a while. */
const loadedFor = Number(new URLSearchParams(location.search).get('seen') ?? -1)

let known: Change | null = null
let source: EventSource | null = null
let failures = 0
let silence: ReturnType<typeof setTimeout> | undefined
let retry: ReturnType<typeof setTimeout> | undefined

/**
 * Loads the page again whenever the event has changed, as soon as that interrupts nobody. A stream that fails or is silent
 * is replaced; from the second failure on, the event is also read without a stream. A page that nobody sees follows nothing, so that browsers can keep it for the way back.
 */
export function followEvent(): void {
  // A page of the ticket system's failure is no state of the event: it is read again, at a time of its own.
  if (away !== undefined) setTimeout(() => refresh(), AWAY_MS * (1 + Math.random()))
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()))
  addEventListener('pagehide', close)
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) open()
  })
  addEventListener('online', open)
  if (!document.hidden) open()
}

function open(): void {
  close()
  source = new EventSource(`${api}/api/events/updates?event_id=${liveEvent}`)
  source.onmessage = ({ data }: MessageEvent<string>) => {
    failures = 0
    awaitMessage()
    receive(JSON.parse(data))
  }
  source.onerror = () => {
    if (source?.readyState === CLOSED) again()
  }
  awaitMessage()
}

function close(): void {
  clearTimeout(silence)
  clearTimeout(retry)
  source?.close()
}

function awaitMessage(): void {
  clearTimeout(silence)
  silence = setTimeout(again, SILENCE_MS)
}

/** The delay doubles with every failure; its random part spreads pages that failed at the same moment. */
function again(): void {
  close()
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures) * (0.5 + Math.random() / 2)
  failures += 1
  retry = setTimeout(() => {
    open()
    if (failures > 1) void read()
  }, delay)
}

async function read(): Promise<void> {
  try {
    const response = await fetch(`${api}/api/events/ticketing?event_id=${liveEvent}`, { cache: 'no-store' })
    const { states }: { states?: Change[] } = response.ok ? await response.json() : {}
    for (const state of states ?? []) receive(state)
  } catch {
    // The next stream, or the next read, brings it.
  }
}

function receive(change: Change): void {
  if (change.type !== 'ticketing_status_changed') return
  const before = known
  known = change
  if (before === null) {
    if (change.phase !== phase && change.version !== loadedFor) load()
    return
  }
  if (keyOf(before) !== keyOf(change)) load()
  else if (before.detailsVersion !== change.detailsVersion) setTimeout(load, CARRIED_MS)
}

function keyOf({ phase, prices, dates }: Change): string {
  return JSON.stringify([phase, prices, dates])
}

function load(): void {
  if (!refresh({ seen: String(known?.version ?? '') })) setTimeout(load, BUSY_MS)
}

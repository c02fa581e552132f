import { setTimeout as delay } from 'node:timers/promises'
import { createEventOnSale, type LinkedTestEvent } from '../../harness/people.ts'
import { HarnessError } from '../../harness/harness-error.ts'
import { createVisitors } from './connect.ts'
import { type Load, type LoadReport, startLoad } from './load.ts'
import { requestKinds } from './request-kinds.ts'
import type { Stack } from './stack.ts'
import { openViewer, type Viewer } from './viewers.ts'

export type TrafficOptions = {
  /** Open streams. */
  streams: number
  /** Requests under way at any time. */
  workers: number
  events: number
}

export type TrafficReport = LoadReport & {
  streams: number
  /** Changes in the change log while the streams were open, and of them those that a stream did not get, over all streams. */
  changes: number
  lostChanges: number
  resumed: number
  resets: number
  streamFailures: string[]
  /** Calls of organisers, each of which makes a change. */
  organiserCalls: number
  organiserFailures: string[]
}

/** People on all pages of a stack, while organisers start and pause sales. */
export type Traffic = {
  load: Pick<Load, 'requests' | 'failures'>
  /** Ends it, and waits until each event shows what its organiser did last, and until the streams have got everything. */
  stop: () => Promise<TrafficReport>
}

const LIMIT_MS = 120_000
const POLL_MS = 100
/** Streams that are opened at once. */
const OPENING = 50

export async function startTraffic(stack: Stack, options: TrafficOptions): Promise<Traffic> {
  const events: LinkedTestEvent[] = []
  while (events.length < options.events) events.push(await createEventOnSale(stack, 1_000_000))
  const viewers = await openViewers(stack, options.streams)
  const from = await lastChange(stack)
  const visitors = createVisitors(stack.entrance, options.workers)
  const load = startLoad(visitors, await requestKinds(stack, events), options.workers)
  const organisers = startOrganisers(events)
  const stop = async (): Promise<TrafficReport> => {
    const calls = await organisers.stop()
    const report = await load.stop()
    await visitors.close()
    for (const [index, event] of events.entries())
      await until(
        () => isShown(event, calls.last[index]),
        () => `event ${event.event.id} to be ${calls.last[index]}`,
      )
    const changes = await changesAfter(stack, from)
    await untilOpen(viewers)
    await until(
      async () => lostOf(viewers, changes) === 0,
      () => 'the last changes',
    ).catch(() => {})
    for (const each of viewers) each.close()
    return {
      ...report,
      streams: viewers.length,
      changes: changes.length,
      lostChanges: lostOf(viewers, changes),
      resumed: sum(viewers, ({ resumed }) => resumed),
      resets: sum(viewers, ({ resets }) => resets),
      streamFailures: viewers.flatMap(({ failures }) => failures),
      organiserCalls: calls.made,
      organiserFailures: calls.failures,
    }
  }
  return { load, stop }
}

async function openViewers({ entrance, urls }: Stack, count: number): Promise<Viewer[]> {
  const viewers: Viewer[] = []
  const url = new URL('/api/events/updates', urls.api)
  while (viewers.length < count) {
    const more = Array.from({ length: Math.min(OPENING, count - viewers.length) }, () =>
      openViewer(entrance, url),
    )
    viewers.push(...more)
    await untilOpen(viewers)
  }
  return viewers
}

const untilOpen = (viewers: readonly Viewer[]) =>
  until(
    async () => viewers.every((each) => each.isOpen()),
    () => `all streams to be open: ${[...new Set(viewers.flatMap(({ failures }) => failures))].join(', ')}`,
  )

/** Each organiser starts and pauses the sales of an event, one after the other. */
function startOrganisers(events: readonly LinkedTestEvent[]) {
  const last: ('LIVE' | 'DRAFT')[] = events.map(() => 'LIVE')
  const failures: string[] = []
  let made = 0
  let isStopped = false
  const work = async ({ tickets, hiEventId }: LinkedTestEvent, index: number) => {
    while (!isStopped) {
      const next = last[index] === 'LIVE' ? 'DRAFT' : 'LIVE'
      made += 1
      await tickets.setStatus(hiEventId, next).then(
        () => (last[index] = next),
        (error: unknown) => failures.push(String(error)),
      )
      await delay(CHANGE_PAUSE_MS)
    }
  }
  const done = Promise.all(events.map(work))
  return {
    stop: async () => {
      isStopped = true
      await done
      return { made, failures, last }
    },
  }
}
/** The events together make about a change a second, which each of the streams gets: more would measure their readers. */
const CHANGE_PAUSE_MS = 2_000

type Position = { xid: string; id: string }

async function lastChange({ db }: Stack): Promise<Position> {
  const [row] = await db('api')<Position[]>`
    select c.xid::text, c.id::text from ticketing_changes c order by c.xid desc, c.id desc limit 1`
  return row ?? { xid: '0', id: '0' }
}

/** Ids on the stream of the changes after a position. */
async function changesAfter({ db }: Stack, { xid, id }: Position): Promise<string[]> {
  const rows = await db('api')<Position[]>`
    select c.xid::text, c.id::text from ticketing_changes c where (c.xid, c.id) > (${xid}::xid8, ${id}::bigint)`
  return rows.map((row) => `${row.xid}:${row.id}`)
}

const lostOf = (viewers: readonly Viewer[], changes: readonly string[]) =>
  sum(viewers, ({ received }) => changes.filter((id) => !received.has(id)).length)

const sum = (viewers: readonly Viewer[], of: (viewer: Viewer) => number) =>
  viewers.reduce((all, each) => all + of(each), 0)

async function isShown({ organiser, event }: LinkedTestEvent, status: string | undefined): Promise<boolean> {
  const { ticketing_status: shown } = await organiser.desk.readEvent(event.id)
  return shown === (status === 'LIVE' ? 'active' : 'setup')
}

async function until(holds: () => Promise<boolean>, what: () => string): Promise<void> {
  const deadline = Date.now() + LIMIT_MS
  while (!(await holds())) {
    if (Date.now() > deadline) throw new HarnessError(`waited ${LIMIT_MS / 1000} s for ${what()}`)
    await delay(POLL_MS)
  }
}

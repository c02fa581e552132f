import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tx } from '@tuvens/platform/db/db'
import { lockEvent } from '../catalogue/store.ts'
import { insertChange } from '../ticketing/store.ts'
import { type TestUser, startWorld, statusMessage, TestApi, type TestWorld } from '../../test-support/api.ts'
import { StreamReader } from '../../test-support/stream.ts'

const WRITERS = 16
const EVENTS = 6
const CHANGES = 40

describe('the order of the stream with many writers on two nodes', () => {
  let world: TestWorld
  let other: TestApi
  let nodes: string[]
  let owner: TestUser
  beforeAll(async () => {
    world = await startWorld()
    other = await TestApi.start(world.database.url)
    nodes = [await world.api.listen(), await other.listen()]
    owner = await world.api.person()
  })
  afterAll(async () => {
    await other.stop()
    await world.end()
  })

  const url = (node: number, eventIds: string[]) =>
    `${nodes[node]}/api/events/updates?${eventIds.map((id) => `event_id=${id}`).join('&')}`

  /** The writers toggle events; every toggle is a change, because no two statuses in a row are the same. */
  const write = async (eventIds: string[], firstHiEventsId: number) => {
    const sentOf = new Map<string, Promise<unknown>>()
    let turn = 0
    const writer = async () => {
      while (turn < CHANGES * EVENTS) {
        const at = turn++
        const eventId = eventIds[at % EVENTS] ?? ''
        const word = Math.floor(at / EVENTS) % 2 === 0 ? 'LIVE' : 'DRAFT'
        const api = at % 3 === 0 ? other : world.api
        // The reports of one event are sent in order, those of different events at once.
        const before = sentOf.get(eventId)
        const sending = Promise.resolve(before).then(() =>
          api.webhook(statusMessage(eventId, firstHiEventsId + (at % EVENTS), word)),
        )
        sentOf.set(eventId, sending)
        expect((await sending).statusCode).toBe(200)
      }
    }
    await Promise.all(Array.from({ length: WRITERS }, writer))
  }

  it.each([
    ['without other transactions', false],
    ['beside a transaction that stays open', true],
  ])(
    '%s delivers every change in order per event, on open and on resumed streams',
    async (_case, isHeld) => {
      const end = isHeld ? await holdOpen((tx) => tx`select pg_current_xact_id()`) : () => undefined
      const events = await Promise.all(Array.from({ length: EVENTS }, () => world.api.event(owner)))
      const final = await world.api.event(owner)
      const eventIds = events.map((event) => event.id)
      const staying = await Promise.all([0, 1].map((node) => StreamReader.open(url(node, eventIds))))
      await Promise.all(staying.map((each) => each.until(({ messages }) => messages.length === EVENTS)))
      const seen: { eventId: string; version: number }[] = []
      let [isWriting, finish] = [true, () => {}]
      const written = new Promise<void>((resolve) => (finish = resolve))
      let resumes = 0
      const comingBack = async () => {
        let cursor: string | undefined
        do {
          const headers: Record<string, string> = cursor === undefined ? {} : { 'last-event-id': cursor }
          const reader = await StreamReader.open(url(resumes++ % 2, eventIds), headers)
          await Promise.race([reader.until(({ changes }) => changes.length > resumes % 7), written])
          reader.close()
          seen.push(...reader.changes)
          cursor = reader.lastId ?? cursor
        } while (isWriting)
        const last = await StreamReader.open(url(0, [...eventIds, final.id]), {
          'last-event-id': cursor ?? '',
        })
        // The change of another event, sent after all others, shows that nothing is still on its way.
        await world.api.webhook(statusMessage(final.id, isHeld ? 902 : 901, 'LIVE'))
        await last.until(({ changes }) => changes.some((each) => each.eventId === final.id))
        seen.push(...last.changes)
        last.close()
      }
      const returning = comingBack()
      await write(eventIds, isHeld ? 100 : 1)
      await Promise.all(
        staying.map((each) => each.until(({ changes }) => changes.length >= EVENTS * (CHANGES + 1))),
      )
      isWriting = false
      finish()
      await returning
      await end()

      for (const eventId of eventIds) {
        const all = Array.from({ length: CHANGES + 1 }, (_, version) => version)
        for (const { changes } of staying) {
          expect(changes.filter((each) => each.eventId === eventId).map((each) => each.version)).toEqual(all)
        }
        const resumed = seen.filter((each) => each.eventId === eventId).map((each) => each.version)
        expect(resumed).toEqual(all.slice(resumed[0]))
      }
      expect(resumes).toBeGreaterThan(3)
      staying.forEach((each) => each.close())
    },
    120_000,
  )

  /** A transaction that has its id and stays open until it is told to end. */
  const holdOpen = async (work: (tx: Tx) => Promise<unknown>) => {
    let [release, begun] = [() => {}, () => {}]
    const released = new Promise<void>((resolve) => (release = resolve))
    const started = new Promise<void>((resolve) => (begun = resolve))
    const done = world.database.db.begin(async (tx) => {
      await work(tx)
      begun()
      await released
    })
    await Promise.race([started, done])
    return async () => {
      release()
      await done
    }
  }
  const settle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

  it('is not delayed by an older transaction that writes something else', async () => {
    const event = await world.api.event(owner)
    const reader = await StreamReader.open(url(0, [event.id]))
    await reader.until((each) => each.messages.length === 1)
    const end = await holdOpen((tx) => tx`select pg_current_xact_id()`)
    await world.api.webhook(statusMessage(event.id, 500, 'LIVE'))
    await reader.until((each) => each.messages.length === 2)
    expect(reader.changes[1]).toMatchObject({ status: 'active', version: 1 })
    await end()
    reader.close()
  })

  it('waits for an older transaction that writes a change, and delivers both in order', async () => {
    const [slow, quick] = [await world.api.event(owner), await world.api.event(owner)]
    const reader = await StreamReader.open(url(0, [slow.id, quick.id]))
    await reader.until((each) => each.messages.length === 2)
    const end = await holdOpen(async (tx) => {
      await lockEvent(tx, slow.id)
      const state = {
        id: slow.id,
        ticketing_status: 'active' as const,
        source_status: 'LIVE',
        has_been_on_sale: true,
        sales_status: null,
        ticketing_version: 1,
        hi_events_event_id: null,
        hi_events_event_url: null,
        widget_url: null,
        ticket_dates: [],
        ticket_prices: null,
      }
      await insertChange(tx, state, null)
    })
    await world.api.webhook(statusMessage(quick.id, 501, 'LIVE'))
    // Time for a wrong order to show; a right one passes however slow the machine is.
    await settle(300)
    expect(reader.messages).toHaveLength(2)
    await end()
    await reader.until((each) => each.messages.length === 4)
    expect(reader.changes.slice(2).map((each) => each.eventId)).toEqual([slow.id, quick.id])
    reader.close()
  })

  it('does not wait for a writer that begins later', async () => {
    const [early, late] = [await world.api.event(owner), await world.api.event(owner)]
    const reader = await StreamReader.open(url(0, [early.id]))
    await reader.until((each) => each.messages.length === 1)
    const endBystander = await holdOpen((tx) => tx`select pg_current_xact_id()`)
    const endLocker = await holdOpen((tx) => lockEvent(tx, late.id))
    await world.api.webhook(statusMessage(early.id, 502, 'LIVE'))
    await reader.until((each) => each.messages.length === 2)
    await Promise.all([endBystander(), endLocker()])
    reader.close()
  })
})

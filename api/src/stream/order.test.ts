import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startWorld, statusMessage, TestApi, type TestWorld } from '../testing.ts'
import { StreamReader } from './testing.ts'

const WRITERS = 16
const EVENTS = 6
const CHANGES = 40

describe('many writers on two nodes', () => {
  let world: TestWorld
  let other: TestApi
  let nodes: string[]
  let owner: Person
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

  /** Each writer toggles events at random; every toggle is a change, because no two words in a row are alike. */
  const write = async (eventIds: string[], firstHiEventsId: number) => {
    const spoken = new Map<string, Promise<unknown>>()
    let turn = 0
    const writer = async () => {
      while (turn < CHANGES * EVENTS) {
        const at = turn++
        const eventId = eventIds[at % EVENTS] ?? ''
        const word = Math.floor(at / EVENTS) % 2 === 0 ? 'LIVE' : 'DRAFT'
        const api = at % 3 === 0 ? other : world.api
        // One event's words go out in order; different events' at once, from all writers.
        const before = spoken.get(eventId)
        const saying = Promise.resolve(before).then(() =>
          api.webhook(statusMessage(eventId, firstHiEventsId + (at % EVENTS), word)),
        )
        spoken.set(eventId, saying)
        expect((await saying).statusCode).toBe(200)
      }
    }
    await Promise.all(Array.from({ length: WRITERS }, writer))
  }

  it('lose no change and keep the order of each event, on streams that stay and streams that come back', async () => {
    const events = await Promise.all(Array.from({ length: EVENTS }, () => world.api.event(owner)))
    const eventIds = events.map((event) => event.id)
    const staying = await Promise.all([0, 1].map((node) => StreamReader.open(url(node, eventIds))))
    const seen: { eventId: string; version: number }[] = []
    let isWriting = true
    let resumes = 0
    const comingBack = async () => {
      let cursor: string | undefined
      do {
        const headers: Record<string, string> = cursor === undefined ? {} : { 'last-event-id': cursor }
        const reader = await StreamReader.open(url(resumes++ % 2, eventIds), headers)
        await new Promise((resolve) => setTimeout(resolve, 15 + Math.random() * 60))
        reader.close()
        seen.push(...reader.changes)
        cursor = reader.lastId ?? cursor
      } while (isWriting)
      const last = await StreamReader.open(url(0, eventIds), { 'last-event-id': cursor ?? '' })
      await last.until(() => true)
      await new Promise((resolve) => setTimeout(resolve, 300))
      seen.push(...last.changes)
      last.close()
    }
    const returning = comingBack()
    await write(eventIds, 1)
    await Promise.all(
      staying.map((each) => each.until(({ changes }) => changes.length >= EVENTS * (CHANGES + 1))),
    )
    isWriting = false
    await returning

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
  }, 60_000)

  it('hold nobody up: a change waits only for older transactions, and then arrives', async () => {
    const event = await world.api.event(owner)
    const reader = await StreamReader.open(url(0, [event.id]))
    await reader.until((each) => each.messages.length === 1)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let begun = () => {}
    const started = new Promise<void>((resolve) => {
      begun = resolve
    })
    const older = world.database.db.begin(async (tx) => {
      await tx`select pg_current_xact_id()`
      begun()
      await held
    })
    await started
    await world.api.webhook(statusMessage(event.id, 500, 'LIVE'))
    await new Promise((resolve) => setTimeout(resolve, 100))
    release()
    await older
    await reader.until((each) => each.messages.length === 2, 1000)
    expect(reader.changes[1]).toMatchObject({ status: 'active', version: 1 })
    reader.close()
  })
})

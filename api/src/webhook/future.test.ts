import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog, type Log } from '@tuvens/platform/log'
import { type TestUser, startWorld, statusMessage, type TestWorld } from '../../test-support/api.ts'

const SKEW_MS = 30_000
const YEAR_2099 = '2099-01-01T00:00:00.000Z'
let nextId = 7000

describe('a status report from the future', () => {
  const alerts: unknown[] = []
  let world: TestWorld
  let owner: TestUser
  beforeAll(async () => {
    const log: Log = createLog('api', 'silent')
    log.error = (fields: { alert?: string }) => void alerts.push(fields.alert)
    world = await startWorld({}, { log })
    owner = await world.api.person()
  })
  afterAll(() => world.end())

  const statusOf = async (id: string) =>
    (await world.api.app.inject(`/api/events/${id}`)).json().ticketing_status
  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()
  /** Sends reports of a new event one after the other; returns the codes of the answers. */
  async function send(...reports: [status: string, sentAt: string][]) {
    const [event, id] = [await world.api.event(owner), nextId++]
    const codes = []
    for (const [status, sentAt] of reports) {
      const answer = await world.api.webhook(statusMessage(event.id, id, status, sentAt))
      codes.push(answer.statusCode === 200 ? 'ok' : answer.json().code)
    }
    return { codes, event, id }
  }

  it.each([YEAR_2099, 24 * 3_600_000, 3_600_000, SKEW_MS + 60_000])(
    'is refused with a code of its own, logs an alert, and holds up no honest report: %s',
    async (given) => {
      alerts.length = 0
      const sentAt = typeof given === 'string' ? given : inMs(given)
      const { codes, event } = await send(['LIVE', inMs(-2)], ['CANCELLED', sentAt], ['DRAFT', inMs(-1)])
      expect(codes).toEqual(['ok', 'SENT_IN_FUTURE', 'ok'])
      expect(await statusOf(event.id)).toBe('setup')
      expect(alerts).toEqual(['SENT_IN_FUTURE'])
    },
  )

  it('is taken while its clock is ahead by less than CLOCK_SKEW', async () => {
    const { codes, event } = await send(['LIVE', inMs(SKEW_MS - 1)], ['DRAFT', inMs(SKEW_MS)])
    expect(codes).toEqual(['ok', 'ok'])
    expect(await statusOf(event.id)).toBe('setup')
  })

  it('that was stored while clocks were wrong orders nothing', async () => {
    const { event, id } = await send(['CANCELLED', inMs(-1)])
    await world.database.db`update events set source_sent_at = ${YEAR_2099} where id = ${event.id}`
    await world.api.webhook(statusMessage(event.id, id, 'LIVE', inMs(0)))
    expect(await statusOf(event.id)).toBe('active')
    await world.api.webhook(statusMessage(event.id, id, 'DRAFT', inMs(-60_000)))
    expect(await statusOf(event.id)).toBe('active')
  })

  it('is named by the report until another one was accepted', async () => {
    const { event, id } = await send(['LIVE', inMs(-10)], ['CANCELLED', YEAR_2099])
    const readReport = async () => {
      const url = `/api/events/${event.id}/ticketing-report`
      return (await world.api.as(owner, { method: 'GET', url })).json().future_message_at
    }
    await expect.poll(readReport, { timeout: 10_000 }).not.toBeNull()
    await world.api.webhook(statusMessage(event.id, id, 'DRAFT', inMs(-1)))
    expect(await readReport()).toBeNull()
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JWT_SECRET, startOffice, type TestOffice } from '../../test-support/office.ts'
import { type Receiver, startReceiver } from '../../test-support/receiver.ts'
import { differences, readRecordings } from '../../test-support/recording.ts'
import { Replay } from '../../test-support/replay.ts'

/** Replays what was recorded of the version of Hi.Events with events of several dates. */

let office: TestOffice
let receiver: Receiver
let replay: Replay
let token = ''
beforeAll(async () => {
  receiver = await startReceiver()
  office = await startOffice({ env: { HI_EVENTS_SHAPE: 'next' } })
  replay = new Replay({ api: office.api, recordedAt: '2026-11-28T23:40:15Z', jwtSecret: JWT_SECRET })
  replay.mapText('org-6841b095@example.com', `org-${Date.now()}@example.com`)
  replay.mapText('http://127.0.0.1:43271', receiver.url)
})
afterAll(async () => {
  await office.close()
  await receiver.close()
})

/**
 * Where the box office means to differ: what is held counts as taken at once, payment is at the door, a list can be sorted
 * by more, dates have no statistics of their own, and the box office tells ticket holders of changes by itself.
 */
const INTENDED =
  /available_capacity|payment_providers\[0\]|\.meta\.(allowed|default)_|\.statistics|tells_ticket_holders/
/** What is chance: in which order products are copied, and the day that was cancelled. */
const CHANCE = /_views:|\.order:|excluded_dates\[0\]/

describe('the recorded scenario of dates', () => {
  const recordings = readRecordings('next')
  it.each(recordings.map((each) => [each.file, each] as const))('%s', async (file, recording) => {
    const authorization = { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const answer = await replay.play(recording, authorization)
    if (file === '01-register') token = answer.headers.get('x-auth-token') ?? ''
    const found = differences(recording.response.body, answer.body)
    expect(found.filter((each) => !INTENDED.test(each) && !CHANCE.test(each))).toEqual([])
    expect(answer.status).toBe(recording.response.status)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OperatorStand, startOperatorStand, TOKEN } from './stand.ts'

let stand: OperatorStand
beforeAll(async () => {
  stand = await startOperatorStand()
})
afterAll(() => stand.stop())

const api = () => stand.world.api.context.db
const deadLetters = async () => (await stand.ops('dead-letters', 'list', '--json')).document
const statusOf = async (eventId: string) => (await stand.organiser.read(eventId)).ticketing_status

/** An event whose status report the API refuses, because its link was lost there. */
async function eventWithDeadLetter() {
  const event = await stand.organiser.event()
  await stand.organiser.enable(event.id)
  await expect.poll(() => statusOf(event.id)).toBe('setup')
  const { hi_events_event_id: hiEventId } = await stand.organiser.read(event.id)
  await api()`update events set hi_events_event_id = ${hiEventId ?? 0} + 1000000 where id = ${event.id}`
  await stand.organiser.call('PUT', `/events/${hiEventId}/status`, { status: 'LIVE' })
  const isGivenUp = async () =>
    (await deadLetters()).deliveries.some((each: { event_id: string }) => each.event_id === event.id)
  await expect.poll(isGivenUp, { timeout: 60_000 }).toBe(true)
  const repair = () => api()`update events set hi_events_event_id = ${hiEventId ?? 0} where id = ${event.id}`
  return { id: event.id, repair }
}

describe('a dead letter', () => {
  it('is listed, shown with its way, replayed by command, and arrives', async () => {
    const event = await eventWithDeadLetter()
    expect((await stand.ops('dead-letters', 'list')).code).toBe(1)
    const [letter] = (await deadLetters()).deliveries
    expect(letter).toMatchObject({
      kind: 'report',
      state: 'dead_letter',
      error: 'answered 409 LINK_CONFLICT',
    })
    const shown = await stand.ops('deliveries', 'show', `report:${letter.id}`)
    expect(shown.stdout).toContain('"status":"LIVE"')
    expect(shown.stdout).toContain('Gave the status report up: answered 409 LINK_CONFLICT')
    expect(shown.stdout).toContain('hi-events: status-webhook, LINK_CONFLICT')

    await event.repair()
    const done = await stand.ops('replay', '--all', '--json')
    expect(done).toMatchObject({ code: 0, document: { replayed: { report: 1 }, total: 1 } })
    await expect.poll(() => statusOf(event.id)).toBe('active')
    await expect.poll(async () => (await stand.ops('dead-letters', 'list')).code).toBe(0)
    expect((await stand.ops('replay', '--all', '--json')).document).toMatchObject({ total: 0 })
    const notes = await api()`
      select note from audit_log where operation = 'operator-replay' and actor = 'operator:ada' order by id`
    expect(notes.map(({ note }) => String(note))).toEqual([
      'begins: state dead_letter',
      expect.stringMatching(/^done: .*1 report/),
      'begins: state dead_letter',
      expect.stringMatching(/^done: .*0 report/),
    ])
  })

  it('is replayed with a button of its page', async () => {
    const event = await eventWithDeadLetter()
    await event.repair()
    const cookie = await signIn()
    const list = await (await browse('/dead-letters', cookie)).text()
    expect(list).toContain('answered 409')
    const path = /href="(\/deliveries\/report\/[^"]+)"/.exec(list)?.[1] ?? ''
    const page = await (await browse(path, cookie)).text()
    const ids = /name="ids" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const replayed = await fetch(`${stand.url}/replay`, {
      method: 'POST',
      body: new URLSearchParams({ ids }),
      headers: { cookie, accept: 'text/html', 'sec-fetch-site': 'same-origin' },
      redirect: 'manual',
    })
    expect(replayed.headers.get('location')).toBe(`${path}?replayed=1`)
    const told = await (await browse(`${path}?replayed=1`, cookie)).text()
    expect(told).toContain('One delivery is sent again.')
    await expect.poll(() => statusOf(event.id)).toBe('active')
  })
})

async function signIn(): Promise<string> {
  const answer = await fetch(`${stand.url}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ token: TOKEN, next: '/' }),
    headers: { accept: 'text/html', 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  })
  expect(answer.status).toBe(303)
  return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
}

function browse(path: string, cookie: string): Promise<Response> {
  return fetch(stand.url + path, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' })
}

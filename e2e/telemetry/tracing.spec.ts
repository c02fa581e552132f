import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { enterTicketSystem, signInOn } from '../harness/organiser.ts'
import { createLinkedEvent, createOrganiser, eventFields, waitForPhase } from '../harness/people.ts'
import { collect } from '../harness/stream.ts'
import type { System } from '../harness/system.ts'
import { expect, test } from '../harness/test.ts'

type LogLine = { requestId?: string; msg: string; method?: string; route?: string }

/** What a service logged of a trace. */
function logged(system: System, service: string, trace: string): LogLine[] {
  const text = readFileSync(join(system.logs, `${service}.log`), 'utf8')
  const lines = text.split('\n').filter((line) => line.startsWith('{'))
  return lines.map((line): LogLine => JSON.parse(line)).filter(({ requestId }) => requestId === trace)
}

const requestsIn = (lines: LogLine[]) => lines.map(({ method, route }) => `${method} ${route}`)
const traceOf = (traceparent: unknown) => String(traceparent).split('-')[1] ?? ''

test('a click on Enable ticketing is one trace, from the event site over the ticket system to the change', async ({
  newPerson,
  system,
}) => {
  const person = await createOrganiser(system)
  const event = await person.desk.createEvent(eventFields())
  const page = await newPerson()
  await signInOn(page, system, person, `/event/${event.id}`)
  await enterTicketSystem(page)

  const entries = () =>
    system.db('api')<{ operation: string; request_id: string }[]>`
      select operation, request_id from audit_log where event_id = ${event.id}
        and operation in ('generate-session', 'validate-session', 'link') order by id`
  await expect.poll(async () => (await entries()).length).toBe(3)
  const traces = new Set((await entries()).map(({ request_id: id }) => id))
  expect(traces.size).toBe(1)
  const [trace = ''] = traces
  expect(trace).toMatch(/^[0-9a-f]{32}$/)
  const [change] = await system.db('api')`
    select traceparent from ticketing_changes where event_id = ${event.id} and status = 'setup' order by version limit 1`
  expect(traceOf(change?.['traceparent'])).toBe(trace)

  const site = requestsIn(logged(system, 'site', trace))
  expect(site).toEqual(['POST /event/[id]/enter', 'GET /event/[id]/enter'])
  expect(requestsIn(logged(system, 'tickets', trace))).toEqual(
    expect.arrayContaining([
      'GET /auth/cross-app/start',
      'GET /auth/cross-app',
      'POST /api/auth/cross-app/validate',
    ]),
  )
  expect(requestsIn(logged(system, 'api', trace)).length).toBeGreaterThanOrEqual(3)
  expect(logged(system, 'boxOffice', trace).length).toBeGreaterThan(1)
})

test('a publish is one trace, from the ticket system to the frame on the stream', async ({ system }) => {
  const linked = await createLinkedEvent(system)
  const { event, hiEventId, tickets } = linked
  const prices = [{ price: 0, initial_quantity_available: 5 }]
  await tickets.addProduct(hiEventId, { title: 'Free seat', type: 'FREE', prices })
  const address = `${system.direct.api}/api/events/updates?event_id=${event.id}`
  const frames = collect(address, (all) => all.some(({ status }) => status === 'active'))
  await tickets.setStatus(hiEventId, 'LIVE')
  await waitForPhase(linked, 'on_sale')

  const frame = (await frames).find(({ status }) => status === 'active')
  const trace = traceOf(frame?.traceparent)
  expect(trace).toMatch(/^[0-9a-f]{32}$/)
  const [change] = await system.db('api')`
    select traceparent from ticketing_changes where event_id = ${event.id} and status = 'active'
    order by version limit 1`
  expect(traceOf(change?.['traceparent'])).toBe(trace)
  const entries = () => system.db('api')`
    select outcome from audit_log where request_id = ${trace} and operation = 'status-webhook'`
  await expect.poll(entries).toEqual([{ outcome: 'ok' }])
  const pattern = `00-${trace}-%`
  const inbox = await system.db('hi-events')`
    select 1 from deliveries where hi_event_id = ${hiEventId} and traceparent like ${pattern}`
  expect(inbox.length).toBeGreaterThan(0)
  const outbox = await system.db('hi-events')`
    select 1 from outbox where hi_event_id = ${hiEventId} and traceparent like ${pattern}`
  expect(outbox).toHaveLength(1)
  expect(requestsIn(logged(system, 'tickets', trace))).toEqual(
    expect.arrayContaining(['PUT pass-through', 'POST /hooks/hi-events/:tenant']),
  )
  expect(requestsIn(logged(system, 'boxOffice', trace))[0]).toMatch(/^PUT .*status/)
  expect(requestsIn(logged(system, 'api', trace))).toContain(
    'POST /api/webhooks/hi-events/event-status-changed',
  )
})

test('an edit is one trace, from the event site to the ticket system', async ({ newPerson, system }) => {
  const { organiser, event, hiEventId } = await createLinkedEvent(system)
  const title = `Moved ${event.title}`
  const page = await newPerson()
  await signInOn(page, system, organiser, `/event/${event.id}/edit`)
  await page.getByLabel('Title').fill(title)
  await page.getByRole('button', { name: /^Save/ }).click()
  const shown = () =>
    system.db('box-office')`select 1 from events where id = ${hiEventId} and title = ${title}`
  await expect.poll(async () => (await shown()).length).toBe(1)
  const [change] = await system.db('api')`
    select traceparent from ticketing_changes where event_id = ${event.id} order by version desc limit 1`
  const trace = traceOf(change?.['traceparent'])
  expect(trace).toMatch(/^[0-9a-f]{32}$/)
  expect(requestsIn(logged(system, 'site', trace))).toEqual(['POST /event/[id]/edit'])
  expect(requestsIn(logged(system, 'api', trace))).toContain('PATCH /api/events/:id')
  const told = 'PUT /api/service/links/:event_id/details'
  await expect.poll(() => requestsIn(logged(system, 'tickets', trace))).toContain(told)
  await expect.poll(() => requestsIn(logged(system, 'boxOffice', trace)).join()).toMatch(/PUT .*events/)
})

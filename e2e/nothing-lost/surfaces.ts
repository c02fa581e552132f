import type { TuvensEvent } from '@tuvens/contract'
import { expect } from 'vitest'
import { calendarOf } from '../../client/src/lib/format/calendar.ts'
import { type OfficeEvent, readOfficeEvent } from './details.ts'
import type { Scenario } from './scenario.ts'

/** Checks that what every reader of an event gets is what the event site and the box office say. */
export async function expectSameEverywhere(scenario: Scenario): Promise<void> {
  const shown = await scenario.organiser.read(scenario.eventId)
  expect(calendarFacts(calendarOf(shown, 'http://tuvens.test/event/1'))).toEqual({
    title: shown.title,
    start: stamp(shown.startDate),
  })
  if (!scenario.isLinked) return
  const theirs = await readOfficeEvent(scenario)
  await expectPicker(scenario, { shown, theirs })
  if (theirs !== undefined) await expectTickets(scenario, theirs)
}

/** The picker sells only what the event's page says is on sale. */
async function expectPicker(
  { world, hiEventId }: Scenario,
  { shown, theirs }: { shown: TuvensEvent; theirs: OfficeEvent | undefined },
): Promise<void> {
  const response = await fetch(`${world.tickets.url}/embed/${hiEventId}`)
  const page = await response.text()
  const sells = response.status === 200 && page.includes(`action="/embed/${hiEventId}/order`)
  if (sells) expect([shown.ticketing_status, theirs?.title]).toEqual(['active', expect.any(String)])
}

/** Every ticket that was sold, and its calendar file, say what the box office's event says. */
async function expectTickets({ world, hiEventId }: Scenario, theirs: OfficeEvent): Promise<void> {
  const { database, api } = world.office
  const [ticket] = await database.db<{ short_id: string }[]>`
    select short_id from attendees where event_id = ${hiEventId} limit 1`
  if (ticket === undefined) return
  const url = api.replace(/\/api$/, `/ticket/${ticket.short_id}`)
  expect(await (await fetch(url)).text()).toContain(theirs.title)
  const file = await (await fetch(`${url}/calendar.ics`)).text()
  expect(calendarFacts(file)).toMatchObject({ start: stamp(theirs.start_date.toISOString()) })
}

function calendarFacts(file: string) {
  const whole = file.replaceAll('\r\n ', '')
  const valueOf = (name: string) => new RegExp(`^${name}[^:]*:(.*)$`, 'm').exec(whole)?.[1]?.trim()
  return { title: valueOf('SUMMARY'), start: valueOf('DTSTART') }
}

/** An instant as iCalendar writes it, without milliseconds. */
const stamp = (date: string) => date.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '')

import type { Cookies } from '@sveltejs/kit'
import { expect, it } from 'vitest'
import { fillDemo } from '../../../test-support/demo.ts'
import { StandInWorld } from '../../../test-support/world.ts'
import { holdersMessage, planOf } from './holders-message.ts'
import { plansBefore } from './session/plan-before.ts'

const WEEK_MS = 604_800_000

it('tells of the place alone when an event of many dates moves to another one', () => {
  const world = new StandInWorld('http://tickets.localhost:3002')
  fillDemo(world)
  const demo = world.event('1') ?? expect.unreachable('the demo has an event')
  const furtherDates = Array.from({ length: 30 }, (_, at) => ({
    startDate: new Date(Date.parse(demo.startDate) + (at + 1) * WEEK_MS).toISOString(),
    endDate: null,
  }))
  const event = { ...demo, furtherDates, venue: { name: 'Small Hall' } }
  const jar = new Map<string, string>()
  const cookies = {
    get: (name: string) => jar.get(name),
    set: (name: string, value: string) => void jar.set(name, value),
  } as unknown as Cookies
  const plans = plansBefore(cookies, true)
  plans.remember(event.id, planOf(event, 'en-GB'))
  const moved = { ...event, venue: { name: 'Great Hall' } }
  const message = holdersMessage(moved, plans.read(event.id), 'en-GB')
  expect(message?.subject).toBe(`The place changed: ${event.title}`)
  expect(message?.text).toMatch(/When: [^\n]*; \d+ more dates\n/)
})

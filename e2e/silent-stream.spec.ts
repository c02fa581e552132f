import type { Page } from '@playwright/test'
import { createEventOnSale, type LinkedTestEvent } from './harness/people.ts'
import type { System } from './harness/system.ts'
import { expect, test } from './harness/test.ts'
import { expectShownWithin, watch } from './harness/watch.ts'

const PAUSED = 'Ticket sales are paused'
/** A heartbeat of the new stream, and a second. */
const LIVE_AGAIN_MS = 16_000

const isStreamOf = (path: string, { event }: LinkedTestEvent) =>
  path.startsWith('/api/events/updates') && path.includes(`event_id=${event.id}`)

/** Browsers reach the API over the line that can fail. */
async function leadBrowsersOverLine({ parts: { site }, lines }: System): Promise<void> {
  Object.assign(site.spec.env, { PUBLIC_API_URL: lines.api.url })
  await site.stop()
  await site.start()
}

async function openPage(page: Page, { urls }: System, { event }: LinkedTestEvent): Promise<void> {
  await page.goto(`${urls.site}/event/${event.id}`)
  await watch(page, [PAUSED, 'This event is cancelled'])
}

for (const fault of ['mute', 'hold'] as const)
  test(`a page whose stream is silent (${fault}) is right within 45 seconds, and at once when it works again`, async ({
    newPerson,
    ownSystem: system,
  }) => {
    await leadBrowsersOverLine(system)
    const linked = await createEventOnSale(system)
    system.lines.api.rule = ({ path }) => (isStreamOf(path, linked) ? fault : undefined)
    const page = await newPerson()
    await openPage(page, system, linked)
    const streams = () => system.lines.api.calls.filter(({ path }) => isStreamOf(path, linked)).length
    await expect.poll(streams).toBeGreaterThan(0)
    const paused = Date.now()
    await linked.tickets.setStatus(linked.hiEventId, 'DRAFT')
    await expectShownWithin(page, PAUSED, { since: paused, limit: 45_000 })

    const before = streams()
    system.lines.api.rule = undefined
    await expect.poll(streams, { timeout: 120_000 }).toBeGreaterThan(before)
    const cancelled = Date.now()
    await linked.tickets.setStatus(linked.hiEventId, 'ARCHIVED')
    await expectShownWithin(page, 'This event is cancelled', { since: cancelled, limit: LIVE_AGAIN_MS })
  })

import { enterTicketSystem, signInOn } from './harness/organiser.ts'
import { eventFields, createEventOnSale, createOrganiser, waitForPhase } from './harness/people.ts'
import { collect } from './harness/stream.ts'
import { expect, test } from './harness/test.ts'
import { expectShownWithin, watch } from './harness/watch.ts'

test.describe('when a service fails during the set-up', () => {
  test('the landing reports that the ticket system is down, and Start again works once it is back', async ({
    newPerson,
    ownSystem: system,
  }) => {
    const organiser = await createOrganiser(system)
    const event = await organiser.desk.createEvent(eventFields())
    const page = await newPerson()
    await signInOn(page, system, organiser, `/event/${event.id}`)
    await system.parts.boxOffice.kill()
    await page.getByRole('button', { name: 'Enable ticketing' }).click()
    await expect(page.getByRole('heading', { name: 'The ticket system is not answering' })).toBeVisible()
    await system.parts.boxOffice.start()
    await page.getByRole('link', { name: 'Start again' }).click()
    await page.waitForURL(`${system.urls.site}/event/${event.id}/enter`)
    await enterTicketSystem(page, 'Continue')
    await expect(page.getByText(event.title).first()).toBeVisible()
  })

  test('the event site and the landing report that the API is down, and a later try works', async ({
    newPerson,
    ownSystem: system,
  }) => {
    const organiser = await createOrganiser(system)
    const event = await organiser.desk.createEvent(eventFields())
    const page = await newPerson()
    await signInOn(page, system, organiser, `/event/${event.id}`)
    system.lines.api.rule = () => 'refuse'
    await page.getByRole('button', { name: 'Enable ticketing' }).click()
    await expect(page.getByRole('heading', { name: 'The event site is not answering' })).toBeVisible()
    system.lines.api.rule = undefined
    await page.getByRole('link', { name: 'Start again' }).click()
    await page.waitForURL(`${system.urls.site}/event/${event.id}/enter`)
    await system.parts.api.kill()
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
    await system.parts.api.start()
    await enterTicketSystem(page, 'Try again')
  })

  test('a lost response to the creation of the event creates no second event', async ({
    newPerson,
    ownSystem: system,
  }) => {
    const organiser = await createOrganiser(system)
    const event = await organiser.desk.createEvent(eventFields())
    const page = await newPerson()
    await signInOn(page, system, organiser, `/event/${event.id}`)
    let lost = 0
    system.lines.boxOffice.rule = ({ method, path }) => {
      if (method !== 'POST' || !/^\/api\/events$/.test(path) || lost > 0) return undefined
      lost += 1
      return 'lose-response'
    }
    await page.getByRole('button', { name: 'Enable ticketing' }).click()
    const problem = page.getByRole('heading', { name: 'The ticket system is not answering' })
    await expect(problem.or(page.getByText('Getting started')).first()).toBeVisible()
    if (await problem.isVisible()) await page.getByRole('button', { name: 'Try again' }).click()
    await page.waitForURL(/\/manage\/event\/\d+/)
    const [row] = await system.db('box-office')<{ count: string }[]>`
      select count(*) from events where title = ${event.title}`
    expect({ lost, events: Number(row?.count) }).toEqual({ lost: 1, events: 1 })
  })
})

test('open pages show the current status after a restart of the API, and a resumed stream misses no change', async ({
  newPerson,
  ownSystem: system,
}) => {
  const linked = await createEventOnSale(system)
  // What tickets cost is a change of its own, after the first look at the shop.
  const prices = async () => (await linked.organiser.desk.readEvent(linked.event.id)).ticketing_prices
  await expect.poll(prices).toBeDefined()
  const address = `${system.direct.api}/api/events/updates?event_id=${linked.event.id}`
  const before = await collect(address, (messages) => messages.length > 0)
  const page = await newPerson()
  await page.goto(`${system.urls.site}/event/${linked.event.id}`)
  await watch(page, ['Ticket sales are paused', 'This event is cancelled'])

  await system.parts.api.kill()
  await linked.tickets.setStatus(linked.hiEventId, 'DRAFT')
  await system.parts.api.start()
  await waitForPhase(linked, 'paused')
  await linked.tickets.setStatus(linked.hiEventId, 'ARCHIVED')
  await waitForPhase(linked, 'cancelled')

  await expectShownWithin(page, 'This event is cancelled', { since: Date.now(), limit: 15_000 })
  const after = await collect(
    address,
    (messages) => messages.some((each) => each.phase === 'cancelled'),
    before.at(-1)?.id,
  )
  const known = before.at(-1)?.version ?? 0
  const news = after.filter((each) => each.version > known)
  expect(news.map((each) => [each.version, each.phase])).toEqual([
    [known + 1, 'paused'],
    [known + 2, 'cancelled'],
  ])
})

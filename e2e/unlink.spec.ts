import { signInOn } from './harness/organiser.ts'
import { createEventOnSale, waitForPhase } from './harness/people.ts'
import { expect, test } from './harness/test.ts'

test('unlinking removes the tickets from every open page, and later webhooks do not bring them back', async ({
  newPerson,
  system,
}) => {
  const linked = await createEventOnSale(system)
  const address = `${system.urls.site}/event/${linked.event.id}`
  const visitor = await newPerson()
  await visitor.goto(address)
  await expect(visitor.getByText('Tickets are on sale').first()).toBeVisible()

  const organiser = await newPerson()
  await signInOn(organiser, system, linked.organiser, `/event/${linked.event.id}`)
  await organiser.getByRole('link', { name: 'Unlink' }).click()
  await organiser.getByRole('button', { name: 'Unlink ticketing' }).click()
  await expect(organiser.getByRole('button', { name: 'Enable ticketing' })).toBeVisible()
  await expect(visitor.getByText('Tickets are on sale')).toHaveCount(0)

  await linked.tickets.setStatus(linked.hiEventId, 'DRAFT')
  await linked.tickets.setStatus(linked.hiEventId, 'LIVE')
  await organiser.waitForTimeout(1500)
  await waitForPhase(linked, 'none')
  await expect(visitor.getByText('Tickets are on sale')).toHaveCount(0)

  await organiser.getByRole('button', { name: 'Enable ticketing' }).click()
  await organiser.waitForURL(`**/manage/event/${linked.hiEventId}**`)
  await waitForPhase(linked, 'on_sale')
  await expect(visitor.getByText('Tickets are on sale').first()).toBeVisible()
})

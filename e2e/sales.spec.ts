import { type KnownProduct, takeTickets } from '../scripts/seed/ticket-desk.ts'
import { picker } from './harness/attendee.ts'
import { createEventOnSale } from './harness/people.ts'
import { expect, test } from './harness/test.ts'

const BUYER = { first_name: 'Ada', last_name: 'Attendee', email: 'ada@example.org' }

test('an open page, its picker and a browser without scripts show sold out, and later on sale again', async ({
  newPerson,
  system,
}) => {
  const { tickets, hiEventId, event } = await createEventOnSale(system, 2)
  const address = `${system.urls.site}/event/${event.id}`
  const [page, plain] = [await newPerson(), await newPerson({ javaScriptEnabled: false })]
  const shows = async (words: string, inPicker: string) => {
    await expect(page.getByText(words).first()).toBeVisible()
    await expect(picker(page).getByText(inPicker).first()).toBeVisible()
    await plain.goto(address)
    await expect(plain.getByText(words).first()).toBeVisible()
  }
  await page.goto(address)
  await shows('Tickets are on sale', 'Free seat')

  const [product] = (await tickets.products(hiEventId)) as [KnownProduct]
  const place = { direct: system.direct.tickets, origin: system.urls.tickets }
  await takeTickets(place, { eventId: hiEventId, product, quantity: 2, buyer: BUYER })
  await shows('Sold out', 'Sold out')

  const prices = [{ price: 0, initial_quantity_available: 5 }]
  await tickets.addProduct(hiEventId, { title: 'Standing room', type: 'FREE', prices })
  await shows('Tickets are on sale', 'Standing room')
})

import { type KnownProduct, takeTickets } from '../scripts/seed/ticket-desk.ts'
import { picker, pickTickets } from './harness/attendee.ts'
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

test('the last tickets are held for who comes back from the checkout, and in a basket for all others', async ({
  newPerson,
  system,
}) => {
  const { event } = await createEventOnSale(system, 3)
  const address = `${system.urls.site}/event/${event.id}`
  const [holder, other] = [await newPerson(), await newPerson()]
  await other.goto(address)
  await holder.goto(address)
  await pickTickets(holder, 'Free seat', 3)
  await expect(
    other.getByRole('heading', { name: 'The last tickets are in somebody’s basket' }),
  ).toBeVisible()
  await expect(picker(other).getByText(/held until .+, and come back if nobody buys them/)).toBeVisible()

  await holder.goBack()
  const back = picker(holder)
  await expect(back.getByText(/Your order is held until/)).toBeVisible()
  await back.getByRole('link', { name: 'Go on with your order' }).click()
  await holder.waitForURL(/\/checkout\/\d+\/[^/]+\/details/)

  await holder.goto(address)
  await back.getByRole('button', { name: 'Give it back' }).click()
  await expect(back.getByText(/Your order is held until/)).toBeHidden()
  await expect(picker(other).getByRole('button', { name: 'One more: Free seat' })).toBeVisible()
  await holder.reload()
  await expect(back.getByRole('button', { name: 'One more: Free seat' })).toBeVisible()
  await expect(back.getByText(/Your order is held until/)).toBeHidden()
})

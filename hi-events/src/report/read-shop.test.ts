import { describe, expect, it } from 'vitest'
import type { OfferAvailability, Shop } from '../shop/shop.ts'
import { summarise } from './read-shop.ts'

type OfferSpec = [availability: OfferAvailability, startsAt?: string]

function shop(...specs: OfferSpec[]): Pick<Shop, 'sections'> {
  const price = { label: null, total: 0, shown: 0, before: null, extras: [], isDonation: false, endsAt: null }
  const ticket = {
    title: 'Seat',
    description: null,
    isFree: true,
    highlight: null,
    isCollapsed: false,
    remaining: null,
  }
  const limits = { min: 0, max: 10, hasWaitingList: false }
  const tickets = specs.map(([availability, startsAt]) => ({
    id: 1,
    ...ticket,
    ...limits,
    offers: [
      {
        productId: 1,
        priceId: 1,
        ...price,
        availability,
        startsAt: startsAt === undefined ? null : new Date(startsAt),
        heldUntil: null,
      },
    ],
  }))
  return { sections: [{ name: '', description: null, emptyWords: '', tickets }] }
}

describe('the summary of a shop', () => {
  it.each<[string, string, Pick<Shop, 'sections'>]>([
    ['no_tickets', 'an empty shop', shop()],
    ['open', 'a shop with one available ticket', shop(['sold-out'], ['available'], ['over'])],
    ['not_yet', 'a shop with a ticket whose sale is still to begin', shop(['sold-out'], ['not-yet'])],
    ['sold_out', 'a shop with no ticket left', shop(['over'], ['sold-out'])],
    ['over', 'a shop whose sales have ended', shop(['over'], ['unavailable'])],
    ['not_yet', 'a shop with nothing but an unavailable ticket', shop(['unavailable'])],
  ])('is %s for %s', (outcome, _, of) => expect(summarise(of).outcome).toBe(outcome))

  it('names the first moment at which a sale begins', () => {
    const summary = summarise(
      shop(['not-yet', '2026-05-02T10:00:00Z'], ['not-yet', '2026-05-01T10:00:00Z'], ['not-yet']),
    )
    expect(summary).toEqual({ outcome: 'not_yet', opens_at: '2026-05-01T10:00:00.000Z' })
  })

  it('has no beginning of sales when the ticket system names none', () => {
    expect(summarise(shop(['not-yet'])).opens_at).toBeNull()
  })
})

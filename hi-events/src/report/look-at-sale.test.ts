import { describe, expect, it } from 'vitest'
import type { Availability, Offer, Shop } from '../shop/shop.ts'
import { saleOf } from './look-at-sale.ts'

function shop(...offers: [Availability, string?][]): Shop {
  const tickets = offers.map(([availability, startsAt]) => ({
    offers: [{ availability, startsAt: startsAt === undefined ? null : new Date(startsAt) } as Offer],
  }))
  return { sections: [{ tickets }] } as unknown as Shop
}

describe('what attendees can have, in one word', () => {
  it.each<[string, Shop]>([
    ['none', shop()],
    ['open', shop(['sold-out'], ['available'], ['over'])],
    ['not_yet', shop(['sold-out'], ['not-yet'])],
    ['sold_out', shop(['over'], ['sold-out'])],
    ['over', shop(['over'], ['unavailable'])],
    ['not_yet', shop(['unavailable'])],
  ])('is %s', (outcome, of) => expect(saleOf(of).outcome).toBe(outcome))

  it('comes with the first moment something can be had', () => {
    const sale = saleOf(
      shop(['not-yet', '2026-05-02T10:00:00Z'], ['not-yet', '2026-05-01T10:00:00Z'], ['not-yet']),
    )
    expect(sale).toEqual({ outcome: 'not_yet', opens_at: '2026-05-01T10:00:00.000Z' })
  })

  it('comes without a moment when the ticket system names none', () => {
    expect(saleOf(shop(['not-yet'])).opens_at).toBeNull()
  })
})

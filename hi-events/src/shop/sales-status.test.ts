import { describe, expect, it } from 'vitest'
import { recording } from '../../test-support/recordings.ts'
import type { PublicEvent } from '../upstream/shop-answers.ts'
import { nextSalesChangeOf, salesStatusOf } from './sales-status.ts'
import { type OfferAvailability, type Offer, type Section, shopOf, type Ticket } from './shop.ts'

type Given = { remaining?: number; hasWaitingList?: boolean; offers: (OfferAvailability | Partial<Offer>)[] }

const offerOf = (given: OfferAvailability | Partial<Offer>): Offer =>
  ({
    availability: 'available',
    startsAt: null,
    endsAt: null,
    heldUntil: null,
    ...(typeof given === 'string' ? { availability: given } : given),
  }) as Offer

function shop(...tickets: Given[]): { sections: Section[] } {
  const made = tickets.map(
    ({ remaining = null, hasWaitingList = false, offers }) =>
      ({ remaining, hasWaitingList, offers: offers.map(offerOf) }) as Ticket,
  )
  return { sections: [{ name: 'Tickets', description: null, emptyWords: '', tickets: made }] }
}

describe('how sales stand', () => {
  it.each<[string | null, string, Given[]]>([
    [null, 'one ticket can be had', [{ offers: ['available'] }]],
    [null, 'one of many can be had', [{ offers: ['sold-out', 'over'] }, { offers: ['available'] }]],
    [
      null,
      'few of one are left, but plenty of another',
      [
        { remaining: 2, offers: ['available'] },
        { remaining: 500, offers: ['available'] },
      ],
    ],
    [
      null,
      'few of one are left, and of another nobody says',
      [{ remaining: 2, offers: ['available'] }, { offers: ['available'] }],
    ],
    [
      'low',
      'few are left in all',
      [
        { remaining: 4, offers: ['available'] },
        { remaining: 6, offers: ['available'] },
      ],
    ],
    [
      'low',
      'what is sold out does not count',
      [{ remaining: 10, offers: ['available'] }, { offers: ['sold-out'] }],
    ],
    ['not_yet', 'sales have not begun', [{ offers: ['not-yet'] }]],
    [
      'not_yet',
      'the first are gone and more come',
      [{ hasWaitingList: true, offers: ['sold-out', 'not-yet'] }],
    ],
    ['not_yet', 'nobody has made a ticket yet', []],
    [
      'held',
      'the last are in a basket, though one can wait',
      [{ hasWaitingList: true, offers: ['over', { availability: 'sold-out', heldUntil: new Date(5) }] }],
    ],
    [
      'waiting_list',
      'all are gone and one can wait',
      [{ hasWaitingList: true, offers: ['sold-out'] }, { offers: ['over'] }],
    ],
    ['sold_out', 'all are gone', [{ offers: ['sold-out'] }]],
    ['sold_out', 'some are gone and the others over', [{ offers: ['over'] }, { offers: ['sold-out'] }]],
    [
      'sold_out',
      'all are gone and one could only wait for what is over',
      [{ offers: ['sold-out'] }, { hasWaitingList: true, offers: ['over'] }],
    ],
    ['not_yet', 'nothing can be had and nobody says why', [{ offers: ['unavailable'] }]],
    ['over', 'the sale has ended', [{ hasWaitingList: true, offers: ['over'] }]],
  ])('are %s when %s', (sales, _why, tickets) => {
    expect(salesStatusOf(shop(...tickets))).toBe(sales)
  })

  it('are determined from recorded responses', () => {
    const body = recording('shop', 'public-event').response.body as { data: PublicEvent }
    expect(salesStatusOf(shopOf(body.data))).toBeNull()
  })
})

describe('the next change of sales', () => {
  const at = (ms: number) => new Date(ms)

  it('is the next start or end', () => {
    const offers = [{ startsAt: at(50), endsAt: at(900) }, { startsAt: at(200) }, { endsAt: at(300) }]
    expect(nextSalesChangeOf(shop({ offers }), 100)).toEqual(at(200))
    expect(nextSalesChangeOf(shop({ offers }), 250)).toEqual(at(300))
    expect(nextSalesChangeOf(shop({ offers: [...offers, { heldUntil: at(270) }] }), 250)).toEqual(at(270))
  })

  it('is null when nothing starts or ends any more', () => {
    expect(nextSalesChangeOf(shop({ offers: ['available', { endsAt: at(5) }] }), 5)).toBeNull()
  })
})

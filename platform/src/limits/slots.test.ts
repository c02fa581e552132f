import { describe, expect, it } from 'vitest'
import { createSlots, type Slots } from './slots.ts'

const address = (client: number) => `10.0.${client >> 8}.${client & 255}`

/** Takes slots for a client until it gets no more. */
function takeAll(slots: Slots, client: number) {
  const releases: (() => void)[] = []
  const evicted: number[] = []
  for (;;) {
    const slot = slots.take(address(client), () => evicted.push(evicted.length))
    if ('full' in slot) return { releases, evicted, full: slot.full }
    releases.push(slot.release)
  }
}

describe('slots', () => {
  it('are limited per client, by its IPv6 network too', () => {
    const slots = createSlots({ inAll: 100, perClient: 2 })
    const take = (from: string) => slots.take(from, () => {})
    expect(take('2001:db8::1')).toHaveProperty('release')
    expect(take('2001:db8::2')).toHaveProperty('release')
    expect(take('2001:db8::3')).toEqual({ full: 'client' })
    expect(take('2001:db8:0:1::1')).toHaveProperty('release')
  })

  it.each([1, 10, 50, 200])(
    'are had by one more client while %i clients hold all they can get',
    (clients) => {
      const slots = createSlots({ inAll: 512, perClient: 64 })
      for (let client = 1; client <= clients; client++) takeAll(slots, client)
      const { releases } = takeAll(slots, 0)
      const share = Math.floor(512 / (clients + 1))
      expect(releases.length).toBeGreaterThanOrEqual(Math.min(64, Math.max(1, share - 1)))
      expect(slots.used()).toBeLessThanOrEqual(512)
    },
  )

  it('go over from the client that has most, the oldest first', () => {
    const slots = createSlots({ inAll: 4, perClient: 4 })
    const hog = takeAll(slots, 1)
    expect(hog.releases).toHaveLength(4)
    expect(takeAll(slots, 2)).toMatchObject({ full: 'all' })
    expect(hog.evicted).toEqual([0, 1])
    expect(takeAll(slots, 1)).toMatchObject({ full: 'all', releases: [] })
  })

  it('are given back once each', () => {
    const slots = createSlots({ inAll: 10, perClient: 10 })
    const { releases } = takeAll(slots, 1)
    for (const release of [...releases, ...releases]) release()
    expect(slots.used()).toBe(0)
    expect(takeAll(slots, 2).releases).toHaveLength(10)
  })

  it('can all be held, one by each client', () => {
    const slots = createSlots({ inAll: 4, perClient: 4 })
    for (let client = 0; client < 4; client++) takeAll(slots, client)
    expect(slots.take(address(9), () => {})).toEqual({ full: 'all' })
  })
})

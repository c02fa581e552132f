import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allZones, instantOf, isZone, localOf } from './zones.ts'

describe('a time on a clock somewhere', () => {
  it.each([
    ['2026-06-14T20:00', 'Europe/Amsterdam', '2026-06-14T18:00:00.000Z'],
    ['2026-01-14T20:00', 'Europe/Amsterdam', '2026-01-14T19:00:00.000Z'],
    ['2026-06-14T20:00', 'America/New_York', '2026-06-15T00:00:00.000Z'],
    ['2026-06-14T20:00', 'Asia/Kathmandu', '2026-06-14T14:15:00.000Z'],
    ['2026-06-14T20:00', 'UTC', '2026-06-14T20:00:00.000Z'],
    ['2026-10-25T03:30', 'Europe/Amsterdam', '2026-10-25T02:30:00.000Z'],
  ])('converts %s in zone %s to %s', (local, zone, instant) => {
    expect(instantOf(local, zone)?.toISOString()).toBe(instant)
  })

  it.each(['', '2026-06-14', 'tomorrow', '2026-13-40T20:00', '2026-06-14 20:00'])(
    '%j is no time',
    (local) => {
      expect(instantOf(local, 'UTC')).toBeNull()
    },
  )

  it('is none in a place that does not exist', () => {
    expect(instantOf('2026-06-14T20:00', 'Europe/Atlantis')).toBeNull()
    expect(isZone('Europe/Atlantis')).toBe(false)
    expect(isZone('')).toBe(false)
  })

  it('that a spring night skips is moved on, not refused', () => {
    expect(instantOf('2026-03-29T02:30', 'Europe/Amsterdam')?.toISOString()).toBe('2026-03-29T01:30:00.000Z')
  })

  it('goes to an instant and back unchanged, in every zone', () => {
    const zones = fc.constantFrom(...allZones())
    const instants = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2040-01-01'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(zones, instants, (zone, date) => {
        const minute = new Date(Math.floor(date.getTime() / 60_000) * 60_000)
        const local = localOf(minute.toISOString(), zone)
        const back = instantOf(local, zone)
        // In an autumn night one hour comes twice; the clock alone cannot tell which.
        const apart = Math.abs((back?.getTime() ?? 0) - minute.getTime())
        return apart === 0 || (apart <= 3_600_000 && localOf(back?.toISOString() ?? '', zone) === local)
      }),
      { numRuns: 300 },
    )
  })

  it('can be chosen from every zone there is', () => {
    expect(allZones()).toEqual(expect.arrayContaining(['Europe/Amsterdam', 'UTC']))
  })
})

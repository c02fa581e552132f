import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isZone, localOf, readClockTime } from '@tuvens/platform/clock-time'
import { allZones } from './zones.ts'

describe('a time on a clock somewhere', () => {
  it.each([
    ['2026-06-14T20:00', 'Europe/Amsterdam', '2026-06-14T18:00:00.000Z'],
    ['2026-01-14T20:00', 'Europe/Amsterdam', '2026-01-14T19:00:00.000Z'],
    ['2026-06-14T20:00', 'America/New_York', '2026-06-15T00:00:00.000Z'],
    ['2026-06-14T20:00', 'Asia/Kathmandu', '2026-06-14T14:15:00.000Z'],
    ['2026-06-14T20:00', 'UTC', '2026-06-14T20:00:00.000Z'],
    ['2026-10-25T03:30', 'Europe/Amsterdam', '2026-10-25T02:30:00.000Z'],
  ])('converts %s in zone %s to %s', (local, zone, instant) => {
    expect(readClockTime(local, zone)).toEqual({ kind: 'once', at: new Date(instant) })
  })

  it.each(['', '2026-06-14', 'tomorrow', '2026-13-40T20:00', '2026-02-30T20:00', '2026-06-14 20:00'])(
    '%j is no time',
    (local) => {
      expect(readClockTime(local, 'UTC')).toBeNull()
    },
  )

  it('is none in a place that does not exist', () => {
    expect(readClockTime('2026-06-14T20:00', 'Europe/Atlantis')).toBeNull()
    expect(isZone('Europe/Atlantis')).toBe(false)
    expect(isZone('')).toBe(false)
  })

  it.each([
    ['Europe/Amsterdam', '2027-03-28T02:30', '02:00', '03:00'],
    ['Europe/London', '2027-03-28T01:30', '01:00', '02:00'],
    ['America/New_York', '2027-03-14T02:30', '02:00', '03:00'],
    ['America/Vancouver', '2026-03-08T02:30', '02:00', '03:00'],
    ['Australia/Lord_Howe', '2027-10-03T02:15', '02:00', '02:30'],
  ])('is missing in %s at %s', (zone, local, from, to) => {
    expect(readClockTime(local, zone)).toEqual({ kind: 'missing', from, to })
  })

  it.each([
    ['Europe/Amsterdam', '2027-10-31T02:30', '2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z'],
    ['Europe/London', '2027-10-31T01:30', '2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z'],
    ['America/New_York', '2027-11-07T01:30', '2027-11-07T05:30:00.000Z', '2027-11-07T06:30:00.000Z'],
    ['America/Vancouver', '2025-11-02T01:30', '2025-11-02T08:30:00.000Z', '2025-11-02T09:30:00.000Z'],
    ['Australia/Lord_Howe', '2027-04-04T01:45', '2027-04-03T14:45:00.000Z', '2027-04-03T15:15:00.000Z'],
  ])('comes twice in %s at %s', (zone, local, earlier, later) => {
    expect(readClockTime(local, zone)).toEqual({
      kind: 'twice',
      earlier: new Date(earlier),
      later: new Date(later),
    })
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
        const read = readClockTime(localOf(minute.toISOString(), zone), zone)
        const meant =
          read?.kind === 'twice' ? [read.earlier, read.later] : read?.kind === 'once' ? [read.at] : []
        expect(meant).toContainEqual(minute)
      }),
      { numRuns: 300 },
    )
  })

  it('can be chosen from every zone there is', () => {
    expect(allZones()).toEqual(expect.arrayContaining(['Europe/Amsterdam', 'UTC']))
    expect(allZones()).toEqual(expect.arrayContaining(['Asia/Kolkata', 'Europe/Kyiv']))
    expect(allZones()).not.toContain('Asia/Calcutta')
  })
})

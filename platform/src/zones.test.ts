import { describe, expect, it } from 'vitest'
import { currentZone, ZONES } from './zones.ts'

describe('the name a zone has today', () => {
  it.each([
    ['Asia/Katmandu', 'Asia/Kathmandu'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['America/Godthab', 'America/Nuuk'],
    ['America/Cordoba', 'America/Argentina/Cordoba'],
    ['Pacific/Truk', 'Pacific/Chuuk'],
    ['US/Eastern', 'America/New_York'],
    ['Etc/UTC', 'UTC'],
    ['GMT', 'UTC'],
    ['Etc/GMT+0', 'UTC'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
    ['Mars/Olympus', 'Mars/Olympus'],
    ['constructor', 'constructor'],
    ['', ''],
  ])('%s: %s', (zone, today) => expect(currentZone(zone)).toBe(today))

  it('is what every zone of the list already has', () => {
    expect([...ZONES].filter((zone) => currentZone(zone) !== zone)).toEqual([])
    expect(ZONES.size).toBeGreaterThan(400)
  })
})

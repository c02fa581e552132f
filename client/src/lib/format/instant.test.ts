import { describe, expect, it } from 'vitest'
import { instantText } from './instant.ts'

const NOW = Date.parse('2026-06-13T18:00:00.000Z')
const here = { locale: 'en-GB', zone: 'Europe/Amsterdam' }

describe('an instant', () => {
  it.each([
    ['2026-06-13T18:00:00.400Z', 'just now'],
    ['2026-06-13T17:59:48.000Z', '12 seconds ago'],
    ['2026-06-13T17:57:10.000Z', '2 minutes ago'],
    ['2026-06-13T10:59:00.000Z', '7 hours ago'],
    ['2026-06-12T17:59:00.000Z', 'yesterday'],
    ['2026-05-01T18:00:00.000Z', '43 days ago'],
    ['2026-06-13T18:30:00.000Z', 'in 30 minutes'],
    ['2026-06-23T18:00:00.000Z', 'in 10 days'],
  ])('shows %s as %s', (at, ago) => expect(instantText(at, here, NOW).ago).toBe(ago))

  it('has the exact time on the reader’s own clock, with the name of its zone at that moment', () => {
    expect(instantText('2026-06-13T17:57:10.000Z', here, NOW).exact).toBe('13 Jun, 19:57:10 CEST')
    expect(instantText('2026-01-13T17:57:10.000Z', here, NOW).exact).toBe('13 Jan, 18:57:10 CET')
  })

  it('names UTC while the reader’s zone is not known, and the year when it is another one', () => {
    const told = instantText('2024-01-02T03:04:05.000Z', { locale: 'en-GB', zone: null }, NOW)
    expect(told.exact).toBe('2 Jan 2024, 03:04:05 UTC')
  })
})

import { describe, expect, it } from 'vitest'
import { localeOf, zoneOf } from './locale.ts'

describe("the reader's locale and zone", () => {
  it.each([
    [null, 'en-GB'],
    ['nl-NL,nl;q=0.9', 'en-GB'],
    ['en-US,en;q=0.9', 'en-US'],
    ['de,en-au;q=0.5', 'en-AU'],
    ['en', 'en-GB'],
    ['*', 'en-GB'],
    ['en-US'.repeat(5_000), 'en-GB'],
  ])('chooses, for Accept-Language %s, the locale %s', (header, locale) =>
    expect(localeOf(header)).toBe(locale),
  )

  it.each([
    ['Europe/Amsterdam', 'Europe/Amsterdam'],
    ['UTC', 'UTC'],
    ['Europe/Atlantis', null],
    ['<script>', null],
    ['', null],
    [undefined, null],
  ])('reads from the zone cookie %s the zone %s', (cookie, zone) => expect(zoneOf(cookie)).toBe(zone))
})

import { describe, expect, it } from 'vitest'
import { zoneOf } from './locale.ts'

describe("the reader's zone", () => {
  it.each([
    ['Europe/Amsterdam', 'Europe/Amsterdam'],
    ['UTC', 'UTC'],
    ['Europe/Atlantis', null],
    ['<script>', null],
    ['', null],
    [undefined, null],
  ])('reads from the zone cookie %s the zone %s', (cookie, zone) => expect(zoneOf(cookie)).toBe(zone))
})

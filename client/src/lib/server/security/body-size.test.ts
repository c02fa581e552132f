import { describe, expect, it } from 'vitest'
import { isTooLarge } from './body-size.ts'

const MIB = 1024 * 1024

describe('a form', () => {
  it.each([
    ['/events/new', 10 * MIB, false],
    ['/event/12/edit', 10 * MIB, false],
    ['/event/12/edit?/default', 10 * MIB, false],
    ['/event/12/edit', 12 * MIB, true],
    ['/event/12/editor', MIB, true],
    ['/sign-in?next=/events/new', MIB, true],
    ['/sign-in', 100_000, false],
  ])('at %s of %d bytes is too large: %s', (url, bytes, expected) => {
    expect(isTooLarge({ url, headers: { 'content-length': String(bytes) } })).toBe(expected)
  })

  it('without a length is not read', () => {
    expect(isTooLarge({ url: '/events/new', headers: { 'transfer-encoding': 'chunked' } })).toBe(true)
  })
})

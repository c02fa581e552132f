import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDate } from '../../../rest/dates.ts'
import { purifyHtml } from '../../../rest/text.ts'
import { localInput } from '../../../rest/words.ts'
import { FormReader } from './form-reader.ts'
import { amountText } from './form-state.ts'
import { toHtml, toMarkup } from './rich-text.ts'

const PRICE = { label: 'The price', currency: 'EUR' }

type Reader = { read: (form: FormReader) => number | null; step: number; max: number }

const money = (currency: string, step: number, max: number): Reader => ({
  read: (form) => form.amount('price', { ...PRICE, currency }),
  step,
  max,
})

const READERS: readonly Reader[] = [
  money('EUR', 0.01, 1_000_000),
  money('KWD', 0.01, 1_000_000),
  money('JPY', 1, 100_000_000),
  { read: (form) => form.percentage('price', { label: 'The share' }), step: 0.01, max: 100 },
  { read: (form) => form.integer('price', { label: 'The places' }), step: 1, max: 1_000_000 },
]

/** Whatever people type and save and open again: nothing is lost, nothing is made up. */
const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789.,- e+')), maxLength: 12 }),
)

describe('a number in a form', () => {
  it('is read within its bounds or refused, never both and never neither', () => {
    fc.assert(
      fc.property(typed, fc.constantFrom(...READERS), (value, { read, step, max }) => {
        const form = new FormReader({ price: value })
        const number = read(form)
        const empty = value.replaceAll(/\p{Cc}/gu, '').trim() === ''
        if (empty) expect([number, form.ok]).toEqual([null, true])
        else expect(form.ok).toBe(number !== null)
        if (number === null) return
        expect(number).toBeGreaterThanOrEqual(0)
        expect(number).toBeLessThanOrEqual(max)
        expect(Math.abs(number / step - Math.round(number / step))).toBeLessThan(1e-6)
      }),
      { numRuns: 3000 },
    )
  })

  it('comes back as the same amount from what its field showed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (cents) => {
        const form = new FormReader({ price: amountText(cents / 100) })
        expect(form.amount('price', PRICE)).toBe(cents / 100)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a date in a form', () => {
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Amsterdam',
    'America/New_York',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Africa/Casablanca',
  )
  const minute = fc.integer({
    min: Date.UTC(2020, 0, 1) / 60_000,
    max: Date.UTC(2040, 0, 1) / 60_000,
  })

  it('comes back as the same minute in every zone, but for the hour that clocks show twice', () => {
    fc.assert(
      fc.property(minute, zone, (at, timezone) => {
        const date = new Date(at * 60_000)
        const shown = localInput(date, timezone)
        const read = parseDate(shown, timezone)
        expect(read === null ? '' : localInput(read, timezone)).toBe(shown)
        const apart = Math.abs((read?.getTime() ?? 0) - date.getTime())
        expect([0, 30, 60]).toContain(apart / 60_000)
      }),
      { numRuns: 3000 },
    )
  })
})

describe("an organiser's text", () => {
  const word = fc.oneof(
    fc.constantFrom(
      'jazz',
      '**doors**',
      'at 8',
      '- first',
      'https://a.example/x?y=1',
      '<b>',
      '&amp;',
      '5 < 6',
      '¶',
    ),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  )
  const text = fc
    .array(fc.tuple(word, fc.constantFrom(' ', '\n', '\n\n')), { maxLength: 12 })
    .map((parts) => parts.flat().join(''))

  /** A page shows any white space as one space. */
  const folded = (html: string | null) => html?.replaceAll(/\s+/g, ' ') ?? null

  it('opened and saved again stays to the letter', () => {
    fc.assert(
      fc.property(text, (written) => {
        const html = toHtml(written)
        expect(folded(toHtml(toMarkup(html)))).toBe(folded(html))
      }),
      { numRuns: 2000 },
    )
  })

  it('holds no markup but ours: purifying finds nothing to take out', () => {
    const plain = (html: string) => html.replaceAll('<br />', '<br>').replaceAll('&quot;', '"')
    fc.assert(
      fc.property(text, (written) => {
        const html = toHtml(written) ?? ''
        expect(plain(purifyHtml(html))).toBe(plain(html))
      }),
      { numRuns: 1000 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarFile } from './calendar.ts'

const PRODUCT = { company: 'Test', product: 'Test' }
const ENTRY = {
  uid: 'a',
  title: 'Jazz',
  start: new Date('2030-05-01T18:00:00Z'),
  end: new Date('2030-05-01T21:00:00Z'),
  place: 'Paradiso',
  url: 'https://box.example/ticket/a',
  description: 'Your ticket',
  changedAt: new Date('2030-01-01T00:00:00Z'),
}

/** Everything that some reader takes for the end of a line. */
const LINE_ENDS = ['\r', '\n', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029']
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...LINE_ENDS, '\\', ';', ',', ':', '"', '\0', '\u001b', '\u009f', '🎻', 'é', '\\n'),
      fc.constantFrom('ATTACH:https://evil.example', 'END:VEVENT', ' ', '\t'),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

/** What readers split at, from the strictest to the most lenient. */
const READERS = [/\r\n/, /\r?\n/, /\r\n|[\n\r]/, /\r\n|[\n\r\v\f\u0085\u2028\u2029]/]
const namesIn = (file: string, lineEnd: RegExp) =>
  file
    .replace(/\r\n /g, '')
    .split(lineEnd)
    .map((line) => line.split(/[:;]/, 1)[0])

describe('a calendar file', () => {
  it('never gains a line from a text, whatever the reader takes for the end of one', () => {
    const plain = namesIn(calendarFile(PRODUCT, ENTRY), /\r\n/)
    fc.assert(
      fc.property(text, text, text, (title, place, description) => {
        const file = calendarFile(PRODUCT, {
          ...ENTRY,
          title: `x${title}`,
          place: `x${place}`,
          description: `x${description}`,
        })
        for (const reader of READERS) expect(namesIn(file, reader)).toEqual(plain)
      }),
    )
  })

  it('has lines of at most 75 octets, no letter cut in two, and no control character', () => {
    fc.assert(
      fc.property(text, (title) => {
        const sound = Buffer.from(title.repeat(4)).toString()
        const file = calendarFile(PRODUCT, { ...ENTRY, title: sound })
        for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(Buffer.from(file).toString()).toBe(file)
        expect(file.replaceAll('\r\n', '')).not.toMatch(/(?!\t)\p{Cc}/u)
      }),
    )
  })

  it('ends with the end of a line', () => {
    expect(calendarFile(PRODUCT, ENTRY)).toMatch(/END:VCALENDAR\r\n$/)
  })
})

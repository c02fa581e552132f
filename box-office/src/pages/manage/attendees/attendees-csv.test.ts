import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttendeeRow } from '../../../orders/attendee-store.ts'
import { attendeesCsv } from './attendees-csv.ts'

const ATTENDEE = {
  id: 1,
  short_id: 'a_0000000000001',
  public_id: 'A-ABCDEFG',
  status: 'ACTIVE',
  first_name: 'Ada',
  last_name: 'Okafor',
  email: 'ada@example.com',
} as unknown as AttendeeRow

const csv = (changes: Partial<AttendeeRow>, ticket = 'Seat') =>
  attendeesCsv([{ attendee: { ...ATTENDEE, ...changes }, ticket, order: 'O-1' }])

/** Reads CSV as a spreadsheet does (RFC 4180). */
function parse(text: string): string[][] {
  const rows: string[][] = []
  let [row, cell, isQuoted]: [string[], string, boolean] = [[], '', false]
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (isQuoted && char === '"' && text.charAt(at + 1) === '"') cell += text.charAt(at++)
    else if (char === '"') isQuoted = !isQuoted
    else if (isQuoted || (char !== ',' && char !== '\r')) cell += char
    else {
      row.push(cell)
      cell = ''
      if (char === '\r') {
        rows.push(row)
        row = []
        at++
      }
    }
  }
  return rows
}

describe('the attendee list as CSV', () => {
  it('starts with a byte order mark and a header, and ends every row with CR LF', () => {
    const text = csv({})
    expect(text.startsWith('\uFEFFName,First name,Last name,E-mail,Ticket,Number,Status,Order\r\n')).toBe(
      true,
    )
    expect(text.endsWith('Ada Okafor,Ada,Okafor,ada@example.com,Seat,A-ABCDEFG,Valid,O-1\r\n')).toBe(true)
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=cmd|calc'])(
    'writes %j as text that a spreadsheet does not calculate',
    (typed) => {
      const [, row = []] = parse(csv({ first_name: typed }, typed))
      expect([row[1], row[4]]).toEqual([`'${typed}`, `'${typed}`])
    },
  )

  it.each([
    ['CANCELLED', 'Cancelled'],
    ['AWAITING_PAYMENT', 'To be paid'],
    ['ACTIVE', 'Valid'],
  ] as const)('gives the status %s as %s', (status, label) => {
    expect(parse(csv({ status }))[1]?.[6]).toBe(label)
  })

  it('gives back every text that was typed, and no cell begins a formula', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.string({ unit: fc.constantFrom(...Array.from('=+-@\t\r\n",;\' a1')), maxLength: 10 }),
    )
    fc.assert(
      fc.property(typed, typed, (first_name, ticket) => {
        const rows = parse(csv({ first_name }, ticket))
        expect(rows).toHaveLength(2)
        expect(rows[1]).toHaveLength(8)
        for (const [at, text] of [
          [1, first_name],
          [4, ticket],
        ] as const) {
          const cell = rows[1]?.[at] ?? ''
          expect(cell).not.toMatch(/^[=+\-@\t\r]/)
          expect([text, `'${text}`]).toContain(cell)
        }
      }),
      { numRuns: 500 },
    )
  })
})

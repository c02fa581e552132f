import { describe, expect, it } from 'vitest'
import type { Outcome } from './finding.ts'
import { linesOf, type Paint, sumOf, wrap } from './tell.ts'

const plain: Paint = (_code, text) => text
const ok: Outcome = {
  id: 'database',
  title: 'Database opens',
  state: 'ok',
  seen: 'PostgreSQL 15 at localhost/tickets',
}
const failed: Outcome = {
  id: 'cors',
  title: 'Other sites may not read',
  state: 'failed',
  seen: 'Hi.Events lets any site read what its visitor may see (it allowed https://stranger.example)',
  mend: ['Set CORS_ALLOWED_ORIGINS=https://tickets.example.org at Hi.Events and restart it.'],
}
const skipped: Outcome = {
  id: 'login',
  title: 'Hi.Events lets us sign in',
  state: 'skipped',
  seen: 'needs: Hi.Events answers',
}

describe('an outcome on a terminal', () => {
  it('takes one line when all is well, with what was seen beside it', () => {
    expect(linesOf(ok, 100, plain)).toEqual([
      '  ✔ Database opens                  PostgreSQL 15 at localhost/tickets',
    ])
  })

  it('shows a fault with its mend below it', () => {
    const lines = linesOf(failed, 100, plain)
    expect(lines[0]).toMatch(/^ {2}✖ Other sites may not read {8}Hi\.Events lets any site/)
    expect(lines.at(-1)).toBe(
      '    → Set CORS_ALLOWED_ORIGINS=https://tickets.example.org at Hi.Events and restart it.',
    )
  })

  it.each([40, 60, 80, 200])('stays within %d columns, but for words that are to be copied', (columns) => {
    for (const line of [ok, failed, skipped].flatMap((each) => linesOf(each, columns, plain))) {
      const longest = Math.max(
        ...line
          .trim()
          .split(' ')
          .map((word) => word.length),
      )
      expect(line.length).toBeLessThanOrEqual(Math.max(columns, longest + 8))
    }
  })

  it('paints the mark only where there are colours', () => {
    const coloured: Paint = (code, text) => (code === '' ? text : `<${code}>${text}</>`)
    expect(linesOf(skipped, 100, coloured)[0]).toContain('<2>–</> Hi.Events lets us sign in')
    expect(linesOf(failed, 100, coloured)[0]).toContain('<31>✖</> <1>Other sites may not read</>')
  })
})

describe('the sum', () => {
  it('says that all is well, or what to do first', () => {
    expect(sumOf([ok])).toBe('All is well.')
    expect(sumOf([ok, failed, skipped])).toBe(
      '1 to mend, 1 not looked at, 1 well. Mend the first ✖, then run doctor again: later ones often go with it.',
    )
  })
})

it('wraps at spaces and keeps a long word whole', () => {
  expect(wrap('set LONG=aaaaaaaaaaaaaaaaaaaa now please', 12)).toEqual([
    'set',
    'LONG=aaaaaaaaaaaaaaaaaaaa',
    'now please',
  ])
})

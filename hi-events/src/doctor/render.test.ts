import { describe, expect, it } from 'vitest'
import type { CheckResult } from './finding.ts'
import { renderLines, type Paint, renderSummary, wrap } from './render.ts'

const plain: Paint = (_code, text) => text
const ok: CheckResult = {
  id: 'database',
  title: 'Database opens',
  state: 'ok',
  seen: 'PostgreSQL 15 at localhost/tickets',
}
const failed: CheckResult = {
  id: 'cors',
  title: 'Other sites may not read',
  state: 'failed',
  seen: 'Hi.Events lets any site read what its visitor may see (it allowed https://stranger.example)',
  fix: ['Set CORS_ALLOWED_ORIGINS=https://tickets.example.org at Hi.Events and restart it.'],
}
const skipped: CheckResult = {
  id: 'login',
  title: 'Hi.Events lets us sign in',
  state: 'skipped',
  seen: 'needs: Hi.Events answers',
}

describe('a check result on a terminal', () => {
  it('takes one line when it is ok', () => {
    expect(renderLines(ok, 100, plain)).toEqual([
      '  ✔ Database opens                  PostgreSQL 15 at localhost/tickets',
    ])
  })

  it('shows the fix below a failed result', () => {
    const lines = renderLines(failed, 100, plain)
    expect(lines[0]).toMatch(/^ {2}✖ Other sites may not read {8}Hi\.Events lets any site/)
    expect(lines.at(-1)).toBe(
      '    → Set CORS_ALLOWED_ORIGINS=https://tickets.example.org at Hi.Events and restart it.',
    )
  })

  it.each([32, 60])('keeps a title of %d letters apart from what was seen', (length) => {
    const title = 'x'.repeat(length)
    expect(renderLines({ ...ok, title }, 100, plain)[0]).toBe(`  ✔ ${title} ${ok.seen}`)
  })

  it.each([40, 60, 80, 200])('stays within %d columns, except for words longer than a line', (columns) => {
    for (const line of [ok, failed, skipped].flatMap((each) => renderLines(each, columns, plain))) {
      const longest = Math.max(
        ...line
          .trim()
          .split(' ')
          .map((word) => word.length),
      )
      expect(line.length).toBeLessThanOrEqual(Math.max(columns, longest + 8))
    }
  })

  it('colours the mark where colours are on', () => {
    const coloured: Paint = (code, text) => (code === '' ? text : `<${code}>${text}</>`)
    expect(renderLines(skipped, 100, coloured)[0]).toContain('<2>–</> Hi.Events lets us sign in')
    expect(renderLines(failed, 100, coloured)[0]).toContain('<31>✖</> <1>Other sites may not read</>')
  })
})

describe('the summary of an examination', () => {
  it('says that all is well, or what to fix first', () => {
    expect(renderSummary([ok])).toBe('All is well.')
    expect(renderSummary([ok, failed, skipped])).toBe(
      '1 to fix, 1 not checked, 1 well. Fix the first ✖, then run doctor again: later ones often have the same cause.',
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

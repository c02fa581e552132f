import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConsoleStand, startConsoleStand } from '../../../test-support/console.ts'

let stand: ConsoleStand
beforeAll(async () => {
  stand = await startConsoleStand()
})
afterAll(() => stand.stop())

const insert = (rows: { note: string; operation?: string; account_id?: number }[]) => {
  const all = rows.map((row) => ({
    operation: 'test',
    account_id: null,
    ...row,
    outcome: 'ok',
    actor: 'user:1',
    request_id: 'r',
    address: '192.0.2.1',
  }))
  return stand.db`insert into audit_log ${stand.db(all)}`
}

describe('the audit log of the console', () => {
  it('is searched, and paged from the newest on', async () => {
    await insert(Array.from({ length: 60 }, (_, at) => ({ note: `row ${at}`, account_id: 7 })))
    await insert([{ note: 'another account', account_id: 8 }])
    const first = await stand.json('/audit-log?account_id=7')
    expect(first.rows.map(({ note }: { note: string }) => note).slice(0, 2)).toEqual(['row 59', 'row 58'])
    const second = await stand.json(`/audit-log?account_id=7&before=${encodeURIComponent(first.next)}`)
    expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 10, null])
    expect(second.rows.at(-1).note).toBe('row 0')
    const html = await stand.html('/audit-log?account_id=8')
    expect(html).toContain('another account')
    expect(html).not.toContain('row 1')
  })

  it.each([
    "account_id=7' or true",
    'account_id=0',
    'from=yesterday',
    'before=x',
    'before=2030-02-31T00:00:00.000000Z~1',
    'nothing=1',
    'actor=a&actor=b',
    'operation=%00',
    'actor=a%00b',
  ])('is not read with %s', async (query) =>
    expect((await stand.get(`/audit-log?${query}`)).status).toBe(400),
  )

  it('shows words of others as text', async () => {
    await insert([{ note: '<script>alert(1)</script>', operation: 'markup' }])
    const html = await stand.html('/audit-log?operation=markup')
    expect(html).toContain('&lt;script>alert(1)&lt;/script>')
  })

  it('is a CSV file of all its rows, in which no cell is a formula', async () => {
    const evil = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      ' =1',
      '＝1',
      'a "quoted", word',
      'two\r\nlines',
      'x;=1',
      'a\n @b',
      '\u200b=1',
      'a - b',
    ]
    await insert(evil.map((note) => ({ note, operation: 'formula' })))
    const answer = await stand.get('/audit-log.csv?operation=formula')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="audit-log-\d{4}-\d\d-\d\d\.csv"$/,
    )
    const text = await answer.text()
    const lines = text.split(/\r\n(?=")/)
    expect(lines[0]).toBe(
      '"at","operation","outcome","actor","user_id","account_id","event_id","request_id","address","note"',
    )
    const notes = lines.slice(1).map((line) => /"((?:[^"]|"")*)"\r?\n?$/.exec(line)?.[1])
    expect(notes.toReversed()).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      "'\t'=1",
      "' =1",
      "'＝1",
      'a ""quoted"", word',
      'two\r\nlines',
      "x;'=1",
      "a\n '@b",
      "'\u200b=1",
      'a - b',
    ])
  })

  it('is a CSV file of more rows than are read at once, each once', async () => {
    await stand.db`
      insert into audit_log (operation, outcome, actor, request_id, address, note, at)
      select 'many', 'ok', 'user:1', 'r', '192.0.2.1', i::text, '2026-01-01' from generate_series(1, 2500) i`
    const text = await (await stand.get('/audit-log.csv?operation=many')).text()
    const notes = text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => Number(/"(\d+)"$/.exec(line)?.[1]))
    expect([notes.length, new Set(notes).size]).toEqual([2500, 2500])
  })

  it('records who took a file', async () => {
    await stand.get('/audit-log.csv?account_id=8')
    const rows = await stand.db`
      select note from audit_log where operation = 'operator-audit-export' and actor = 'operator:ada' order by id desc limit 2`
    expect(rows.map(({ note }) => String(note))).toEqual(['done: account_id 8', 'begins: account_id 8'])
  })
})

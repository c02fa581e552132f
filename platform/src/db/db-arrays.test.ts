import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts'

describe('arrays', () => {
  let test: TestDatabase
  beforeAll(async () => {
    test = await createTestDatabase('template1')
    await test.db`create table arrays (
      texts text[], names varchar[], numbers integer[], big bigint[], flags boolean[], floats float8[],
      ids uuid[], times timestamptz[], documents jsonb[], small smallint[], exact numeric[])`
  })
  afterAll(() => test.drop())

  it('go in and come out the same', async () => {
    const row = {
      texts: [
        'plain',
        '',
        'with "quotes"',
        'back\\slash',
        'comma, brace {}',
        'NULL',
        ' spaces ',
        'line\nbreak',
        'é☕',
      ],
      names: ['x'],
      numbers: [1, -2],
      big: ['9007199254740993'],
      flags: [true, false],
      floats: [1.5, -0.25],
      ids: ['6f1c2b6e-7a52-4c3f-9d1e-2f3a4b5c6d7e'],
      times: [new Date('2026-01-01T12:00:00.123Z')],
      documents: [{ a: ['"', { b: 1 }] }],
      small: [3],
      exact: ['1.10'],
    }
    await test.db`insert into arrays (texts, names, numbers, big, flags, floats, ids, times, documents, small, exact)
      values (${row.texts}, ${row.names}, ${row.numbers}, ${row.big}, ${row.flags.map(String)}, ${row.floats}, ${row.ids},
        ${row.times.map((time) => time.toISOString())}, ${row.documents.map((each) => JSON.stringify(each))},
        ${row.small}, ${row.exact})`
    const [read] = await test.db`select * from arrays`
    expect(read).toEqual(row)
  })

  it('may be empty, absent and hold nulls', async () => {
    const [row] = await test.db`
      select ${[]}::text[] as empty, ${null}::text[] as absent, ${['a', null]}::text[] as holed`
    expect(row).toEqual({ empty: [], absent: null, holed: ['a', null] })
  })

  it('are compared with and unfolded', async () => {
    const [row] = await test.db`
      select 'b' = any (${['a', 'b']}::text[]) as known, (select sum(n) from unnest(${[1, 2, 3]}::integer[]) n) as sum`
    expect(row).toEqual({ known: true, sum: '6' })
  })
})

describe('a database that goes away', () => {
  it('fails the calls under way, and nothing else', async () => {
    const test = await createTestDatabase('template1')
    const strays: unknown[] = []
    const note = (reason: unknown) => strays.push(reason)
    process.on('unhandledRejection', note)
    const calls = Array.from({ length: 10 }, () =>
      test.db`select pg_sleep(5)`.then(
        () => 'answered',
        () => 'failed',
      ),
    )
    await test.drop()
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['failed']))
    process.off('unhandledRejection', note)
    expect(strays).toEqual([])
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts'

describe('arrays', () => {
  let test: TestDatabase
  beforeAll(async () => {
    test = await createTestDatabase('template1')
    await test.db`create table arrays (
      texts text[], numbers integer[], big bigint[], hashes bytea[])`
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
      numbers: [1, -2],
      big: ['9007199254740993'],
      hashes: [Buffer.from([0, 92, 255]), Buffer.alloc(0)],
    }
    await test.db`insert into arrays (texts, numbers, big, hashes)
      values (${row.texts}, ${row.numbers}, ${row.big}, ${row.hashes.map((hash) => `\\x${hash.toString('hex')}`)})`
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

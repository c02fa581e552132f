import { type AddressInfo, connect, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts'
import { createDb, type Db, sqlState } from './db.ts'

let test: TestDatabase
let wire: Wire
let db: Db
beforeAll(async () => {
  test = await createTestDatabase('template1')
  await test.db`create table rows (id integer primary key, words text[], data jsonb, hash bytea, at timestamptz)`
  wire = await openWire(test.url)
  db = createDb(wire.url, { max: 4, isPooled: true })
})
afterAll(async () => {
  await db.end({ timeout: 1 })
  wire.close()
  await test.drop()
})

type Wire = { url: string; sent: () => string; close: () => void }

/** A line to PostgreSQL that notes the type of each message of the client. */
async function openWire(url: string): Promise<Wire> {
  const { port: behind } = new URL(url)
  let sent = ''
  const server = createServer((near) => {
    const far = connect(Number(behind), '127.0.0.1')
    let rest = Buffer.alloc(0)
    let hasStarted = false
    near.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      // The first message has a length and no type.
      for (let from = hasStarted ? 1 : 0; rest.length >= from + 4; from = 1) {
        const end = from + rest.readUInt32BE(from)
        if (rest.length < end) break
        if (hasStarted) sent += String.fromCharCode(rest[0] ?? 0)
        hasStarted = true
        rest = rest.subarray(end)
      }
      far.write(chunk)
    })
    far
      .on('data', (chunk) => near.write(chunk))
      .on('close', () => near.destroy())
      .on('error', () => near.destroy())
    near.on('close', () => far.destroy()).on('error', () => far.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = new URL(url)
  address.port = String((server.address() as AddressInfo).port)
  return { url: address.href, sent: () => sent, close: () => server.close() }
}

const ROW = {
  id: 1,
  words: ['a', 'b, "c"'],
  data: { deep: [1, null] },
  hash: Buffer.from([0, 255]),
  at: new Date('2026-11-30T12:00:00Z'),
}
const insert = (sql: Db, id: number) => sql`
  insert into rows (id, words, data, hash, at)
  values (${id}, ${ROW.words}, ${sql.json(ROW.data)}, ${ROW.hash}, ${ROW.at})`

describe('a database behind a pooler', () => {
  it('takes and gives values of all types, the first time and again', async () => {
    for (const id of [1, 2]) {
      await insert(db, id)
      expect(await db`select * from rows where id = ${id}`).toEqual([{ ...ROW, id }])
    }
    expect(
      await db`select id from rows where id = any (${[1, 2]}) and words @> ${['a']} order by id`,
    ).toHaveLength(2)
  })

  it('gets each message with the end that lets it give the connection to somebody else', async () => {
    const before = wire.sent().length
    await Promise.all(
      Array.from({ length: 20 }, (_, id) => db`select ${id}::integer as id, ${'x'}::text as word`),
    )
    await db.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${7}, ${8})`
      await tx`update rows set words = ${['z']} where id = ${2}`
    })
    const sent = wire.sent().slice(before)
    // Flush asks for answers without an end; a pooler may take it for one, and a named statement is on one connection only.
    expect(sent).not.toContain('H')
    expect(sent.replaceAll(/Q|PDS|PDBES|p/g, '')).toBe('')
  })

  it('asks for the types of a statement once', async () => {
    const read = () => db`select ${1}::integer + 41 as sum`
    await read()
    const before = wire.sent().length
    expect(await read()).toEqual([{ sum: 42 }])
    expect(wire.sent().slice(before)).toBe('PDBES')
  })

  it('ends a statement that fails before its types are known once', async () => {
    const before = wire.sent().length
    await expect(db`select ${1}::integer from nowhere_else`).rejects.toThrow('nowhere_else')
    // Its answer would be taken for the one to a second end.
    expect(await db`select 42 as sum`).toEqual([{ sum: 42 }])
    expect(wire.sent().slice(before)).toBe('PDSPDBES')
  })

  it('goes on after statements that fail', async () => {
    const state = (work: Promise<unknown>) => work.then(() => 'done', sqlState)
    expect(await state(db`select ${1}::integer from nowhere`)).toBe('42P01')
    expect(await state(insert(db, 1))).toBe('23505')
    expect(await state(db`select ${'x'}::text::integer`)).toBe('22P02')
    expect(await state(db.begin((tx) => tx`select ${'x'}::text::integer`))).toBe('22P02')
    expect(await db`select count(*)::integer as count from rows`).toEqual([{ count: 2 }])
  })
})

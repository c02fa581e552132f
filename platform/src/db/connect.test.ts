import { createServer, type Server } from 'node:net'
import { freePort } from '../free-port.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../test-support/database.ts'
import { splitHosts } from './connect.ts'
import { createDb, type Db } from './db.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

async function testUrl(): Promise<string> {
  const test = await createTestDatabase('template1')
  closers.push(test.drop)
  return test.url
}
function open(url: string): Db {
  const db = createDb(url, { max: 2 })
  closers.push(() => db.end({ timeout: 1 }))
  return db
}
/** Something that accepts connections and closes them at once, as a proxy without a server behind it does. */
async function closingServer(): Promise<{ port: number; accepted: () => number }> {
  let accepted = 0
  const server: Server = createServer((socket) => {
    accepted++
    socket.destroy()
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  return { port, accepted: () => accepted }
}

describe('an address of a database', () => {
  it.each([
    ['postgres://u:p@one/db', [['one', 5432]], 'postgres://u:p@one/db'],
    [
      'postgres://one:1,two:2/db?a=b',
      [
        ['one', 1],
        ['two', 2],
      ],
      'postgres://one:1/db?a=b',
    ],
    [
      'postgres://u:p%2C@[::1]:1,two/db',
      [
        ['::1', 1],
        ['two', 5432],
      ],
      'postgres://u:p%2C@[::1]:1/db',
    ],
    ['postgres://u@%2Frun%2Fpg/db', [], 'postgres://u@%2Frun%2Fpg/db'],
    ['postgres:///db', [], 'postgres:///db'],
    ['postgres://a b/db', [], 'postgres://a b/db'],
  ])('%s names its servers', (url, hosts, first) => {
    const split = splitHosts(url)
    expect(split.hosts.map(({ host, port }) => [host, port])).toEqual(hosts)
    expect(split.first).toBe(first)
  })

  it('with several servers leads to the one that answers', async () => {
    const url = await testUrl()
    const [dead, closing] = [await freePort(), await closingServer()]
    const db = open(url.replace('127.0.0.1', `127.0.0.1:${dead},127.0.0.1:${closing.port},127.0.0.1`))
    await expect.poll(() => db`select 1 as one`.catch(String), { timeout: 60_000 }).toEqual([{ one: 1 }])
  })
})

describe('a server or proxy that closes each connection', () => {
  it('fails the query after a few attempts, and is not called without a pause', async () => {
    const { port, accepted } = await closingServer()
    const db = open(`postgres://u:p@127.0.0.1:${port}/db`)
    const codes = []
    for (let tries = 0; tries < 3; tries++)
      codes.push(await db`select 1`.catch((error: { code: string }) => error.code))
    expect(codes).toEqual(Array(3).fill('CONNECTION_CLOSED'))
    expect(accepted()).toBeLessThan(20)
  })
})

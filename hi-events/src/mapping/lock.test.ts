import { createDb, type Db } from '@tuvens/platform/db/db'
import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLock, type Lock } from './lock.ts'

let database: TestDatabase
let nodes: { pool: Db; lock: Lock }[]
beforeAll(async () => {
  database = await createTestDatabase('hi-events')
  nodes = [1, 2].map(() => {
    const pool = createDb(database.url, { max: 2 })
    return { pool, lock: createLock(pool) }
  })
})
afterAll(async () => {
  await Promise.all(nodes.map(({ pool }) => pool.end()))
  await database.drop()
})

/** How many were ever inside at once. */
function crowd() {
  let [inside, most] = [0, 0]
  const work = async () => {
    most = Math.max(most, ++inside)
    await sleep(5)
    inside--
  }
  return { work, most: () => most }
}
const lockOf = (at: number): Lock => nodes[at % 2]?.lock as Lock

describe('the lock', () => {
  it('lets one in at a time, over two nodes', async () => {
    const { work, most } = crowd()
    await Promise.all(Array.from({ length: 30 }, (_, at) => lockOf(at)(['account:1'], work)))
    expect(most()).toBe(1)
  })

  it('lets different keys in together', async () => {
    const arrived = [() => {}, () => {}]
    const both = arrived.map((_, at) => new Promise<void>((resolve) => (arrived[at] = resolve)))
    // Each stays until the other is there too: that ends only when both are inside.
    const work = (at: number) => async () => {
      arrived[at]?.()
      await both[1 - at]
    }
    await Promise.all([0, 1].map((at) => lockOf(0)([`account:${at}`], work(at))))
  })

  it('shares a second key between first ones', async () => {
    const { work, most } = crowd()
    await Promise.all([0, 1].map((at) => lockOf(at)([`account:${at}`, 'email:same'], work)))
    expect(most()).toBe(1)
  })

  it('takes no more connections than it has, however many wait', async () => {
    const { work } = crowd()
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => lockOf(0)([`account:${at % 5}`, 'email:x'], work)),
    )
  })

  it('hands a failure to its own caller and goes on', async () => {
    const failing = lockOf(0)(['account:9'], () => Promise.reject(new TypeError('no')))
    const next = lockOf(0)(['account:9'], () => Promise.resolve('yes'))
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })

  it('gives back what the work gives', async () => {
    expect(await lockOf(0)(['account:1'], () => Promise.resolve(undefined))).toBeUndefined()
    expect(await lockOf(0)(['account:1'], () => Promise.resolve([1, 2]))).toEqual([1, 2])
  })
})

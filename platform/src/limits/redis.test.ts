import type { Redis } from 'ioredis'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { listen } from '../../test-support/http-server.ts'
import { startRedis } from '../../test-support/redis.ts'
import { createLog } from '../log.ts'
import { createGuessLimit } from './guesses.ts'
import { createLimits } from './limit.ts'
import { connectRedis } from './redis.ts'

const rules = { call: { points: 2, seconds: 60 } }

describe('limits over several nodes', () => {
  const connections: Redis[] = []
  afterEach(() => {
    for (const connection of connections.splice(0)) connection.disconnect()
  })

  const node = (url: string) => {
    const log = createLog('test', 'silent')
    const warn = vi.spyOn(log, 'warn')
    const redis = connectRedis(url, log)
    if (redis === undefined) throw new TypeError('no connection')
    connections.push(redis)
    return { redis, warn, limits: createLimits({ rules, redis }) }
  }
  const ready = async ({ redis }: ReturnType<typeof node>) => {
    if (redis.status !== 'ready') await once(redis, 'ready')
  }

  it('are counted together, and keys are stored as hashes', async () => {
    const redis = await startRedis()
    const [one, other] = [node(redis.url), node(redis.url)]
    await Promise.all([one, other].map(ready))
    const states = []
    for (const each of [one, other, one]) states.push(await each.limits.count('call', 'ada@example.com'))
    expect(states.map(({ isAllowed }) => isAllowed)).toEqual([true, true, false])
    expect(await other.limits.peek('call', 'ada@example.com')).toMatchObject({ used: 3 })
    const keys = await one.redis.keys('*')
    expect(keys).toHaveLength(1)
    expect(keys.join()).not.toContain('ada')
    await other.limits.forget('call', 'ada@example.com')
    expect(await one.limits.peek('call', 'ada@example.com')).toMatchObject({ used: 0 })
    await redis.stop()
  })

  it('are taken back one by one', async () => {
    const redis = await startRedis()
    const one = node(redis.url)
    await ready(one)
    for (let call = 0; call < 3; call++) await one.limits.count('call', 'ada')
    await one.limits.giveBack('call', 'ada')
    expect(await one.limits.peek('call', 'ada')).toMatchObject({ used: 2 })
    await one.limits.giveBack('call', 'nobody')
    expect(await one.limits.peek('call', 'nobody')).toMatchObject({ used: 0 })
    await redis.stop()
  })

  it('delay guesses on every node', async () => {
    const redis = await startRedis()
    const [one, other] = [node(redis.url), node(redis.url)]
    await Promise.all([one, other].map(ready))
    const guesses = [one, other].map((each) => createGuessLimit({ redis: each.redis }))
    const guess = { address: '192.0.2.1', target: 'ada@example.com' }
    for (let attempt = 0; attempt < 6; attempt++) await guesses[attempt % 2]?.begin(guess)
    for (const each of guesses)
      await expect(each.begin(guess)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    await redis.stop()
  })

  it('are counted per node while Redis is away, which is logged once, and together when it is back', async () => {
    const first = await startRedis()
    const port = Number(new URL(first.url).port)
    const one = node(first.url)
    await ready(one)
    await first.stop()
    await expect.poll(() => one.redis.status, { timeout: 60_000 }).not.toBe('ready')
    const states = []
    for (let call = 0; call < 3; call++) states.push(await one.limits.count('call', 'a'))
    expect(states.map(({ isAllowed }) => isAllowed)).toEqual([true, true, false])
    await expect.poll(() => one.warn.mock.calls.length, { timeout: 60_000 }).toBe(1)
    const second = await startRedis(port)
    await ready(one)
    expect(await one.limits.count('call', 'a')).toMatchObject({ used: 1 })
    expect(one.warn.mock.calls.map(([, text]) => text)).toEqual([
      'Redis cannot be reached; limits count per node',
    ])
    await second.stop()
  })

  it('are counted per node while Redis accepts connections and does not answer', async () => {
    const sockets = new Set<Socket>()
    const silent = createServer((socket) => void sockets.add(socket.on('error', () => {})))
    const one = node(`redis://127.0.0.1:${await listen(silent)}`)
    await once(one.redis, 'connect')
    const states = []
    for (let call = 0; call < 3; call++) states.push(await one.limits.count('call', 'a'))
    expect(states.map(({ isAllowed }) => isAllowed)).toEqual([true, true, false])
    for (const socket of sockets) socket.destroy()
    silent.close()
  })
})

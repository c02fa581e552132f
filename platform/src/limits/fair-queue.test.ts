import { describe, expect, it } from 'vitest'
import { createFairQueue } from './fair-queue.ts'

/** Work that ends when the test lets it. */
function setUp(options: Partial<Parameters<typeof createFairQueue>[0]> = {}) {
  const queue = createFairQueue({ atOnce: 1, perClient: 2, waiting: 3, ...options })
  const started: string[] = []
  const ends: (() => void)[] = []
  const add = (address: string) => {
    const work = () => {
      started.push(address)
      return new Promise<string>((resolve) => ends.push(() => resolve(address)))
    }
    return queue.run(address, work)
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  const endNext = async () => {
    ends.shift()?.()
    await settle()
  }
  return { queue, add, started, endNext, settle }
}

describe('a fair queue', () => {
  it('runs so many pieces at once and the others after them', async () => {
    const { add, started, endNext, settle } = setUp({ atOnce: 2 })
    const all = ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map(add)
    await settle()
    expect(started).toEqual(['10.0.0.1', '10.0.0.2'])
    await endNext()
    expect(started).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3'])
    await endNext()
    await endNext()
    expect(await Promise.all(all)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3'])
  })

  it('lets clients take turns', async () => {
    const { add, started, endNext } = setUp({ perClient: 5, waiting: 10 })
    for (const address of ['10.0.0.1', '10.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.2']) void add(address)
    for (let piece = 0; piece < 5; piece++) await endNext()
    expect(started).toEqual(['10.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.1', '10.0.0.2'])
  })

  it('runs first what comes first, whatever waits', async () => {
    const { queue, add, endNext, settle, started } = setUp({ perClient: 5, waiting: 10 })
    for (let piece = 0; piece < 3; piece++) void add('10.0.0.1')
    void queue.run('10.0.0.2', async () => void started.push('first'), { isFirst: true })
    await settle()
    await endNext()
    expect(started.slice(0, 2)).toEqual(['10.0.0.1', 'first'])
  })

  it('refuses a client at once that has enough in it, by its IPv6 network too', async () => {
    const { add } = setUp()
    void add('2001:db8::1')
    void add('2001:db8::2')
    await expect(add('2001:db8::3')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1 })
  })

  it('refuses everybody at once while it is full', async () => {
    const { add } = setUp()
    for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4']) void add(address)
    await expect(add('10.0.0.5')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 })
  })

  it('reports at most once a minute how often it was full, and its refusals are no failures', async () => {
    let now = 0
    const reports: number[] = []
    const { add } = setUp({ clock: { now: () => now }, onFull: (refused) => void reports.push(refused) })
    for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4']) void add(address)
    const refuse = () => expect(add('10.0.0.5')).rejects.toMatchObject({ isFailure: false })
    for (let attempt = 0; attempt < 3; attempt++) await refuse()
    expect(reports).toEqual([1])
    now = 60_000
    await refuse()
    expect(reports).toEqual([1, 3])
  })

  it('goes on after work that fails', async () => {
    const { queue } = setUp()
    const failure = new TypeError('of the work')
    await expect(queue.run('10.0.0.1', () => Promise.reject(failure))).rejects.toBe(failure)
    expect(await queue.run('10.0.0.1', async () => 'done')).toBe('done')
  })

  it('lets one piece wait for one other, whatever another client sends', async () => {
    const { add, started, endNext, settle } = setUp({ perClient: 4, waiting: 100 })
    const attack = Array.from({ length: 150 }, () => add('10.0.0.1').catch(() => 'refused'))
    void add('10.0.0.2')
    await settle()
    await endNext()
    await endNext()
    expect(started.indexOf('10.0.0.2')).toBeLessThanOrEqual(2)
    for (let piece = 0; piece < 5; piece++) await endNext()
    expect((await Promise.all(attack)).filter((each) => each === 'refused')).toHaveLength(146)
  })
})

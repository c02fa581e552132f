import { describe, expect, it } from 'vitest'
import { MemoryLimiter } from './memory-limiter.ts'

describe('the memory of a limit', () => {
  it('stays as large as it may be, whatever a million addresses do, and remembers the latest', async () => {
    const limiter = new MemoryLimiter({ points: 1, seconds: 60, clock: { now: () => 1_000 }, maxKeys: 1_000 })
    for (let address = 0; address < 1_000_000; address++) await limiter.consume(address)
    expect(limiter.size).toBe(1_000)
    expect(await limiter.get(999_999)).toMatchObject({ consumedPoints: 1 })
    expect(await limiter.get(1)).toBeNull()
  }, 120_000)

  it('lets go of windows that are over when a new one begins', async () => {
    let now = 0
    const limiter = new MemoryLimiter({ points: 1, seconds: 1, clock: { now: () => now }, maxKeys: 1_000 })
    for (let address = 0; address < 100; address++) await limiter.consume(address)
    now = 1_000
    await limiter.consume('new')
    expect(limiter.size).toBe(1)
  })
})

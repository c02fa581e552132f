import { describe, expect, it } from 'vitest'
import { limitConcurrency } from './concurrency.ts'

const tick = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('the concurrency limit', () => {
  it('runs at most so many pieces of work per key, in order, and does not delay other keys', async () => {
    const limit = limitConcurrency(2)
    const started: string[] = []
    const release: (() => void)[] = []
    const work = (name: string) => () =>
      new Promise<string>((resolve) => {
        started.push(name)
        release.push(() => resolve(name))
      })
    const all = [1, 2, 3, 4].map((index) => limit(1, work(`a${index}`)))
    const other = limit(2, work('b'))
    await tick()
    expect(started).toEqual(['a1', 'a2', 'b'])
    release[0]?.()
    await tick()
    expect(started).toEqual(['a1', 'a2', 'b', 'a3'])
    for (let index = 0; index < 5; index++) {
      release[index]?.()
      await tick()
    }
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'a4'])
    expect(await other).toBe('b')
  })

  it('starts the next piece of work when one fails', async () => {
    const limit = limitConcurrency(1)
    const failing = limit(1, () => Promise.reject(new TypeError('no')))
    const next = limit(1, () => Promise.resolve('yes'))
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })
})

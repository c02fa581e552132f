import { describe, expect, it } from 'vitest'
import { createBatches } from './batch.ts'

/** A statement that ends when it is told to. */
function controlled() {
  const batches: string[][] = []
  const ends: ((error?: Error) => void)[] = []
  const run = (calls: string[]) =>
    new Promise<string[]>((resolve, reject) => {
      batches.push(calls)
      ends.push((error) => (error === undefined ? resolve(calls.map((call) => `${call}!`)) : reject(error)))
    })
  return { batches, ends, sharing: createBatches(run, (call: string) => call.slice(0, 1)) }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('calls that share a statement', () => {
  it('do not wait while nothing else is under way', async () => {
    const { batches, ends, sharing } = controlled()
    const answer = sharing.add('a')
    expect(batches).toEqual([['a']])
    ends[0]?.()
    expect(await answer).toBe('a!')
  })

  it('gather while others are under way, and each gets its own answer', async () => {
    const { batches, ends, sharing } = controlled()
    const answers = ['a', 'b', 'c', 'd', 'e'].map((call) => sharing.add(call))
    expect(batches).toEqual([['a'], ['b']])
    ends[0]?.()
    await turn()
    expect(batches[2]).toEqual(['c', 'd', 'e'])
    ends.slice(1).forEach((end) => end())
    expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!', 'd!', 'e!'])
  })

  it('of one key never share', async () => {
    const { batches, ends, sharing } = controlled()
    const answers = ['x', 'y', 'a1', 'a2', 'b1', 'a3'].map((call) => sharing.add(call))
    for (let at = 0; at < 6; at++) {
      ends[at]?.()
      await turn()
    }
    expect(batches.slice(2)).toEqual([['a1', 'b1'], ['a2'], ['a3']])
    expect(await Promise.all(answers)).toHaveLength(6)
  })

  it('are never more than 64 in one', async () => {
    const { batches, ends, sharing } = controlled()
    const keys = Array.from({ length: 150 }, (_, at) => String.fromCodePoint(0x4e00 + at))
    const answers = Promise.all(keys.map((key) => sharing.add(key)))
    for (let at = 0; at < 6; at++) {
      ends[at]?.()
      await turn()
    }
    expect(batches.map((batch) => batch.length)).toEqual([1, 1, 64, 64, 20])
    expect(await answers).toHaveLength(150)
  })

  it('fail together, and the next ones do not', async () => {
    const { ends, sharing } = controlled()
    const failing = sharing.add('a')
    ends[0]?.(new Error('the database is away'))
    await expect(failing).rejects.toThrow('the database is away')
    const next = sharing.add('b')
    ends[1]?.()
    expect(await next).toBe('b!')
  })
})

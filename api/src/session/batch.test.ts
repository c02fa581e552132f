import { describe, expect, it } from 'vitest'
import { batched } from './batch.ts'

/** A `run` whose statements end when the test says so. */
function controlled() {
  const batches: string[][] = []
  const ends: ((error?: Error) => void)[] = []
  const call = batched((calls: string[]) => {
    batches.push(calls)
    return new Promise<string[]>((resolve, reject) => {
      const results = calls.map((each) => each.toUpperCase())
      ends.push((error) => (error === undefined ? resolve(results) : reject(error)))
    })
  })
  return { batches, ends, call }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('batched calls', () => {
  it('start at once while a statement is free', async () => {
    const { batches, ends, call } = controlled()
    const result = call('a')
    expect(batches).toEqual([['a']])
    ends[0]?.()
    expect(await result).toBe('A')
  })

  it('share the next statement when they arrive while two run, and each gets its own result', async () => {
    const { batches, ends, call } = controlled()
    const results = ['a', 'b', 'c', 'd', 'e'].map(call)
    expect(batches).toEqual([['a'], ['b']])
    ends[0]?.()
    await turn()
    expect(batches.slice(2)).toEqual([['c', 'd', 'e']])
    ends.slice(1).forEach((end) => end())
    expect(await Promise.all(results)).toEqual(['A', 'B', 'C', 'D', 'E'])
  })

  it('are at most 64 in one statement', async () => {
    const { batches, ends, call } = controlled()
    const results = Promise.all(Array.from({ length: 150 }, (_, index) => call(`call ${index}`)))
    for (let index = 0; index < 5; index++) {
      ends[index]?.()
      await turn()
    }
    expect(batches.map((batch) => batch.length)).toEqual([1, 1, 64, 64, 20])
    expect(new Set(await results)).toHaveLength(150)
  })

  it('fail when their statement has no result for each of them', async () => {
    const call = batched(async (calls: string[]) => calls.slice(1))
    await expect(call('a')).rejects.toThrow('one result per call')
  })

  it('fail together when their statement fails, and later calls succeed', async () => {
    const { ends, call } = controlled()
    const others = [call('a'), call('b')]
    const failing = [call('c'), call('d')]
    ends[0]?.()
    await turn()
    ends[2]?.(new Error('the connection is lost'))
    const settled = await Promise.allSettled(failing)
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const later = call('e')
    ends[1]?.()
    ends[3]?.()
    expect(await Promise.all([...others, later])).toEqual(['A', 'B', 'E'])
  })
})

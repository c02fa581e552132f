import { describe, expect, it } from 'vitest'
import { createPool } from './pool.ts'

/** A task that ends when told to. */
function held() {
  let end = () => {}
  const promise = new Promise<void>((resolve) => {
    end = resolve
  })
  return { task: () => promise, end: () => end() }
}

describe('a pool', () => {
  it('tells of room when a task leaves it full, also one that was started while there was room', async () => {
    let rings = 0
    const pool = createPool(2, () => rings++)
    const [first, second] = [held(), held()]
    pool.run(first.task)
    pool.run(second.task)
    expect(pool.free()).toBe(0)
    first.end()
    await new Promise((resolve) => setImmediate(resolve))
    expect([rings, pool.free()]).toEqual([1, 1])
    second.end()
    await pool.idle()
    expect([rings, pool.free()]).toEqual([1, 2])
  })

  it('is idle once nothing runs any more', async () => {
    const pool = createPool(1, () => {})
    let isDone = false
    pool.run(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      isDone = true
    })
    await pool.idle()
    expect(isDone).toBe(true)
  })
})

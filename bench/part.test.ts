import { expect, it } from 'vitest'
import { withClosers } from './part.ts'

it('runs the closers of a part in reverse order and returns the result', async () => {
  const closed: number[] = []
  const result = await withClosers(async (onEnd) => {
    for (const each of [1, 2, 3]) onEnd(async () => closed.push(each))
    return 'measured'
  })
  expect(result).toBe('measured')
  expect(closed).toEqual([3, 2, 1])
})

it('runs the registered closers after a failure and rejects with it', async () => {
  const closed: number[] = []
  const failing = withClosers(async (onEnd) => {
    onEnd(async () => closed.push(1))
    throw new TypeError('no database')
  })
  await expect(failing).rejects.toThrow('no database')
  expect(closed).toEqual([1])
})

import { describe, expect, it } from 'vitest'
import { cachedByText } from './cached-text.ts'

describe('work on a text', () => {
  it('is done once for each text', () => {
    const worked: string[] = []
    const upper = cachedByText((text) => {
      worked.push(text)
      return text.toUpperCase()
    })
    expect(['a', 'b', 'a', 'a', 'b'].map(upper)).toEqual(['A', 'B', 'A', 'A', 'B'])
    expect(worked).toEqual(['a', 'b'])
  })

  it('is remembered for the texts used last, up to a number of characters', () => {
    let count = 0
    const same = cachedByText((text) => {
      count++
      return text
    }, 1_000)
    for (let index = 0; index < 100; index++) same(String(index).padEnd(100))
    expect(count).toBe(100)
    same('99'.padEnd(100))
    expect(count).toBe(100)
    same('0'.padEnd(100))
    expect(count).toBe(101)
  })

  it('on a text that is too long to be remembered is done each time', () => {
    let count = 0
    const same = cachedByText((text) => {
      count++
      return text
    }, 10)
    expect([same('x'.repeat(20)), same('x'.repeat(20)), count]).toEqual(['x'.repeat(20), 'x'.repeat(20), 2])
  })
})

import { describe, expect, it } from 'vitest'
import { takeTurns } from './rounds.ts'

describe('taking turns', () => {
  it('begins each round with another subject, finishes a phase before the next, and drops the first round', async () => {
    const turns: string[] = []
    const subject = (name: string) => {
      const phase = (word: string) => async () => turns.push(`${name} ${word}`)
      return { name, phases: { mint: phase('mint'), use: phase('use') } }
    }
    const kept = await takeTurns([subject('a'), subject('b')], ['mint', 'use'], 2)
    expect(turns.slice(0, 8)).toEqual([
      'a mint',
      'b mint',
      'a use',
      'b use',
      'b mint',
      'a mint',
      'b use',
      'a use',
    ])
    expect(kept).toEqual({ mint: { a: [6, 9], b: [5, 10] }, use: { a: [8, 11], b: [7, 12] } })
  })
})

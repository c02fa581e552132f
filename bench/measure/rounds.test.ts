import { describe, expect, it } from 'vitest'
import { takeTurns } from './rounds.ts'

describe('taking turns', () => {
  it('begins each round with another subject, finishes a phase before the next, and drops the first round', async () => {
    const turns: string[] = []
    const subject = (name: string) => {
      const phase = (word: string) => async () => turns.push(`${name} ${word}`)
      return { name, phases: { issue: phase('issue'), use: phase('use') } }
    }
    const kept = await takeTurns([subject('a'), subject('b')], ['issue', 'use'], 2)
    expect(turns.slice(0, 8)).toEqual([
      'a issue',
      'b issue',
      'a use',
      'b use',
      'b issue',
      'a issue',
      'b use',
      'a use',
    ])
    expect(kept).toEqual({ issue: { a: [6, 9], b: [5, 10] }, use: { a: [8, 11], b: [7, 12] } })
  })
})

import { describe, expect, it } from 'vitest'
import { parseArguments } from './arguments.ts'
import type { BenchPart } from './part.ts'

const parts: BenchPart[] = ['session', 'stream', 'publish'].map((name) => ({ name, run: async () => [] }))
const read = (...args: string[]) => {
  const { quick, parts: chosen } = parseArguments(args, parts)
  return { quick, names: chosen.map((part) => part.name) }
}

describe('the command line', () => {
  it('selects all parts when none is named', () => {
    expect(read()).toEqual({ quick: false, names: ['session', 'stream', 'publish'] })
  })

  it('selects parts by name and keeps their usual order', () => {
    expect(read('publish', '--quick', 'session')).toEqual({ quick: true, names: ['session', 'publish'] })
  })

  it('turns profiles on with --profile', () => {
    expect(parseArguments(['--profile', 'stream'], parts)).toMatchObject({ quick: false, profile: true })
  })

  it('refuses an unknown part and lists the known ones', () => {
    expect(() => read('sessions')).toThrow('There is no part sessions; there are session, stream, publish.')
    expect(() => read('--fast')).toThrow('--fast')
  })
})

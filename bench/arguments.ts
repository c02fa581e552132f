import { parseArgs } from 'node:util'
import type { BenchPart } from './part.ts'
import { BenchError } from './bench-error.ts'

export type Arguments = {
  quick: boolean
  /** Whether the services write CPU profiles, which slows them down. */
  profile: boolean
  parts: BenchPart[]
}

/**
 * Reads the command line: `--quick`, `--profile` and the names of parts. Without names, all parts run.
 *
 * @throws Error for an unknown flag; BenchError for an unknown part
 */
export function parseArguments(args: string[], all: readonly BenchPart[]): Arguments {
  const { values, positionals } = parseArgs({
    args,
    options: { quick: { type: 'boolean', default: false }, profile: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const names = all.map((part) => part.name)
  const unknown = positionals.filter((name) => !names.includes(name))
  if (unknown.length > 0)
    throw new BenchError(`There is no part ${unknown.join(', ')}; there are ${names.join(', ')}.`)
  const parts = all.filter((part) => positionals.length === 0 || positionals.includes(part.name))
  return { ...values, parts }
}

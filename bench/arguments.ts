import { parseArgs } from 'node:util'
import type { Part } from './part.ts'

/**
 * Reads the command line: `--quick` and the names of the parts wanted; none means all.
 *
 * @throws Error for a flag or a part there is not
 */
export function parseArguments(args: string[], all: readonly Part[]): { quick: boolean; parts: Part[] } {
  const { values, positionals } = parseArgs({
    args,
    options: { quick: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const names = all.map((part) => part.name)
  const unknown = positionals.filter((name) => !names.includes(name))
  if (unknown.length > 0)
    throw new Error(`There is no part ${unknown.join(', ')}; there are ${names.join(', ')}.`)
  const parts = all.filter((part) => positionals.length === 0 || positionals.includes(part.name))
  return { quick: values.quick, parts }
}

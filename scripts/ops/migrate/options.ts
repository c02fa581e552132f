import { parseArgs } from 'node:util'
import { PlainError } from '../../system/plain-error.ts'

export type MigrateOptions = { service: string | undefined; to: number | undefined; isDry: boolean }

/** @throws PlainError for an unknown argument */
export function readMigrateOptions(args: string[]): MigrateOptions {
  const { service, to, 'dry-run': isDry = false } = parse(args)
  if (to !== undefined && !/^\d{1,4}$/.test(to))
    throw new PlainError(`--to ${to} is not the number of a migration`)
  return { service, to: to === undefined ? undefined : Number(to), isDry }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { service: { type: 'string' }, to: { type: 'string' }, 'dry-run': { type: 'boolean' } },
    }).values
  } catch (cause) {
    throw new PlainError(`${cause instanceof Error ? cause.message : String(cause)}. See --help`, { cause })
  }
}

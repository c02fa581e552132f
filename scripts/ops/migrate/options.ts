import { PlainError } from '../../system/plain-error.ts'
import { readOptions } from '../read-options.ts'

export type MigrateOptions = { service: string | undefined; to: number | undefined; isDry: boolean }

/** @throws PlainError for an unknown argument */
export function readMigrateOptions(command: string, args: string[]): MigrateOptions {
  const { values } = readOptions(command, {
    args,
    options: { service: { type: 'string' }, to: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  })
  const { service, to, 'dry-run': isDry = false } = values
  if (to !== undefined && !/^\d{1,4}$/.test(to))
    throw new PlainError(`--to ${to} is not the number of a migration`)
  return { service, to: to === undefined ? undefined : Number(to), isDry }
}

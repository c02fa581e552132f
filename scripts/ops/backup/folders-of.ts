import { PlainError } from '../../system/plain-error.ts'
import type { OpsIo } from '../command.ts'
import { pathOf } from '../read-options.ts'

/** @throws PlainError when no folder is named */
export function foldersOf(io: OpsIo, command: string, positionals: readonly string[]): string[] {
  if (positionals.length > 0) return positionals.map((each) => pathOf(io, each))
  throw new PlainError(`Name the folders of the backups. See: npm run ops -- ${command} --help`)
}

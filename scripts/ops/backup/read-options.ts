import { resolve } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { PlainError } from '../../system/plain-error.ts'
import type { OpsIo } from '../command.ts'

/** @throws PlainError for an unknown argument, with a hint at --help */
export function readOptions<T extends ParseArgsConfig>(command: string, config: T) {
  try {
    return parseArgs(config)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('. ', 1)[0] : String(cause)
    throw new PlainError(`${message}. See: npm run ops -- ${command} --help`, { cause })
  }
}

/** npm runs scripts in the folder of the project, but a path is relative to the folder in which the user typed it. */
export function pathOf({ env }: Pick<OpsIo, 'env'>, typed: string): string {
  return resolve(env['INIT_CWD'] ?? process.cwd(), typed)
}

/** @throws PlainError when no folder is named */
export function foldersOf(io: OpsIo, command: string, positionals: readonly string[]): string[] {
  if (positionals.length > 0) return positionals.map((each) => pathOf(io, each))
  throw new PlainError(`Name the folders of the backups. See: npm run ops -- ${command} --help`)
}

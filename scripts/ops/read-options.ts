import { resolve } from 'node:path'
import type { ParseArgsConfig } from 'node:util'
import { parseArguments } from '../system/read-arguments.ts'
import type { OpsIo } from './command.ts'

/** @throws PlainError for an unknown argument, with a hint at --help */
export function readOptions<T extends ParseArgsConfig>(command: string, config: T) {
  return parseArguments(`npm run ops -- ${command} --help`, config)
}

/** npm runs scripts in the folder of the project, but a path is relative to the folder in which the user typed it. */
export function pathOf({ env }: Pick<OpsIo, 'env'>, typed: string): string {
  return resolve(env['INIT_CWD'] ?? process.cwd(), typed)
}

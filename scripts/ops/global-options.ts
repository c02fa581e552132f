import { PlainError } from '../system/plain-error.ts'

export type GlobalOptions = {
  json: boolean
  help: boolean
  /** Of several files with the same setting, the last one counts. */
  envFiles: string[]
  /** The command and its own arguments. */
  rest: string[]
}

/**
 * Takes the options that every command has out of the arguments, wherever they stand before a `--`.
 *
 * @throws PlainError when `--env-file` names no file
 */
export function readGlobalOptions(args: string[]): GlobalOptions {
  const options: GlobalOptions = { json: false, help: false, envFiles: [], rest: [] }
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? ''
    if (arg === '--') {
      options.rest.push(...args.slice(index))
      break
    }
    if (arg === '--json') options.json = true
    else if (arg === '--help' || arg === '-h') options.help = true
    else if (arg === '--env-file') options.envFiles.push(fileOf(args[++index]))
    else if (arg.startsWith('--env-file=')) options.envFiles.push(fileOf(arg.slice('--env-file='.length)))
    else options.rest.push(arg)
  }
  return options
}

/** Whether the result is wanted as JSON, also when another option is wrong. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return (end === -1 ? args : args.slice(0, end)).includes('--json')
}

function fileOf(value: string | undefined): string {
  if (value === undefined || value === '' || value.startsWith('--'))
    throw new PlainError('--env-file needs the path of a file.')
  return value
}

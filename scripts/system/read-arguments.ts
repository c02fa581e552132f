import { parseArgs, type ParseArgsConfig } from 'node:util'
import { PlainError } from './plain-error.ts'

/**
 * The options of `npm run <command> -- …`.
 *
 * @throws PlainError for an argument that is none, saying where to read which there are
 */
export function readArguments<T extends ParseArgsConfig>(
  command: string,
  config: T,
): ReturnType<typeof parseArgs<T>>['values'] {
  try {
    return parseArgs(config).values
  } catch (cause) {
    // What follows the first sentence is advice about positional arguments, which no command takes.
    const said = cause instanceof Error ? cause.message.split('. ', 1)[0] : String(cause)
    throw new PlainError(`${said}. See: npm run ${command} -- --help`, { cause })
  }
}

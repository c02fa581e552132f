import { parseArgs, type ParseArgsConfig } from 'node:util'
import { PlainError } from './plain-error.ts'

/**
 * The options of `npm run <command> -- …`.
 *
 * @throws PlainError for an unknown argument, with a hint at --help
 */
export function readArguments<T extends ParseArgsConfig>(
  command: string,
  config: T,
): ReturnType<typeof parseArgs<T>>['values'] {
  try {
    return parseArgs(config).values
  } catch (cause) {
    // The sentences after the first give advice about positional arguments, which no command takes.
    const message = cause instanceof Error ? cause.message.split('. ', 1)[0] : String(cause)
    throw new PlainError(`${message}. See: npm run ${command} -- --help`, { cause })
  }
}

import { parseArgs, type ParseArgsConfig } from 'node:util'
import { PlainError } from './plain-error.ts'

/**
 * The arguments of a command.
 *
 * @param help the command that explains them
 * @throws PlainError for an unknown argument, with a hint at `help`
 */
export function parseArguments<T extends ParseArgsConfig>(help: string, config: T) {
  try {
    return parseArgs(config)
  } catch (cause) {
    // The sentences after the first give advice about positional arguments, which few commands take.
    const message = cause instanceof Error ? cause.message.split('. ', 1)[0] : String(cause)
    throw new PlainError(`${message}. See: ${help}`, { cause })
  }
}

/** The options of `npm run <command> -- …`. */
export function readArguments<T extends ParseArgsConfig>(
  command: string,
  config: T,
): ReturnType<typeof parseArgs<T>>['values'] {
  return parseArguments(`npm run ${command} -- --help`, config).values
}

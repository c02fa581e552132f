import { ConfigError } from '../config.ts'
import { loggedErrorOf } from '../telemetry/logged-error.ts'
import { redact } from '../telemetry/redact.ts'

/** EX_CONFIG of sysexits.h: starting again does not help. */
const CONFIG_EXIT = 78

type ErrorClass = abstract new (...parameters: never[]) => Error

/**
 * Ends a process that could not start: what people can correct in words, everything else with its stack. Both are redacted
 * as the log is, and no other property is shown: `Invalid URL` has the address of the database in one, with its password.
 */
export function endFailedStart(error: unknown, expected: readonly ErrorClass[] = [ConfigError]): never {
  const isExpected = error instanceof Error && expected.some((each) => error instanceof each)
  const logged = loggedErrorOf(error)
  const stack = typeof logged === 'string' ? logged : logged.stack
  process.stderr.write(`${redact(isExpected ? error.message : stack)}\n`)
  process.exit(isExpected ? CONFIG_EXIT : 1)
}

import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { PlainError } from './plain-error.ts'
import { lastLines } from './logs.ts'

export type LoggedCommand = {
  command: string
  args: string[]
  cwd: string
  log: string
  env?: NodeJS.ProcessEnv
  /** Whether to append to the log instead of replacing it. */
  append?: boolean
}

/**
 * Runs a command and writes its output to `log`.
 *
 * @returns its exit code; -1 when it could not be started or was killed
 */
export async function runToLog({
  command,
  args,
  cwd,
  log,
  env,
  append = false,
}: LoggedCommand): Promise<number> {
  mkdirSync(dirname(log), { recursive: true })
  const out = openSync(log, append ? 'a' : 'w')
  const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', out, out] })
  const kill = () => child.kill()
  process.once('exit', kill)
  try {
    return await new Promise((resolve) => {
      child.once('error', () => resolve(-1))
      child.once('exit', (code) => resolve(code ?? -1))
    })
  } finally {
    process.off('exit', kill)
    closeSync(out)
  }
}

/** @throws PlainError with `failure` and the end of the log when the command fails */
export async function runQuietly(given: LoggedCommand & { failure: string }): Promise<void> {
  if ((await runToLog(given)) === 0) return
  throw new PlainError(`${given.failure}; the last lines of ${given.log}:\n${lastLines(given.log, 30)}`)
}

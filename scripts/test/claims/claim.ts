import { join } from 'node:path'
import { runToLog } from '../../system/run-quietly.ts'

/** `failures` names the tests that failed, where a runner tells them. */
export type Count = { passed: number; failed: number; failures?: string[] }

/** `chosen`: the names of all claims that are checked. */
export type ClaimContext = { root: string; logs: string; env: NodeJS.ProcessEnv; chosen: readonly string[] }

export type Claim = {
  /** The statement that is true when the claim passes. */
  title: string
  /** Selects the claim on the command line: `npm test -- types lint`. */
  name: string
  /** Name of its log, when it shares one with other claims. */
  log?: string
  run: (context: ClaimContext, log: string) => Promise<Count>
  /** It keeps one core busy at most, and writes nothing that others read: it runs while those before it do. */
  isSmall?: boolean
}

/** Lets a claim run beside those before it. */
export const small = (given: Claim): Claim => ({ ...given, isSmall: true })

export type Command = {
  /** Path of a JavaScript file, relative to the root. */
  script: string
  args?: string[]
  /** Relative to the root. */
  cwd?: string
  env?: NodeJS.ProcessEnv
  append?: boolean
}

/** A claim that passes when every command exits with 0. The commands of an inner list run in parallel. */
export function claim(name: string, title: string, commands: (Command | Command[])[]): Claim {
  return {
    name,
    title,
    run: async (context, log) => {
      for (const [index, each] of commands.entries()) {
        const run = (command: Command) => runCommand(context, { ...command, append: index > 0 }, log)
        const codes = await Promise.all([each].flat().map(run))
        if (codes.some((code) => code !== 0)) return { passed: 0, failed: 1 }
      }
      return { passed: 1, failed: 0 }
    },
  }
}

export function runCommand(context: ClaimContext, command: Command, log: string): Promise<number> {
  const { script, args = [], cwd = '.', env = {}, append = false } = command
  return runToLog({
    command: process.execPath,
    args: [join(context.root, script), ...args],
    cwd: join(context.root, cwd),
    log,
    append,
    env: { ...context.env, NO_COLOR: '1', ...env },
  })
}

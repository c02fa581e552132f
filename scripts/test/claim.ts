import { join } from 'node:path'
import { runToLog } from '../system/run-quietly.ts'

export type Count = { passed: number; failed: number }

export type ClaimContext = { root: string; logs: string; env: NodeJS.ProcessEnv }

export type Claim = {
  /** What is true when it passes. */
  says: string
  /** A word to choose it by: `npm test -- types lint`. */
  word: string
  run: (context: ClaimContext, log: string) => Promise<Count>
}

export type Command = {
  /** A script of node_modules, by path, or of this folder. */
  script: string
  args?: string[]
  /** Seen from the root. */
  cwd?: string
  env?: NodeJS.ProcessEnv
  append?: boolean
}

/** A claim that holds when every command ends well. Those of an inner list run at once. */
export function claim(word: string, says: string, commands: (Command | Command[])[]): Claim {
  return {
    word,
    says,
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

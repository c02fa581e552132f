import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Handover } from '../start/types.ts'

/**
 * Runs the drills of `e2e/operate/` in their full form; arguments choose files, as those of vitest do.
 *
 * @returns the exit code
 */
export async function runDrills(
  { root, env, shutdown }: Pick<Handover, 'root' | 'env' | 'shutdown'>,
  args: string[],
): Promise<number> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const flags = ['run', '--project', 'operate', ...args]
  const child = spawn(process.execPath, [vitest, ...flags], {
    cwd: root,
    stdio: 'inherit',
    env: { ...env, OPERATE_FORM: 'full' },
  })
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
  // On SIGINT vitest still lets the drills end the servers that they started.
  shutdown.onExit(() => {
    if (child.exitCode === null) child.kill('SIGINT')
    return ended
  })
  return ended
}

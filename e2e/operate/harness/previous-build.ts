import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPreviousRelease } from '../../../scripts/test/release/previous-release.ts'
import { HarnessError } from '../../harness/harness-error.ts'
import { ROOT } from '../../harness/system.ts'

/** The release before, built in a folder of its own. */
export type Build = { root: string; remove: () => Promise<void> }

/** Checks the commit of deploy/previous-release.json out, installs its packages and builds it. Takes minutes. */
export async function buildPreviousRelease(): Promise<Build> {
  const { commit } = readPreviousRelease(ROOT)
  const root = join(mkdtempSync(join(tmpdir(), 'tuvens-previous-')), 'release')
  await run(ROOT, ['git', 'worktree', 'add', '--quiet', '--detach', root, commit])
  await run(root, ['npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund'])
  await run(root, [process.execPath, '--', 'scripts/build.mjs'])
  const remove = async () => {
    await run(ROOT, ['git', 'worktree', 'remove', '--force', root])
    rmSync(join(root, '..'), { recursive: true, force: true })
  }
  return { root, remove }
}

/** @throws HarnessError when the command fails */
async function run(cwd: string, [command = '', ...args]: string[]): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new HarnessError(`${command} ${args[0] ?? ''} ended with code ${code} in ${cwd}`)
}

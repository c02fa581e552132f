import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPreviousRelease } from '../../../scripts/test/release/previous-release.ts'
import { ROOT } from '../../harness/system.ts'

/** The release before, built in a folder of its own. */
export type Build = { root: string; remove: () => void }

/** Checks the commit of deploy/previous-release.json out, installs its packages and builds it. Takes minutes. */
export function buildPreviousRelease(): Build {
  const { commit } = readPreviousRelease(ROOT)
  const root = join(mkdtempSync(join(tmpdir(), 'tuvens-previous-')), 'release')
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
  git('worktree', 'add', '--detach', root, commit)
  run('npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund')
  run(process.execPath, '--', 'scripts/build.mjs')
  const remove = () => {
    git('worktree', 'remove', '--force', root)
    rmSync(join(root, '..'), { recursive: true, force: true })
  }
  return { root, remove }
}

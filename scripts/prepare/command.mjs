// Shared by all commands except `npm start` and `npm test`. Plain Node until the packages are installed.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureTemporaryFolder } from './folder.mjs'
import { install } from './install.mjs'
import { requireNode } from './node.mjs'
import { runCommand } from './run-command.mjs'

/**
 * Installs missing packages, runs a command and exits with its code; exits with 2 when the command cannot run.
 * Start it as `node -- scripts/name.mjs`: without the `--`, Node 20 itself consumes an --env-file option at any position.
 *
 * @param {() => Promise<(handover: import('../start/types.ts').Handover, args: string[]) => Promise<number>>} load
 */
export async function command(load) {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
  await runCommand(root, async ({ data, steps, shutdown }) => {
    requireNode()
    ensureTemporaryFolder(data)
    await install(root, steps, shutdown)
    const { register } = await import('tsx/esm/api')
    register()
    return load()
  })
}

// Shared by all commands except `npm start` and `npm test`. Plain Node until the packages are installed.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataFolder, ensureTemporaryFolder } from './folder.mjs'
import { install } from './install.mjs'
import { createShutdown } from './shutdown.mjs'
import { requireNode } from './node.mjs'
import { createSteps } from './steps.mjs'

/**
 * Installs missing packages, runs a command and exits with its code; exits with 2 when the command cannot run.
 * Start it as `node -- scripts/name.mjs`: without the `--`, Node 20 itself consumes an --env-file option at any position.
 *
 * @param {() => Promise<(handover: import('../start/types.ts').Handover, args: string[]) => Promise<number>>} load
 */
export async function command(load) {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
  const shutdown = createShutdown()
  // A reader such as `head` ends before the command does, which goes on: what it does must not stop halfway.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', throwUnlessUnread)
  const steps = createSteps(process.stderr)
  try {
    requireNode()
    const data = dataFolder(root)
    ensureTemporaryFolder(data)
    await install(root, steps, shutdown)
    const { register } = await import('tsx/esm/api')
    register()
    const run = await load()
    await shutdown.exit(await run({ root, data, env: process.env, steps, shutdown }, process.argv.slice(2)))
  } catch (error) {
    if (isUnread(error)) return shutdown.exit(0)
    const isPlain = ['PlainError', 'ConfigError'].includes(error?.name)
    if (!shutdown.isExiting())
      process.stderr.write(`\n${isPlain ? error.message : (error?.stack ?? error)}\n`)
    await shutdown.exit(2)
  }
}

/** Whether a write failed because nobody reads any more. */
function isUnread(error) {
  return ['EPIPE', 'ERR_STREAM_DESTROYED'].includes(error?.code)
}

function throwUnlessUnread(error) {
  if (!isUnread(error)) throw error
}

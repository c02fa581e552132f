// Runs one command to its exit code. Plain Node, without what only a checkout needs: the image for operators bundles it, too.
import { dataFolder } from './folder.mjs'
import { createShutdown } from './shutdown.mjs'
import { createSteps } from './steps.mjs'

/**
 * Runs a command and exits with its code; exits with 2 when the command cannot run.
 *
 * @param {string} root
 * @param {(given: Omit<import('../start/types.ts').Handover, 'env'>) =>
 *   Promise<(handover: import('../start/types.ts').Handover, args: string[]) => Promise<number>>} load
 */
export async function runCommand(root, load) {
  const shutdown = createShutdown()
  // A reader such as `head` ends before the command does, which goes on: what it does must not stop halfway.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', throwUnlessUnread)
  const given = { root, data: dataFolder(root), steps: createSteps(process.stderr), shutdown }
  try {
    const run = await load(given)
    await shutdown.exit(await run({ ...given, env: process.env }, process.argv.slice(2)))
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

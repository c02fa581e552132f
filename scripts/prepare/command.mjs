// What the commands beside `npm start` and `npm test` have in common. Plain Node until the packages are there.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataFolder, haveTemporaryFolder } from './folder.mjs'
import { install } from './install.mjs'
import { createLife } from './life.mjs'
import { needNode } from './node.mjs'
import { createSteps } from './steps.mjs'

/**
 * Installs what is missing, runs a command and ends with its exit code: 2 when it could not be run.
 * Run it as `node -- scripts/name.mjs`: Node 20 takes an --env-file for its own wherever it stands, unless `--` comes first.
 *
 * @param {() => Promise<(handover: import('../start/types.ts').Handover, args: string[]) => Promise<number>>} load
 */
export async function command(load) {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
  const life = createLife()
  const steps = createSteps(process.stderr)
  try {
    needNode()
    const data = dataFolder(root)
    haveTemporaryFolder(data)
    await install(root, steps, life)
    const { register } = await import('tsx/esm/api')
    register()
    const run = await load()
    await life.leave(await run({ root, data, env: process.env, steps, life }, process.argv.slice(2)))
  } catch (error) {
    const isPlain = ['PlainError', 'ConfigError'].includes(error?.name)
    if (!life.isLeaving()) process.stderr.write(`\n${isPlain ? error.message : (error?.stack ?? error)}\n`)
    await life.leave(2)
  }
}

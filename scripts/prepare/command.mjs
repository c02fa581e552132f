// What the commands beside `npm start` and `npm test` have in common. Plain Node until the packages are there.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataFolder, haveTemporaryFolder } from './folder.mjs'
import { install } from './install.mjs'
import { createLife } from './life.mjs'
import { needNode } from './node.mjs'
import { createSteps } from './steps.mjs'

/** Errors whose words are for whoever typed the command. */
const PLAIN = /^(?:PlainError|ConfigError) | ERR_PARSE_ARGS/

/** What is wrong with an argument is told by Node, which does not know where to read more. */
const wordsOf = ({ code, message }) => (code === undefined ? message : `${message}. See --help`)

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
    const isPlain = PLAIN.test(`${error?.name} ${error?.code}`)
    if (!life.isLeaving()) process.stderr.write(`\n${isPlain ? wordsOf(error) : (error?.stack ?? error)}\n`)
    await life.leave(2)
  }
}

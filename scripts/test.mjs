// `npm test`: every claim the product makes about itself, from a bare machine to one last line. Plain Node until the packages are there.
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataFolder, haveTemporaryFolder, unwritable } from './prepare/folder.mjs'
import { install } from './prepare/install.mjs'
import { createLife } from './prepare/life.mjs'
import { needNode } from './prepare/node.mjs'
import { createSteps } from './prepare/steps.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const steps = createSteps()
const life = createLife()

try {
  needNode()
  const data = dataFolder(root)
  mkdirSync(join(data, 'logs'), { recursive: true })
  haveTemporaryFolder(data)
  await install(root, steps, life)
  const { register } = await import('tsx/esm/api')
  register()
  const { runTests } = await import('./test/run.ts')
  const failed = await runTests({ root, data, env: process.env, steps, life }, process.argv.slice(2))
  await life.leave(failed === 0 ? 0 : 1)
} catch (error) {
  const words = ['PlainError', 'ConfigError'].includes(error?.name) ? error : unwritable(error)
  process.stderr.write(`\n${words?.message ?? error?.stack ?? error}\n`)
  process.stdout.write('0 passed, 1 failed\n')
  await life.leave(1)
}

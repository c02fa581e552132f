// `npm test`: installs what is missing and checks every claim of the product. Plain Node until the packages are installed.
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataFolder, ensureTemporaryFolder, describeUnwritable } from './prepare/folder.mjs'
import { install } from './prepare/install.mjs'
import { createShutdown } from './prepare/shutdown.mjs'
import { requireNode } from './prepare/node.mjs'
import { createSteps } from './prepare/steps.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const steps = createSteps()
const shutdown = createShutdown()

try {
  requireNode()
  const data = dataFolder(root)
  mkdirSync(join(data, 'logs'), { recursive: true })
  ensureTemporaryFolder(data)
  await install(root, steps, shutdown)
  const { register } = await import('tsx/esm/api')
  register()
  const { runTests } = await import('./test/run.ts')
  const failed = await runTests({ root, data, env: process.env, steps, shutdown }, process.argv.slice(2))
  await shutdown.exit(failed === 0 ? 0 : 1)
} catch (error) {
  const shown = ['PlainError', 'ConfigError'].includes(error?.name) ? error : describeUnwritable(error)
  process.stderr.write(`\n${shown?.message ?? error?.stack ?? error}\n`)
  process.stdout.write('0 passed, 1 failed\n')
  await shutdown.exit(1)
}

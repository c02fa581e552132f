// `npm start`: installs, builds and starts the whole system. Plain Node until the packages are installed.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  dataFolder,
  ensureTemporaryFolder,
  requireWritable,
  lockFolder,
  describeUnwritable,
} from './prepare/folder.mjs'
import { install } from './prepare/install.mjs'
import { createShutdown } from './prepare/shutdown.mjs'
import { requireNode } from './prepare/node.mjs'
import { createSteps } from './prepare/steps.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const steps = createSteps()
const shutdown = createShutdown()

try {
  requireNode()
  const data = requireWritable(dataFolder(root))
  shutdown.onExit(lockFolder(data))
  ensureTemporaryFolder(data)
  await install(root, steps, shutdown)
  const { register } = await import('tsx/esm/api')
  register()
  const { start } = await import('./start/start.ts')
  await start({ root, data, env: process.env, steps, shutdown })
} catch (error) {
  const shown = ['PlainError', 'ConfigError'].includes(error?.name) ? error : describeUnwritable(error)
  if (!shutdown.isExiting()) process.stderr.write(`\n${shown?.message ?? error?.stack ?? error}\n`)
  await shutdown.exit(1)
}

// `npm start`: everything from a bare clone to a running system. Plain Node until the packages are there.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataFolder, haveTemporaryFolder, needWritable, takeFolder, unwritable } from './prepare/folder.mjs'
import { install } from './prepare/install.mjs'
import { createLife } from './prepare/life.mjs'
import { needNode } from './prepare/node.mjs'
import { createSteps } from './prepare/steps.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const steps = createSteps()
const life = createLife()

try {
  needNode()
  const data = needWritable(dataFolder(root))
  life.onLeave(takeFolder(data))
  haveTemporaryFolder(data)
  await install(root, steps, life)
  const { register } = await import('tsx/esm/api')
  register()
  const { start } = await import('./start/start.ts')
  await start({ root, data, env: process.env, steps, life })
} catch (error) {
  const words = ['PlainError', 'ConfigError'].includes(error?.name) ? error : unwritable(error)
  if (!life.isLeaving()) process.stderr.write(`\n${words?.message ?? error?.stack ?? error}\n`)
  await life.leave(1)
}

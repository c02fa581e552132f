// `npm run doctor`: is everything in order between us, the Tuvens API and Hi.Events? Plain Node until the packages are there.
// Run as `node -- scripts/doctor.mjs`: Node 20 takes an --env-file for its own wherever it stands, unless `--` comes first.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataFolder, haveTemporaryFolder } from './prepare/folder.mjs'
import { install } from './prepare/install.mjs'
import { createLife } from './prepare/life.mjs'
import { needNode } from './prepare/node.mjs'
import { createSteps } from './prepare/steps.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const life = createLife()

try {
  needNode()
  const data = dataFolder(root)
  haveTemporaryFolder(data)
  await install(root, createSteps(process.stderr), life)
  const { register } = await import('tsx/esm/api')
  register()
  const { runDoctor } = await import('./doctor/run.ts')
  await life.leave(await runDoctor({ root, data, env: process.env, life }, process.argv.slice(2)))
} catch (error) {
  const isPlain = ['PlainError', 'ConfigError'].includes(error?.name)
  if (!life.isLeaving()) process.stderr.write(`\n${isPlain ? error.message : (error?.stack ?? error)}\n`)
  await life.leave(2)
}

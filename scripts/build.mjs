// `npm run build`: the services, each to be run by itself: node <service>/dist/main.js, node client/build/index.js.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { command } from './prepare/command.mjs'

await command(async () => {
  const { buildAll } = await import('./make/build.ts')
  return async ({ root, data, steps }) => {
    const logs = join(data, 'logs')
    mkdirSync(logs, { recursive: true })
    await buildAll(root, logs, steps)
    steps.say('  All services are built.')
    return 0
  }
})

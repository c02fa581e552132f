// `npm run build`: builds every service. Run one with node <service>/dist/main.js, the event site with node client/build/index.js.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { command } from './prepare/command.mjs'

await command(async () => {
  const { buildAll } = await import('./make/build.ts')
  return async ({ root, data, steps }) => {
    const logs = join(data, 'logs')
    mkdirSync(logs, { recursive: true })
    await buildAll(root, logs, steps)
    steps.print('  All services are built.')
    return 0
  }
})

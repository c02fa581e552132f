import { migrateDatabase } from '@tuvens/platform/db/migrate'
import { warnOfMissingLimits } from '@tuvens/platform/db/pooled-limits'
import { startHeartbeat } from '@tuvens/platform/nodes/heartbeat'
import { exitOnConfigError, runService } from '@tuvens/platform/service'
import { observeDatabase } from '@tuvens/platform/telemetry/database-state'
import { join } from 'node:path'
import { createApp } from './app.ts'
import { readConfig } from './base/config.ts'
import { createContext } from './context.ts'
import { loadFlags } from './flags/start-flags.ts'
import { observeState } from './gauges/observe-state.ts'
import { nodeFacts } from './gauges/node-facts.ts'
import { startBackground } from './start-background.ts'

async function main(): Promise<void> {
  const { config, secrets } = readConfig(process.env)
  await migrateDatabase(secrets.directDatabaseUrl, join(import.meta.dirname, '..', 'migrations'))
  const start = async () => {
    const context = createContext(config, secrets)
    await warnOfMissingLimits(context.db, secrets.isPooled, context.log)
    await loadFlags(context)
    if (config.metrics !== undefined) observeDatabase(context.db)
    const app = await createApp(context)
    if (config.metrics !== undefined) observeState(context)
    const loops = startBackground(context)
    const heartbeat = startHeartbeat(context, () => nodeFacts(context))
    const stop = async () => {
      await Promise.all([loops.stop(), heartbeat.stop()])
      await context.close()
    }
    return { app, log: context.log, stop }
  }
  await runService(start, { ...config, name: 'tickets' })
}

await main().catch(exitOnConfigError)

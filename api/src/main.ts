import { exitOnConfigError, runService } from '@tuvens/platform/service'
import { migrateDatabase } from '@tuvens/platform/db/migrate'
import { warnOfMissingLimits } from '@tuvens/platform/db/pooled-limits'
import { startHeartbeat } from '@tuvens/platform/nodes/heartbeat'
import { observeDatabase } from '@tuvens/platform/telemetry/database-state'
import { join } from 'node:path'
import { createApp } from './app.ts'
import { readConfig } from './base/config.ts'
import { closeContext, createContext } from './context.ts'
import { startTellingDetails } from './edits/tell-details.ts'
import { startSending } from './endpoints/send.ts'
import { readFlags, startFlags } from './flags/start-flags.ts'
import { observeState } from './gauges/observe-state.ts'
import { startMailing } from './mail/send.ts'
import { adoptDatabase } from './maintenance/after-restore.ts'
import { startMaintenance } from './maintenance/delete-expired.ts'
import { startConsole } from './operator/start.ts'

const MIGRATIONS = join(import.meta.dirname, '..', 'migrations')

async function main(): Promise<void> {
  const { config, secrets } = readConfig(process.env)
  const start = async () => {
    const applied = await migrateDatabase(secrets.directDatabaseUrl, MIGRATIONS)
    const context = createContext(config, secrets)
    if (applied.length > 0) context.log.info({ applied }, 'migrated')
    await warnOfMissingLimits(context.db, secrets.isPooled, context.log)
    await adoptDatabase(context)
    if (config.metrics !== undefined) observeDatabase(context.db)
    await readFlags(context)
    await context.stream.start()
    const flags = startFlags(context, () => context.mailing.wake())
    if (config.metrics !== undefined) observeState(context)
    const maintenance = startMaintenance(context)
    const mailing = startMailing(context, context.mailing)
    const telling = startTellingDetails(context, context.ticketOrigin, context.editing)
    const sending = startSending(context)
    const heartbeat = startHeartbeat(context)
    const operatorConsole = await startConsole(context)
    const stop = async () => {
      const running = [operatorConsole, heartbeat, flags, maintenance, mailing, telling, sending]
      await Promise.all(running.map((each) => each.stop()))
      await closeContext(context)
    }
    return { app: await createApp(context), log: context.log, stop }
  }
  await runService(start, { ...config, name: 'api' })
}

await main().catch(exitOnConfigError)

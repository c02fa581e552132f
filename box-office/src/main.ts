import { noteIncarnation } from '@tuvens/platform/db/incarnation'
import { migrateDatabase } from '@tuvens/platform/db/migrate'
import { warnOfMissingLimits } from '@tuvens/platform/db/pooled-limits'
import { isLoopbackName } from '@tuvens/platform/loopback'
import { exitOnConfigError, runService } from '@tuvens/platform/service'
import { observeDatabase } from '@tuvens/platform/telemetry/database-state'
import { join } from 'node:path'
import { createApp } from './app.ts'
import { type Config, readConfig } from './config.ts'
import { type Context, createContext } from './context.ts'
import { startHousekeeping } from './housekeeping/clean-up.ts'
import { startNotices } from './notices/tell-holders.ts'
import { startSending } from './mail/send.ts'

try {
  const { config, secrets } = readConfig(process.env)
  const start = async () => {
    await migrateDatabase(secrets.directDatabaseUrl, join(import.meta.dirname, '..', 'migrations'))
    const context = createContext(config, secrets)
    const { smtpUrl, mailFrom: from } = config
    const { isRestored } = await noteIncarnation(context.db)
    if (config.metrics !== undefined) observeDatabase(context.db)
    if (isRestored) context.log.warn('The database was restored or moved: ids are skipped')
    warnOfMailbox(context, config)
    await warnOfMissingLimits(context.db, secrets.isPooled, context.log)
    const sender = smtpUrl === undefined ? null : startSending(context, { smtpUrl, from })
    const housekeeping = startHousekeeping(context)
    const notices = startNotices(context)
    const stop = async () => {
      await Promise.all([housekeeping.stop(), notices.stop()])
      await sender?.stop()
      await context.close()
    }
    return { app: await createApp(context), log: context.log, stop }
  }
  await runService(start, { ...config, name: 'box-office' })
} catch (error) {
  exitOnConfigError(error)
}

function warnOfMailbox({ log }: Context, { mailbox, smtpUrl, host, publicUrl }: Config): void {
  const isLocal = isLoopbackName(host) && isLoopbackName(new URL(publicUrl).hostname)
  if (mailbox && smtpUrl === undefined && !isLocal)
    log.warn("MAILBOX=true: anybody who reaches this box office can read everybody's mail at /mailbox")
}

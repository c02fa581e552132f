import { createDb } from '@tuvens/platform/db'
import { migrateUp } from '@tuvens/platform/migrate'
import { exitOnConfigError, runService } from '@tuvens/platform/service'
import { join } from 'node:path'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { createContext } from './context.ts'

try {
  const { config, secrets } = readConfig(process.env)
  const start = async () => {
    const migrator = createDb(secrets.databaseUrl, { max: 1, applicationName: 'box-office migrations' })
    await migrateUp(migrator, join(import.meta.dirname, '..', 'migrations'))
    await migrator.end()
    const context = createContext(config, secrets)
    return { app: await createApp(context), log: context.log, stop: context.close }
  }
  await runService(start, { port: config.port, host: config.host })
} catch (error) {
  exitOnConfigError(error)
}

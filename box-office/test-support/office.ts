import { createLog } from '@tuvens/platform/log'
import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import type { FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import { expect, vi } from 'vitest'
import { createApp } from '../src/app.ts'
import { type Config, readConfig } from '../src/config.ts'
import { ENTRANCES } from '../src/entrances.ts'
import { type Context, createContext } from '../src/context.ts'

export type TestOffice = {
  app: FastifyInstance
  context: Context
  database: TestDatabase
  /** Address of the REST API, without a slash at its end. */
  api: string
  close: () => Promise<void>
}
type Options = {
  config?: Partial<Config>
  context?: Partial<Context>
  database?: TestDatabase
  jwtSecret?: string
  env?: Record<string, string>
  /** A free one when it is not given. */
  port?: number
}

export const JWT_SECRET = 'a secret of the tests that is long enough'

/** Starts a box office on a database of its own, or on the given one. */
export async function startOffice({
  config,
  context: overrides,
  database,
  jwtSecret,
  env,
  port = 0,
}: Options = {}): Promise<TestOffice> {
  const own = database ?? (await createTestDatabase('box-office'))
  const settings = readConfig({
    DATABASE_URL: own.url,
    JWT_SECRET: jwtSecret ?? JWT_SECRET,
    APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS: '127.0.0.1,localhost',
    WEBHOOK_TARGETS: '*',
    APP_API_RATE_LIMIT_PER_MINUTE: '100000',
    LIMIT_HELD_TICKETS: '1000000',
    ...Object.fromEntries(Object.values(ENTRANCES).map(({ env: name }) => [name, '1000000'])),
    ...env,
  })
  const log = createLog('box-office', 'silent')
  const context = createContext({ ...settings.config, ...config }, settings.secrets, { log, ...overrides })
  const app = await createApp(context)
  await app.listen({ port, host: '127.0.0.1' })
  const address = app.server.address() as AddressInfo
  return {
    app,
    context,
    database: own,
    api: `http://127.0.0.1:${address.port}/api`,
    close: async () => {
      app.server.closeAllConnections()
      await app.close()
      await context.close()
      if (database === undefined) await own.drop()
    },
  }
}

/** Resolves when so many connections of the test database wait for a lock. */
export function untilWaiting(office: TestOffice, count: number): Promise<void> {
  const waiting = async () => {
    const rows = await office.database.db`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    expect(rows).toHaveLength(count)
  }
  return vi.waitFor(waiting, { timeout: 60_000, interval: 20 })
}

import { type Clock, systemClock } from '@tuvens/platform/clock'
import { createDb, type Db } from '@tuvens/platform/db'
import { createLog, type Log } from '@tuvens/platform/log'
import { randomBytes } from 'node:crypto'
import type { Config, Secrets } from './config.ts'
import { createMisbehaviour, type Misbehaviour } from './misbehave/misbehaviour.ts'
import { createSender, type Send } from './webhooks/send.ts'
import { createTurns, type Turns } from './webhooks/turns.ts'

export type Context = {
  config: Config
  secrets: Secrets
  db: Db
  /** For changes that webhooks are told of before they are committed: they may wait for strangers, so nothing else waits for them. */
  tellingDb: Db
  /** Such changes, per organizer: nobody's receivers take all of these connections. */
  tellingTurns: Turns
  /** Orders being made, per event: a rush on one leaves connections for everybody else. */
  sellingTurns: Turns
  /** Makes one delivery attempt. The one place where a delivery may be made to misbehave. */
  send: Send
  /** What goes wrong on demand; null where nobody may demand it. */
  misbehaviour: Misbehaviour | null
  clock: Clock
  random: (bytes: number) => Buffer
  log: Log
  close: () => Promise<void>
}

const TELLING_CONNECTIONS = 24
const TELLING_PER_ORGANIZER = 6
const SELLING_PER_EVENT = 5

export function createContext(config: Config, secrets: Secrets, overrides: Partial<Context> = {}): Context {
  const db = overrides.db ?? createDb(secrets.databaseUrl, { max: 10, applicationName: 'box-office' })
  const tellingDb =
    overrides.tellingDb ??
    createDb(secrets.databaseUrl, { max: TELLING_CONNECTIONS, applicationName: 'box-office telling' })
  const log = overrides.log ?? createLog('box-office', config.logLevel)
  const misbehaviour = overrides.misbehaviour ?? (secrets.misbehaviour && createMisbehaviour())
  const honest = {
    send: overrides.send ?? createSender({ internalHosts: config.internalWebhookHosts }),
    clock: overrides.clock ?? systemClock,
  }
  return {
    config,
    secrets,
    tellingTurns: createTurns(TELLING_PER_ORGANIZER),
    sellingTurns: createTurns(SELLING_PER_EVENT),
    random: randomBytes,
    close: async () => {
      await Promise.all([db.end({ timeout: 5 }), tellingDb.end({ timeout: 5 })])
    },
    ...overrides,
    ...(misbehaviour?.over(honest) ?? honest),
    misbehaviour,
    db,
    tellingDb,
    log,
  }
}

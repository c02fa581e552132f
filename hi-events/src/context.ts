import { signRequest } from '@tuvens/contract/signatures'
import { systemClock } from '@tuvens/platform/clock'
import { createHttpCaller, type HttpCallerOptions } from '@tuvens/platform/http/call'
import type { SignatureRules } from '@tuvens/platform/http/signed-call'
import { createDb, type DbOptions } from '@tuvens/platform/db/db'
import { createFlags } from '@tuvens/platform/flags/flags'
import { createEntrances } from '@tuvens/platform/limits/entrances'
import { createGuessLimit } from '@tuvens/platform/limits/guesses'
import { createLimits, type Limits } from '@tuvens/platform/limits/limit'
import { connectRedis } from '@tuvens/platform/limits/redis'
import { createLog, type Log } from '@tuvens/platform/log'
import { createWakeUp } from '@tuvens/platform/work'
import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Inputs } from './base/context.ts'
import type { Config, Secrets } from './base/config.ts'
import type { EditsContext } from './edits/context.ts'
import type { LandingContext } from './landing/context.ts'
import type { LookUpContext } from './passthrough/login/look-up.ts'
import { createLock } from './mapping/lock.ts'
import { createJwtLogin } from './mapping/login-by-jwt.ts'
import { createPasswordLogin } from './mapping/login-by-password.ts'
import { createServiceTokens } from './mapping/service-token.ts'
import { createVault } from './mapping/vault.ts'
import { createShopCache } from './shop/shop-cache.ts'
import type { PickerContext } from './picker/context.ts'
import type { ReportContext } from './report/context.ts'
import { createWebhookOwners } from './relay/webhook-owners.ts'
import { createApiCaller } from './session/call-api.ts'
import { SecureCrossAppAuthMiddleware } from './session/secure-cross-app-auth-middleware.ts'
import { SecureCrossAppAuthService } from './session/secure-cross-app-auth-service.ts'
import type { TicketSessionContext } from './ticket-session/context.ts'
import { createEventAccounts } from './ticket-session/event-accounts.ts'
import { createLinkedEvents, type LinkedEvents } from './ticket-session/linked-events.ts'
import { createTicketSessions } from './ticket-session/ticket-sessions.ts'
import { type UpstreamCaller, createCaller } from './upstream/call.ts'
import { createHiEvents } from './upstream/hi-events.ts'
import { loadAssets } from './web/assets.ts'

/** The dependencies of all folders together. For the service itself, scripts and tests. */
export type Context = LandingContext &
  PickerContext &
  ReportContext &
  EditsContext &
  TicketSessionContext &
  LookUpContext & {
    linkedEvents: LinkedEvents
    limits: Limits<'personCalls'>
    caller: UpstreamCaller
    close: () => Promise<void>
  }

/** What a test may put in the place of the real thing. */
export type Overrides = Partial<Inputs> & { log?: Log; assetsFolder?: string }

const INPUTS: Inputs = {
  clock: systemClock,
  sleep: (ms) => sleep(ms),
  random: randomBytes,
  randomFraction: Math.random,
  newId: randomUUID,
}
const ASSETS = join(import.meta.dirname, '..', 'dist', 'assets')
/** A landing holds its lock, and waits for those before it, for as long as its calls to Hi.Events take. */
const LOCKS_POOL: DbOptions = {
  applicationName: 'hi-events-locks',
  timeouts: { statementMs: 90_000, lockMs: 90_000, idleInTransactionMs: 180_000 },
  waitMs: 90_000,
}
const STATUS_TIMEOUT_MS = 10_000

/** Wires everything by hand; opens no connection before it is used. */
export function createContext(config: Config, secrets: Secrets, overrides: Overrides = {}): Context {
  const { log = createLog('hi-events', config.logLevel), assetsFolder = ASSETS, ...given } = overrides
  const inputs = { ...INPUTS, ...given }
  const now = () => inputs.clock.now()
  const db = createDb(secrets.databaseUrl, {
    max: 20,
    applicationName: 'hi-events',
    isPooled: secrets.isPooled,
  })
  const locks = createDb(secrets.directDatabaseUrl, LOCKS_POOL)
  const redis = connectRedis(secrets.redisUrl, log)
  const counting = { service: 'hi-events', redis, clock: inputs.clock }
  const unknownTokens = { points: config.unknownTokenLimit, seconds: 60 }
  const vault = createVault(secrets.credentialKeys)
  const caller = createCaller(config.upstreamApi, { ...inputs, now, budget: config.upstreamBudget })
  const hiEvents = createHiEvents(caller)
  const { tuvensApiUrl: baseUrl } = config
  const api = createApiCaller({ baseUrl, secrets: secrets.shared, now, sleep: inputs.sleep })
  const sign: HttpCallerOptions['sign'] = (attempt) => signRequest(secrets.shared, attempt, now())
  const statusApi = createHttpCaller({ target: 'api', baseUrl, timeoutMs: STATUS_TIMEOUT_MS, sign })
  const login =
    config.loginMode === 'jwt'
      ? createJwtLogin({ jwtSecret: secrets.hiEventsJwt, issuer: config.upstreamApi, now })
      : createPasswordLogin({ db, vault, hiEvents, clock: inputs.clock, log })
  const auth = new SecureCrossAppAuthService({ api, now, newKey: inputs.newId })
  const flags = createFlags()
  const parts = { ...inputs, config, db, vault, login, hiEvents, log, auth, flags }
  return {
    ...parts,
    secrets,
    caller,
    lock: createLock(locks),
    middleware: new SecureCrossAppAuthMiddleware({ db, signature: signatureRules(config, secrets, now) }),
    tokens: createServiceTokens(login, now),
    ticketSessions: createTicketSessions(parts),
    linkedEvents: createLinkedEvents(db, now),
    eventAccounts: createEventAccounts(db, now),
    limits: createLimits({
      rules: {
        unknownTokens,
        unknownTicketTokens: unknownTokens,
        personCalls: { points: config.personCallLimit, seconds: 60 },
      },
      ...counting,
    }),
    entrances: createEntrances({ budgets: config.entrances, ...counting }),
    guesses: createGuessLimit(counting),
    statusApi,
    outboxWakeUp: createWakeUp(),
    inboxWakeUp: createWakeUp(),
    shopsWakeUp: createWakeUp(),
    editsWakeUp: createWakeUp(),
    runningReads: new Map(),
    runningSweeps: { full: new Set(), latest: new Set() },
    webhookOwners: createWebhookOwners({ db, vault }, now),
    shopCache: createShopCache(hiEvents, now),
    assets: loadAssets(assetsFolder),
    close: async () => {
      redis?.disconnect()
      const pools = [db, locks].map((each) => each.end({ timeout: 5 }))
      await Promise.all([...pools, ...[caller, api, statusApi].map((each) => each.close())])
    },
  }
}

function signatureRules(config: Config, secrets: Secrets, now: () => number): SignatureRules {
  return {
    secrets: secrets.shared,
    now,
    pathPrefix: config.signedPathPrefix,
    allowsLegacy: config.allowsLegacyCalls,
  }
}

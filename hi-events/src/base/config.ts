import { readEnv, type Env, type EnvFields } from '@tuvens/platform/config'
import { readDatabaseAddresses } from '@tuvens/platform/db/addresses'
import { checkProduction } from '@tuvens/platform/production/check'
import { PRODUCTION_RULES } from './production.ts'
import { readBudgets } from '@tuvens/platform/limits/budgets'
import { readTelemetry } from '@tuvens/platform/telemetry/settings'
import { ENTRANCES } from './entrances.ts'

/** The settings; none of them is secret. */
export type Config = ReturnType<typeof readSettings>

/** Never logged. */
export type Secrets = ReturnType<typeof readSecrets>

/** @throws ConfigError with every problem and how to fix it */
export function readConfig(env: Env): { config: Config; secrets: Secrets } {
  return readEnv(env, (fields) => {
    checkProduction(fields, PRODUCTION_RULES)
    const config = readSettings(fields)
    return { config, secrets: readSecrets(fields, config.loginMode) }
  })
}

function readSettings(fields: EnvFields) {
  const ticketOrigin = fields.origin('TICKET_ORIGIN', 'http://localhost:3002')
  const siteUrl = fields.origin('SITE_URL', 'http://localhost:3000')
  const tuvensApiUrl = fields.url('TUVENS_API_URL', 'http://localhost:3001')
  const upstream = fields.url('HI_EVENTS_UPSTREAM', 'http://127.0.0.1:3003')
  if (upstream !== '' && new URL(upstream).origin === ticketOrigin) {
    fields.problem(
      'HI_EVENTS_UPSTREAM is TICKET_ORIGIN, this very service; set it to where Hi.Events itself answers',
    )
  }
  const webhookUrl = fields.url('WEBHOOK_URL', ticketOrigin)
  return {
    port: fields.integer('PORT', 3002, { max: 65_535 }),
    host: fields.text('HOST', '127.0.0.1'),
    /** How long a process goes on after a signal to stop, so that balancers notice. */
    drainMs: fields.integer('SHUTDOWN_DRAIN', 0, { max: 600 }) * 1000,
    /** Origin people see. */
    ticketOrigin,
    /** Also accepts signatures of the API that do not cover the path (spec 2.1). */
    allowsLegacyCalls: fields.boolean('ALLOW_LEGACY_S2S'),
    /** The part of the path that a proxy in front removes from the API's calls. */
    signedPathPrefix: fields.pathPrefix('SIGNED_PATH_PREFIX'),
    tuvensApiUrl,
    /** The same for browsers. */
    publicApiUrl: fields.url('PUBLIC_API_URL', tuvensApiUrl),
    siteUrl,
    /** Root of the ticket system: its pages. */
    upstream,
    /** More hosts at which it has its pictures, e.g. of a content delivery network. */
    pictureOrigins: fields.origins('HI_EVENTS_PICTURE_ORIGINS'),
    /** Root of its API; `<upstream>/api` unless it has a root of its own. */
    upstreamApi: fields.url('HI_EVENTS_API_URL', upstream === '' ? '' : `${upstream}/api`),
    /** How we sign in to Hi.Events (spec 3.2). */
    loginMode: fields.choice('HI_EVENTS_LOGIN', ['password', 'jwt'], 'password'),
    /** Where Hi.Events reaches us with its webhooks. */
    webhookUrl,
    /** More hosts than that of `ticketOrigin` at which this service is reached. */
    allowedHosts: [...hostOf(webhookUrl), ...fields.hosts('ALLOWED_HOSTS')],
    /** Origins a `return_url` may have. */
    returnOrigins: originsOr(fields, 'RETURN_URL_ALLOWLIST', siteUrl),
    /** Origins whose pages may frame the picker. */
    embedOrigins: originsOr(fields, 'EMBED_ORIGINS', siteUrl),
    /** Whether anybody may open an account on the ticket system; the ticket origin makes them either way. */
    registration: fields.choice('HI_EVENTS_REGISTRATION', ['closed', 'open'], 'closed'),
    /** Milliseconds between two sweeps of an account: recently active, with open events, and when all are over. */
    sweep: {
      fast: fields.integer('SWEEP_FAST_MS', 10_000, { min: 100 }),
      steady: fields.integer('SWEEP_STEADY_MS', 40_000, { min: 100 }),
      slow: fields.integer('SWEEP_SLOW_MS', 300_000, { min: 100 }),
    },
    /** Milliseconds between two checks that an account's webhook still exists and is switched on. */
    webhookCheckMs: fields.integer('WEBHOOK_CHECK_MS', 300_000, { min: 100 }),
    /** Requests a minute and Hi.Events login we allow ourselves; it allows 180, the organiser's browser included. */
    upstreamBudget: fields.integer('UPSTREAM_BUDGET', 120, { min: 10 }),
    /** Calls a minute that one person may make with the login of their account: half of what Hi.Events allows. */
    personCallLimit: fields.integer('LIMIT_PERSON_CALLS', 90, { min: 1 }),
    entrances: readBudgets(fields, ENTRANCES),
    /** Unknown session tokens a minute and client before it is refused; unknown ticket sessions count by themselves. */
    unknownTokenLimit: fields.integer('LIMIT_UNKNOWN_TOKENS', 30, { min: 1 }),
    /** How long a ticket session lives without use, and in all. The API stores its side for eight days. */
    ticketSession: {
      idleSeconds: fields.integer('TICKET_SESSION_IDLE', 7_200, { min: 1, max: 604_800 }),
      maxSeconds: fields.integer('TICKET_SESSION_MAX', 43_200, { min: 1, max: 604_800 }),
    },
    /** Days for which is stored who made each write in the ticket system. */
    writesDays: fields.integer('TICKET_WRITES_DAYS', 400, { min: 1, max: 3_650 }),
    /** Days for which native webhooks and status reports are kept after they were processed or delivered. */
    deliveriesDays: fields.integer('DELIVERIES_DAYS', 30, { min: 1, max: 3_650 }),
    /** Days for which a dead letter waits for an operator. */
    deadLetterDays: fields.integer('DEAD_LETTER_DAYS', 400, { min: 1, max: 3_650 }),
    /** Proxies in front of us whose `X-Forwarded-For` entry is believed. */
    proxyHops: readHops(fields),
    logLevel: fields.text('LOG_LEVEL', 'info'),
    ...readTelemetry(fields),
  }
}

function readSecrets(fields: EnvFields, mode: Config['loginMode']) {
  return {
    ...readDatabaseAddresses(fields),
    redisUrl: fields.secretUrl('REDIS_URL', 'redis', 'rediss'),
    shared: fields.secrets('HI_EVENTS_SHARED_SECRET', 'CROSS_APP_SHARED_SECRET'),
    /** The first encrypts, all decrypt. */
    credentialKeys: fields.secrets('CREDENTIALS_KEY'),
    /** Only with HI_EVENTS_LOGIN=jwt. */
    hiEventsJwt: mode === 'jwt' ? fields.text('HI_EVENTS_JWT_SECRET') : '',
  }
}

function hostOf(url: string): string[] {
  return url === '' ? [] : [new URL(url).host]
}

function originsOr(fields: EnvFields, name: string, fallback: string): string[] {
  const given = fields.origins(name)
  return given.length > 0 || fallback === '' ? given : [new URL(fallback).origin]
}

/** `TRUST_PROXY`: how many proxies stand in front; `true` means one. */
function readHops(fields: EnvFields): number {
  const value = fields.optional('TRUST_PROXY')?.toLowerCase()
  if (value === undefined || value === 'false') return 0
  if (value === 'true') return 1
  return fields.integer('TRUST_PROXY', 0, { max: 10 })
}

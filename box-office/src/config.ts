import { type Env, type EnvFields, readEnv, type SecretList } from '@tuvens/platform/config'
import { type DatabaseAddresses, readDatabaseAddresses } from '@tuvens/platform/db/addresses'
import { readBudgets } from '@tuvens/platform/limits/budgets'
import type { Budget } from '@tuvens/platform/limits/entrances'
import { ENTRANCES, type EntranceName } from './entrances.ts'
import { checkProduction } from '@tuvens/platform/production/check'
import { PRODUCTION_RULES } from './production.ts'
import { readTelemetry, type TelemetrySettings } from '@tuvens/platform/telemetry/settings'

/** Where webhooks may be sent. */
export type WebhookTargets = {
  /** Addresses below which webhooks may be sent, also when they are private. */
  prefixes: readonly string[]
  /** Hosts to which webhooks may be sent, also when they are private. */
  hosts: readonly string[]
  /** Whether every public address is allowed, as at a stock Hi.Events. */
  isPublicAllowed: boolean
}

export type Config = {
  port: number
  host: string
  /** How long it goes on after a signal to stop, so that balancers notice. */
  drainMs: number
  /** The origin in the browser's address bar. */
  publicUrl: string
  /** More hosts than that of `publicUrl` at which it is reached. */
  allowedHosts: readonly string[]
  /** Origins whose scripts may read the REST API with credentials; other origins get the first one in the response. */
  corsOrigins: readonly [string, ...string[]]
  webhookTargets: WebhookTargets
  /** REST calls per minute and user, or per address for anonymous callers. */
  rateLimit: number
  entrances: Record<EntranceName, Budget>
  /** Tickets of one price that one client may hold, unless a quarter of them is more. */
  maxHeldTickets: number
  /** Proxies whose `X-Forwarded-For` is trusted. */
  trustProxy: string | boolean
  /** The version of Hi.Events whose API it has: v1.8, or the one after it, with events of several dates. */
  shape: 'stock' | 'next'
  smtpUrl: string | undefined
  mailFrom: string
  /** Whether anybody may register an account. */
  isRegistrationOpen: boolean
  /** Where organisers come from, already signed in; null when they sign in and register here. */
  organisersUrl: string | null
  /** Shows all mail at `/mailbox`: for laptops without a mail server. */
  mailbox: boolean
  logLevel: string
} & TelemetrySettings

export type Secrets = DatabaseAddresses & {
  redisUrl: string | undefined
  jwt: SecretList
  /** Keys with which tests may inject faults; null switches fault injection off. */
  faultInjection: SecretList | null
}

/** @throws ConfigError with every problem */
export function readConfig(env: Env): { config: Config; secrets: Secrets } {
  return readEnv(env, (fields) => {
    checkProduction(fields, PRODUCTION_RULES)
    const publicUrl = fields.url('PUBLIC_URL', 'http://localhost:3002')
    const origins = fields.origins('CORS_ALLOWED_ORIGINS')
    const proxy = fields.text('TRUST_PROXY', 'loopback')
    return {
      config: {
        port: fields.integer('PORT', 3003, { max: 65_535 }),
        host: fields.text('HOST', '127.0.0.1'),
        drainMs: fields.integer('SHUTDOWN_DRAIN', 0, { max: 600 }) * 1000,
        publicUrl,
        allowedHosts: fields.hosts('ALLOWED_HOSTS'),
        corsOrigins: [
          origins[0] ?? fields.origin('PUBLIC_URL', 'http://localhost:3002'),
          ...origins.slice(1),
        ],
        webhookTargets: readTargets(fields, publicUrl),
        entrances: readBudgets(fields, ENTRANCES),
        maxHeldTickets: fields.integer('LIMIT_HELD_TICKETS', 10, { min: 1 }),
        rateLimit: fields.integer('APP_API_RATE_LIMIT_PER_MINUTE', 180, { min: 1 }),
        trustProxy: proxy === 'true' || (proxy !== 'false' && proxy),
        shape: fields.choice('HI_EVENTS_SHAPE', ['stock', 'next'], 'stock'),
        isRegistrationOpen: !fields.boolean('APP_DISABLE_REGISTRATION'),
        smtpUrl: fields.secretUrl('SMTP_URL', 'smtp', 'smtps'),
        organisersUrl: fields.optionalUrl('ORGANISERS_URL') ?? null,
        mailFrom: fields.text('MAIL_FROM', 'Box Office <tickets@localhost>'),
        mailbox: fields.boolean('MAILBOX'),
        logLevel: fields.text('LOG_LEVEL', 'info'),
        ...readTelemetry(fields),
      },
      secrets: {
        ...readDatabaseAddresses(fields),
        redisUrl: fields.secretUrl('REDIS_URL', 'redis', 'rediss'),
        jwt: fields.secrets('JWT_SECRET'),
        faultInjection:
          fields.optional('FAULT_INJECTION_KEY') === undefined ? null : fields.secrets('FAULT_INJECTION_KEY'),
      },
    }
  })
}

/** Where the ticket origin receives webhooks. */
const HOOKS = '/hooks/hi-events'

function readTargets(fields: EnvFields, publicUrl: string): WebhookTargets {
  const given = fields.list('WEBHOOK_TARGETS')
  const prefixes = given.filter((each) => each !== '*')
  for (const each of prefixes)
    if (!URL.canParse(each) || !/^https?:/.test(each))
      fields.problem(`WEBHOOK_TARGETS holds ${each}, which is neither an http or https address nor *`)
  return {
    prefixes: given.length === 0 ? [`${publicUrl}${HOOKS}`] : prefixes,
    hosts: fields.list('APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS').map((each) => each.toLowerCase()),
    isPublicAllowed: given.includes('*'),
  }
}

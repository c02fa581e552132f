import { LIMITS, type LimitName } from '@tuvens/contract'
import { type Env, type EnvFields, readEnv } from '@tuvens/platform/config'
import { readDatabaseAddresses } from '@tuvens/platform/db/addresses'
import { readBudgets } from '@tuvens/platform/limits/budgets'
import { readTelemetry } from '@tuvens/platform/telemetry/settings'
import type { LimitRule } from '@tuvens/platform/limits/limit'
import { checkProduction } from '@tuvens/platform/production/check'
import { ENTRANCES, type EntranceName } from './entrances.ts'
import { readConsole, readOperators } from './operators.ts'
import { PRODUCTION_RULES, SEED_COMMAND } from './production.ts'

export type OutsideIssuer = {
  issuer: string
  audience: string
  jwksUrl: string
  /** Values of `typ` that mark an access token, in lower case. */
  tokenTypes: string[]
  /** Clients whose tokens are accepted; empty: the audience alone. */
  clientIds: string[]
}

export type Config = ReturnType<typeof readConfig>['config']
export type Secrets = ReturnType<typeof readConfig>['secrets']

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/**
 * Reads every setting of the API once.
 *
 * @throws ConfigError with all problems together
 */
export function readConfig(env: Env) {
  return readEnv(env, (fields) => {
    checkProduction(fields, PRODUCTION_RULES)
    const outsideIssuer = readOutsideIssuer(fields)
    const operators = readOperators(fields)
    return {
      config: {
        ...readAddresses(fields),
        ...readRules(fields),
        ...readMail(fields),
        pictures: readPictures(fields),
        /** The operator's console; null: none. */
        console: readConsole(fields, operators),
        /** Replaces the API's own sign-in. */
        outsideIssuer,
      },
      secrets: {
        ...readDatabaseAddresses(fields),
        /** With the password of the mail server. */
        smtpUrl: fields.secretUrl('SMTP_URL', 'smtp', 'smtps'),
        pictureBucketSecret: fields.optional('PICTURES_S3_SECRET'),
        redisUrl: fields.secretUrl('REDIS_URL', 'redis', 'rediss'),
        operators,
        shared: fields.secrets('HI_EVENTS_SHARED_SECRET', 'CROSS_APP_SHARED_SECRET'),
        /** Ed25519 seeds, 32 bytes each: the first signs, all verify. */
        signingKeys: readSigningKeys(fields, outsideIssuer === null),
      },
    }
  })
}

function readAddresses(fields: EnvFields) {
  const ticketOrigin = fields.origin('HI_EVENTS_DOMAIN', 'http://localhost:3002')
  return {
    port: fields.integer('PORT', 3001, { max: 65_535 }),
    host: fields.text('HOST', '127.0.0.1'),
    /** How long a process goes on after a signal to stop, so that balancers notice. */
    drainMs: fields.integer('SHUTDOWN_DRAIN', 0, { max: 600 }) * 1000,
    /** Public address of this API; also the issuer of its tokens. */
    apiUrl: fields.url('API_URL', 'http://localhost:3001'),
    siteUrl: fields.origin('SITE_URL', 'http://localhost:3000'),
    /** Public origin of the ticket origin; landing URLs point there. */
    ticketOrigin,
    /** Address at which this API calls the ticket origin; the public one unless set. */
    ticketServiceUrl: fields.url('TICKET_SERVICE_URL', ticketOrigin),
    corsOrigins: [...new Set([ticketOrigin, ...fields.origins('CORS_ORIGINS')])],
    /** More hosts than that of `apiUrl` at which this API is reached. */
    allowedHosts: fields.hosts('ALLOWED_HOSTS'),
    trustProxy: readTrustProxy(fields),
  }
}

function readRules(fields: EnvFields) {
  return {
    /** Also accepts the plain shared secret and signatures that do not cover the path (spec 2.1). */
    allowsLegacyCalls: fields.boolean('ALLOW_LEGACY_S2S'),
    /** The part of the path that a proxy in front of this API removes. */
    signedPathPrefix: fields.pathPrefix('SIGNED_PATH_PREFIX'),
    /** For a token that nobody has used. */
    sessionExpirySeconds: fields.integer('CROSS_APP_SESSION_EXPIRY', 300, { min: 1, max: 3600 }),
    /** Whether every session must be issued for the browser that asked for it. */
    requireBoundSessions: fields.boolean('REQUIRE_BOUND_SESSIONS'),
    /** How far a sender's clock may be ahead. */
    clockSkewSeconds: fields.integer('CLOCK_SKEW', 30, { min: 1, max: 300 }),
    /** How long a status webhook is stored to recognise its repeats. */
    webhookMaxAgeHours: fields.integer('WEBHOOK_MAX_AGE', 72, { min: 1, max: 8760 }),
    /** How long a change stays in the log: a client away for longer cannot resume. */
    streamRetentionHours: fields.integer('STREAM_RETENTION', 168, { min: 1, max: 8760 }),
    streamMaxConnections: fields.integer('STREAM_MAX_CONNECTIONS', 18_000, { min: 1 }),
    streamMaxPerClient: fields.integer('STREAM_MAX_PER_CLIENT', 200, { min: 1 }),
    /** Time a reader has to take what was written before its connection is closed. */
    streamDrainMs: fields.integer('STREAM_DRAIN_MS', 20_000, { min: 100 }),
    limits: readLimits(fields),
    entrances: readBudgets(fields, ENTRANCES),
    /** Days after which a sign-in ends that is not used, and in any case. */
    signInIdleDays: fields.integer('SIGN_IN_IDLE_DAYS', 14, { min: 1, max: 365 }),
    signInMaxDays: fields.integer('SIGN_IN_MAX_DAYS', 90, { min: 1, max: 365 }),
    /** Days after which a row of the audit log is deleted. */
    auditDays: fields.integer('AUDIT_DAYS', 400, { min: 1, max: 3_650 }),
    /** Days after which a mail that was sent or given up is deleted. */
    mailsDays: fields.integer('MAILS_DAYS', 30, { min: 1, max: 3_650 }),
    /** Days after which a webhook message that waits for nothing is deleted with its attempts. */
    webhookMessagesDays: fields.integer('WEBHOOK_MESSAGES_DAYS', 30, { min: 1, max: 365 }),
    /** Also sends webhooks by http and to addresses that are not public: for laptops and tests. */
    webhooksAllowPrivate: fields.boolean('WEBHOOKS_ALLOW_PRIVATE'),
    logLevel: fields.choice('LOG_LEVEL', LOG_LEVELS, 'info'),
    ...readTelemetry(fields),
  }
}

function readMail(fields: EnvFields) {
  return {
    mailFrom: fields.text('MAIL_FROM', 'Tuvens <tuvens@localhost>'),
    /** Shows mails at `/mailbox` instead of sending them: for laptops without a mail server. */
    mailbox: fields.boolean('MAILBOX'),
    /** Who is written to when something was done by itself that a person has to look at. */
    operatorEmail: fields.optional('OPERATOR_EMAIL'),
  }
}

/** Where pictures are stored: a folder, or the bucket of an S3-compatible service. */
function readPictures(fields: EnvFields) {
  const url = fields.optionalUrl('PICTURES_S3_URL')
  const region = fields.text('PICTURES_S3_REGION', 'us-east-1')
  const keyId = fields.optional('PICTURES_S3_KEY_ID')
  const missing = ['PICTURES_S3_KEY_ID', 'PICTURES_S3_SECRET'].filter(
    (name) => fields.optional(name) === undefined,
  )
  if (url !== undefined && missing.length > 0)
    fields.problem(`${missing.join(' and ')} is missing; PICTURES_S3_URL needs both`)
  return {
    /** Used without a bucket; shared by all nodes. */
    folder: fields.text('PICTURES_FOLDER', '.data/pictures'),
    bucket: url && keyId ? { url: url.replace(/\/$/, ''), region, keyId } : null,
  }
}

/** The limits of callers who are known; those of strangers are entrances. */
export type CallerLimit = Exclude<LimitName, EntranceName>

function readLimits(fields: EnvFields): Record<CallerLimit, LimitRule> {
  const read = (name: CallerLimit): LimitRule => {
    const { env, points, seconds } = LIMITS[name]
    return { points: fields.integer(env, points, { min: 1, max: 1_000_000_000 }), seconds }
  }
  return {
    generate: read('generate'),
    validate: read('validate'),
    userAccounts: read('userAccounts'),
    validatePermission: read('validatePermission'),
    statusWebhook: read('statusWebhook'),
    report: read('report'),
    mailedAgain: read('mailedAgain'),
    passwordAgain: read('passwordAgain'),
    secondFactor: read('secondFactor'),
    invite: read('invite'),
    apiKeys: read('apiKeys'),
    platform: read('platform'),
    webhookEndpoints: read('webhookEndpoints'),
    upload: read('upload'),
  }
}

function readOutsideIssuer(fields: EnvFields): OutsideIssuer | null {
  const names = ['AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_JWKS_URL']
  const types = fields.list('AUTH_TOKEN_TYPES').map((each) => each.toLowerCase())
  const tokenRules = {
    tokenTypes: types.length > 0 ? types : ['at+jwt'],
    clientIds: fields.list('AUTH_CLIENT_IDS'),
  }
  const missing = names.filter((name) => fields.optional(name) === undefined)
  if (missing.length === names.length) return null
  if (missing.length > 0) {
    fields.problem(
      `${missing.join(' and ')} is missing; an outside issuer needs ${names.join(', ')} together`,
    )
    return null
  }
  return {
    issuer: fields.text('AUTH_ISSUER'),
    audience: fields.text('AUTH_AUDIENCE'),
    jwksUrl: fields.url('AUTH_JWKS_URL'),
    ...tokenRules,
  }
}

const SEED = /^[A-Za-z0-9_-]{43}$/

function readSigningKeys(fields: EnvFields, isRequired: boolean): Buffer[] {
  const seeds = fields.list('AUTH_SIGNING_KEYS')
  if (isRequired && seeds.length === 0)
    fields.missing('AUTH_SIGNING_KEYS', `set it, e.g. to the output of: ${SEED_COMMAND}`)
  if (seeds.some((seed) => !SEED.test(seed))) {
    fields.problem('AUTH_SIGNING_KEYS holds a key that is not 32 bytes in base64url (43 characters)')
  }
  return seeds.map((seed) => Buffer.from(seed, 'base64url'))
}

/**
 * `true`, a number of hops, or a list of addresses; absent: `X-Forwarded-For` is ignored. The event site calls for its
 * visitors: without a decision, all of them would share one budget, and one of them could lock out the others.
 */
function readTrustProxy(fields: EnvFields): boolean | number | string[] {
  const value = fields.optional('TRUST_PROXY')
  if (value === undefined && fields.optional('NODE_ENV') === 'production') fields.problem(NO_TRUST_PROXY)
  if (value === undefined || value === 'false') return false
  if (value === 'true') return true
  return /^\d+$/.test(value) ? Number(value) : fields.list('TRUST_PROXY')
}
const NO_TRUST_PROXY =
  'TRUST_PROXY is missing; set it to the addresses of the event site and of the proxies in front of the API, which name the client they call for, or to false if there are none'

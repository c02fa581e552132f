import { ConfigError } from '@tuvens/platform/config'
import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { SECRET, SEED } from '../../test-support/api.ts'

const ENOUGH = { DATABASE_URL: 'postgres://x', HI_EVENTS_SHARED_SECRET: SECRET, AUTH_SIGNING_KEYS: SEED }

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('the settings of the API', () => {
  it('has defaults for everything but the secrets and the database', () => {
    const { config, secrets } = readConfig(ENOUGH)
    expect(config).toEqual({
      port: 3001,
      host: '127.0.0.1',
      apiUrl: 'http://localhost:3001',
      siteUrl: 'http://localhost:3000',
      ticketOrigin: 'http://localhost:3002',
      ticketServiceUrl: 'http://localhost:3002',
      corsOrigins: ['http://localhost:3002'],
      outsideIssuer: null,
      pictures: { folder: '.data/pictures', bucket: null },
      allowedHosts: [],
      allowsLegacyCalls: false,
      signedPathPrefix: '',
      sessionExpirySeconds: 300,
      clockSkewSeconds: 30,
      requireBoundSessions: false,
      webhookMaxAgeHours: 72,
      streamRetentionHours: 168,
      streamMaxConnections: 18_000,
      streamMaxPerClient: 200,
      streamDrainMs: 20_000,
      signInIdleDays: 14,
      signInMaxDays: 90,
      auditDays: 400,
      mailFrom: 'Tuvens <tuvens@localhost>',
      mailbox: false,
      limits: {
        generate: { points: 10, seconds: 60 },
        validate: { points: 100, seconds: 60 },
        userAccounts: { points: 50, seconds: 60 },
        validatePermission: { points: 100, seconds: 60 },
        statusWebhook: { points: 1000, seconds: 60 },
        report: { points: 30, seconds: 60 },
        mailedAgain: { points: 3, seconds: 900 },
        passwordAgain: { points: 10, seconds: 600 },
        secondFactor: { points: 10, seconds: 600 },
        invite: { points: 30, seconds: 3600 },
        upload: { points: 60, seconds: 3600 },
        apiKeys: { points: 20, seconds: 3600 },
        platform: { points: 600, seconds: 60 },
        webhookEndpoints: { points: 60, seconds: 60 },
      },
      entrances: {
        login: { client: { points: 30, seconds: 60 }, all: { points: 3000, seconds: 60 } },
        refresh: { client: { points: 60, seconds: 60 }, all: { points: 30_000, seconds: 60 } },
        register: { client: { points: 10, seconds: 60 }, all: { points: 600, seconds: 60 } },
        complaint: {
          client: { points: 5, seconds: 3600 },
          all: { points: 300, seconds: 3600 },
          target: { points: 30, seconds: 3600 },
        },
        beacon: { client: { points: 120, seconds: 60 }, all: { points: 60_000, seconds: 60 } },
        mailedLink: { client: { points: 30, seconds: 600 }, all: { points: 6000, seconds: 600 } },
        passkey: { client: { points: 30, seconds: 600 }, all: { points: 6000, seconds: 600 } },
        passwordReset: {
          client: { points: 5, seconds: 900 },
          all: { points: 3000, seconds: 900 },
          target: { points: 5, seconds: 900 },
        },
        mail: {
          client: { points: 60, seconds: 3600 },
          all: { points: 20_000, seconds: 3600 },
          target: { points: 10, seconds: 3600 },
        },
      },
      trustProxy: false,
      logLevel: 'info',
      console: null,
      mailsDays: 30,
      webhookMessagesDays: 30,
      webhooksAllowPrivate: false,
      drainMs: 0,
      metrics: undefined,
      operatorEmail: undefined,
      requestLogSample: 0.1,
    })
    expect(secrets.signingKeys).toEqual([Buffer.alloc(32, 7)])
  })

  it('names all missing settings at once, each with how to set it', () => {
    expect(problemsOf({})).toEqual([
      expect.stringMatching(/^DATABASE_URL is missing/),
      expect.stringMatching(/^HI_EVENTS_SHARED_SECRET is missing.*openssl/),
      expect.stringMatching(/^AUTH_SIGNING_KEYS is missing.*openssl/),
    ])
  })

  it('accepts the older name of the shared secret, but not two different values', () => {
    const { HI_EVENTS_SHARED_SECRET, ...rest } = ENOUGH
    expect(readConfig({ ...rest, CROSS_APP_SHARED_SECRET: SECRET }).secrets.shared).toEqual([
      HI_EVENTS_SHARED_SECRET,
    ])
    expect(problemsOf({ ...ENOUGH, CROSS_APP_SHARED_SECRET: 'something-else-entirely' })).toEqual([
      'HI_EVENTS_SHARED_SECRET and CROSS_APP_SHARED_SECRET are both set and differ; keep one of them',
    ])
  })

  it.each([
    ['AUTH_SIGNING_KEYS', 'tooshort', /not 32 bytes in base64url/],
    ['CORS_ORIGINS', '*', /CORS_ORIGINS holds \*/],
    ['CROSS_APP_SESSION_EXPIRY', '3601', /not a whole number from 1 to 3600/],
    ['LIMIT_VALIDATE', 'many', /not a whole number/],
    ['API_URL', 'localhost', /not an http or https address/],
    ['LOG_LEVEL', 'loud', /none of fatal/],
    ['AUTH_ISSUER', 'https://login.example', /AUTH_AUDIENCE and AUTH_JWKS_URL is missing/],
  ])('refuses %s=%s', (name, value, problem) => {
    expect(problemsOf({ ...ENOUGH, [name]: value })).toEqual([expect.stringMatching(problem)])
  })

  it('requires no signing key with an outside issuer', () => {
    const outside = {
      AUTH_ISSUER: 'https://l.example',
      AUTH_AUDIENCE: 'a',
      AUTH_JWKS_URL: 'https://l.example/jwks',
    }
    const { config } = readConfig({ ...ENOUGH, ...outside, AUTH_SIGNING_KEYS: '' })
    expect(config.outsideIssuer).toEqual({
      issuer: 'https://l.example',
      audience: 'a',
      jwksUrl: 'https://l.example/jwks',
      tokenTypes: ['at+jwt'],
      clientIds: [],
    })
  })

  it.each([
    ['false', false],
    ['true', true],
    ['2', 2],
    ['10.0.0.0/8, 127.0.0.1', ['10.0.0.0/8', '127.0.0.1']],
  ])('reads TRUST_PROXY=%s', (value, wanted) => {
    expect(readConfig({ ...ENOUGH, TRUST_PROXY: value }).config.trustProxy).toEqual(wanted)
  })
})

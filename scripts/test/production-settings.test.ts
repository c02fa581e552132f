import { ConfigError, type Env } from '@tuvens/platform/config'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readConfig as readApi } from '../../api/src/base/config.ts'
import { readConfig as readBoxOffice } from '../../box-office/src/config.ts'
import { readConfig as readSite } from '../../client/src/lib/server/config.ts'
import { readConfig as readTickets } from '../../hi-events/src/base/config.ts'

type Read = (env: Env) => unknown

const random = () => randomBytes(32).toString('base64url')
const DATABASE_URL = 'postgres://tuvens@db.internal/tuvens'
const SHARED = random()

/** Settings of each service with which it starts in production. */
const SERVICES: Record<string, { read: Read; good: Env }> = {
  api: {
    read: readApi,
    good: {
      DATABASE_URL,
      HI_EVENTS_SHARED_SECRET: SHARED,
      AUTH_SIGNING_KEYS: random(),
      API_URL: 'https://api.example.org',
      SITE_URL: 'https://example.org',
      HI_EVENTS_DOMAIN: 'https://tickets.example.org',
      TICKET_SERVICE_URL: 'http://tickets.internal:3002',
      TRUST_PROXY: '10.0.0.5',
    },
  },
  'ticket origin': {
    read: readTickets,
    good: {
      DATABASE_URL,
      HI_EVENTS_SHARED_SECRET: SHARED,
      CREDENTIALS_KEY: random(),
      TICKET_ORIGIN: 'https://tickets.example.org',
      SITE_URL: 'https://example.org',
      TUVENS_API_URL: 'http://api.internal:3001',
      HI_EVENTS_UPSTREAM: 'http://hi-events.internal',
    },
  },
  'box office': {
    read: readBoxOffice,
    good: { DATABASE_URL, JWT_SECRET: random(), PUBLIC_URL: 'https://tickets.example.org' },
  },
  'event site': {
    read: readSite,
    good: {
      ORIGIN: 'https://example.org',
      PUBLIC_API_URL: 'https://api.example.org',
      PUBLIC_TICKET_ORIGIN: 'https://tickets.example.org',
      API_URL: 'http://api.internal:3001',
    },
  },
}

const WEAK = 'ALLOW_WEAK_SECRETS'
const HTTP = 'ALLOW_PUBLIC_HTTP'
const LEGACY = 'ALLOW_LEGACY_S2S_IN_PRODUCTION'
const DEMO = 'ALLOW_DEMO'
const ZERO_SEED = Buffer.alloc(32).toString('base64url')
const GUESSABLE = 'postgres://postgres:postgres@db.internal/tuvens'

/** Service, the bad setting, its value, and the setting that allows it. */
const ROWS: [service: string, setting: string, value: string, override: string][] = [
  ['api', 'HI_EVENTS_SHARED_SECRET', 'changemechangeme', WEAK],
  ['api', 'HI_EVENTS_SHARED_SECRET', `${SHARED},${'0'.repeat(64)}`, WEAK],
  ['api', 'CROSS_APP_SHARED_SECRET', 'changemechangeme', WEAK],
  ['api', 'AUTH_SIGNING_KEYS', ZERO_SEED, WEAK],
  ['api', 'AUTH_SIGNING_KEYS', SHARED, WEAK],
  ['api', 'DATABASE_URL', GUESSABLE, WEAK],
  ['api', 'API_URL', 'http://api.example.org', HTTP],
  ['api', 'SITE_URL', 'http://example.org', HTTP],
  ['api', 'HI_EVENTS_DOMAIN', 'http://tickets.example.org', HTTP],
  ['api', 'CORS_ORIGINS', 'https://a.example,http://b.example', HTTP],
  ['api', 'AUTH_ISSUER', 'http://login.example.org', HTTP],
  ['api', 'AUTH_JWKS_URL', 'http://login.example.org/jwks', HTTP],
  ['api', 'ALLOW_LEGACY_S2S', 'true', LEGACY],
  ['api', 'MAILBOX', 'true', DEMO],
  ['api', 'MAILBOX', 'yes', DEMO],
  ['ticket origin', 'HI_EVENTS_SHARED_SECRET', 'changemechangeme', WEAK],
  ['ticket origin', 'CROSS_APP_SHARED_SECRET', 'changemechangeme', WEAK],
  ['ticket origin', 'CREDENTIALS_KEY', '0'.repeat(64), WEAK],
  ['ticket origin', 'CREDENTIALS_KEY', SHARED, WEAK],
  ['ticket origin', 'HI_EVENTS_JWT_SECRET', 'your-key-goes-here-your-key-goes-her', WEAK],
  ['ticket origin', 'DATABASE_URL', GUESSABLE, WEAK],
  ['ticket origin', 'TICKET_ORIGIN', 'http://tickets.example.org', HTTP],
  ['ticket origin', 'PUBLIC_API_URL', 'http://api.example.org', HTTP],
  ['ticket origin', 'SITE_URL', 'http://example.org', HTTP],
  ['ticket origin', 'RETURN_URL_ALLOWLIST', 'http://example.org', HTTP],
  ['ticket origin', 'EMBED_ORIGINS', 'http://example.org', HTTP],
  ['ticket origin', 'ALLOW_LEGACY_S2S', 'true', LEGACY],
  ['box office', 'JWT_SECRET', 'secretsecretsecret', WEAK],
  ['box office', 'DATABASE_URL', GUESSABLE, WEAK],
  ['box office', 'PUBLIC_URL', 'http://tickets.example.org', HTTP],
  ['box office', 'CORS_ALLOWED_ORIGINS', 'http://tickets.example.org', HTTP],
  ['box office', 'ORGANISERS_URL', 'http://example.org', HTTP],
  ['box office', 'MAILBOX', 'true', DEMO],
  ['box office', 'FAULT_INJECTION_KEY', random(), DEMO],
  ['event site', 'ORIGIN', 'http://example.org', HTTP],
  ['event site', 'PUBLIC_API_URL', 'http://api.example.org', HTTP],
  ['event site', 'PUBLIC_TICKET_ORIGIN', 'http://tickets.example.org', HTTP],
  ['event site', 'AUTH_ISSUER', 'http://login.example.org', HTTP],
  ['event site', 'SIGN_IN_URL', 'http://login.example.org', HTTP],
]

function problemsOf(service: string, change: Env): readonly string[] {
  const { read, good } = SERVICES[service] ?? { read: () => undefined, good: {} }
  try {
    read({ ...good, ...change })
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}
const PRODUCTION = { NODE_ENV: 'production' }

describe('in production', () => {
  it.each(Object.keys(SERVICES))('the %s starts with good settings', (service) => {
    expect(problemsOf(service, PRODUCTION)).toEqual([])
  })

  it.each(ROWS)(
    'the %s does not start with a bad %s (%s), unless %s allows it',
    (service, setting, value, override) => {
      const production = { ...PRODUCTION, [setting]: value }
      const about = (change: Env) =>
        problemsOf(service, { ...production, ...change }).filter((each) => each.includes('for a laboratory'))
      const problems = about({})
      expect(
        problems.some((each) => each.startsWith(`${setting} `) && each.includes(`${override}=true`)),
      ).toBe(true)
      expect(about({ [override]: 'true' })).toEqual([])
      expect(about({ NODE_ENV: 'development' })).toEqual([])
      if (override === WEAK) expect(problems.filter((each) => each.includes(value))).toEqual([])
    },
  )

  it.each([
    ['api', { HI_EVENTS_SHARED_SECRET: '', AUTH_SIGNING_KEYS: SHARED }],
    ['ticket origin', { HI_EVENTS_SHARED_SECRET: '', CREDENTIALS_KEY: SHARED }],
  ])(
    'the %s does not start with one secret for two purposes, also under its other name',
    (service, change) => {
      const problems = problemsOf(service, { ...PRODUCTION, CROSS_APP_SHARED_SECRET: SHARED, ...change })
      expect(problems).toContainEqual(expect.stringMatching(/^CROSS_APP_SHARED_SECRET is used as/))
      expect(problems.join()).not.toContain(SHARED)
    },
  )

  it('a secret may be set under both of its names', () => {
    for (const service of ['api', 'ticket origin'])
      expect(problemsOf(service, { ...PRODUCTION, CROSS_APP_SHARED_SECRET: SHARED })).toEqual([])
  })

  it.each(['SITE_URL', 'API_URL'])(
    'the api shows no mails and sends no webhooks to its own network when only its %s is public',
    (setting) => {
      const local = { SITE_URL: 'http://localhost:3000', API_URL: 'http://localhost:3001' }
      const production = { ...PRODUCTION, ...local, MAILBOX: 'true', WEBHOOKS_ALLOW_PRIVATE: 'true' }
      expect(problemsOf('api', production)).toEqual([])
      expect(problemsOf('api', { ...production, [setting]: 'https://example.org' })).toEqual([
        expect.stringMatching(/^MAILBOX is for demonstrations/),
        expect.stringMatching(/^WEBHOOKS_ALLOW_PRIVATE is for demonstrations/),
      ])
    },
  )

  it('the api does not start before somebody decided whose forwarded addresses it trusts', () => {
    expect(problemsOf('api', { ...PRODUCTION, TRUST_PROXY: '' })).toEqual([
      expect.stringMatching(/^TRUST_PROXY is missing; .*event site/),
    ])
    expect(problemsOf('api', { ...PRODUCTION, TRUST_PROXY: 'false' })).toEqual([])
    expect(problemsOf('api', { TRUST_PROXY: '' })).toEqual([])
  })

  it('the services start on one machine without https, and the box office with its mailbox', () => {
    const local = 'http://tickets.localhost:3002'
    expect(problemsOf('box office', { ...PRODUCTION, PUBLIC_URL: local, MAILBOX: 'true' })).toEqual([])
    expect(problemsOf('ticket origin', { ...PRODUCTION, TICKET_ORIGIN: local })).toEqual([])
  })
})

import { createDb } from '@tuvens/platform/db/db'
import { migrateDown, migrateUp } from '@tuvens/platform/db/migrate'
import { createTestDatabase } from '@tuvens/platform/test-support/database'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../config.ts'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { type Call, callerOf, type Organiser, signUp } from '../../test-support/organiser.ts'
import { isoMicros, longDate, sqlDate } from './dates.ts'
import { pageEnvelope, readPage } from './page.ts'
import { randomText } from './random.ts'
import { plainText, purifyHtml, slugOf } from './text.ts'

describe('the rate limit', () => {
  let office: TestOffice
  let organiser: Organiser
  let now = Date.now()
  beforeAll(async () => {
    office = await startOffice({ config: { rateLimit: 5 }, context: { clock: { now: () => now } } })
    organiser = await signUp(office.api)
  })
  afterAll(() => office.close())

  const from = (address: string) =>
    callerOf(office.api)('GET', '/public/events/1', undefined, { 'x-forwarded-for': address })

  it('counts anonymous calls per forwarded client IP, and returns the calls that are left', async () => {
    const left = []
    for (let index = 0; index < 5; index++)
      left.push((await from('203.0.113.7')).headers.get('x-ratelimit-remaining'))
    expect(left).toEqual(['4', '3', '2', '1', '0'])
    const refused = await from('203.0.113.7')
    expect([refused.status, refused.body]).toEqual([429, { message: 'Too Many Attempts.' }])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(refused.headers.get('x-ratelimit-reset')) * 1000).toBeGreaterThan(now)
    expect((await from('203.0.113.8')).status).toBe(404)
  })

  it('counts calls of a signed-in user together, from all addresses', async () => {
    const statuses = []
    for (let index = 0; index < 6; index++)
      statuses.push(
        (
          await organiser.call('GET', '/users/me', undefined, {
            'x-forwarded-for': `203.0.113.${20 + index}`,
          })
        ).status,
      )
    expect(statuses).toContain(429)
  })

  it('starts again after a minute', async () => {
    expect((await from('203.0.113.7')).status).toBe(429)
    now += 61_000
    expect((await from('203.0.113.7')).status).toBe(404)
  })

  it('does not count calls with an invalid token or preflights', async () => {
    const forged = await callerOf(office.api)('GET', '/users/me', undefined, { authorization: 'Bearer x' })
    expect([forged.status, forged.headers.has('x-ratelimit-limit')]).toEqual([401, false])
    const preflight = await callerOf(office.api)('OPTIONS', '/users/me')
    expect([preflight.status, preflight.headers.has('x-ratelimit-limit')]).toEqual([204, false])
  })
})

describe('the REST conventions', () => {
  let office: TestOffice
  let anyone: Call
  const corsOrigins = ['https://tickets.example', 'https://admin.example'] as const
  beforeAll(async () => {
    office = await startOffice({ config: { corsOrigins: [...corsOrigins] } })
    anyone = callerOf(office.api)
  })
  afterAll(() => office.close())

  it.each([
    ['application/json', 401],
    ['application/problem+json, text/html', 401],
    ['text/html,application/json', 302],
    ['*/*', 302],
  ])('answer a caller without a token that accepts %s with %i', async (accept, status) => {
    const answer = await anyone('GET', '/events', undefined, { accept })
    expect(answer.status).toBe(status)
    if (status === 302)
      expect(answer.headers.get('location')).toBe(`${office.context.config.publicUrl}/auth/login`)
  })

  it.each([
    ['https://admin.example', 'https://admin.example'],
    ['https://tickets.example', 'https://tickets.example'],
    ['https://evil.example', 'https://tickets.example'],
    ['null', 'https://tickets.example'],
  ])('answer scripts from %s with the allowed origin %s', async (origin, allowed) => {
    for (const method of ['GET', 'OPTIONS']) {
      const answer = await anyone(method, '/users/me', undefined, {
        origin,
        'access-control-request-method': 'GET',
      })
      expect(answer.headers.get('access-control-allow-origin')).toBe(allowed)
      expect(answer.headers.get('vary')).toContain('Origin')
    }
  })

  it('reports whether it is alive and whether it is ready', async () => {
    const root = office.api.replace(/\/api$/, '')
    expect((await anyone('GET', '/healthz', undefined).catch(() => null))?.status).toBe(404)
    expect((await fetch(`${root}/healthz`)).status).toBe(200)
    expect((await fetch(`${root}/readyz`)).status).toBe(200)
    const lost = createDb('postgres://nobody@127.0.0.1:1/none', { max: 1 })
    const broken = await startOffice({ database: office.database, context: { db: lost } })
    const brokenRoot = broken.api.replace(/\/api$/, '')
    expect((await fetch(`${brokenRoot}/healthz`)).status).toBe(200)
    expect((await fetch(`${brokenRoot}/readyz`)).status).toBe(503)
    const answer = await callerOf(broken.api)('GET', '/public/events/1')
    expect([answer.status, answer.body]).toEqual([503, { message: 'Service Unavailable' }])
    await broken.close()
  })
})

describe('settings', () => {
  const good = { DATABASE_URL: 'postgres://x', JWT_SECRET: 'sixteen characters' }

  it('have defaults for all but the database and the key', () => {
    const { config } = readConfig(good)
    expect(config).toMatchObject({ port: 3003, host: '127.0.0.1', rateLimit: 180, trustProxy: 'loopback' })
    expect(config.corsOrigins).toEqual(['http://localhost:3002'])
  })

  it('report all errors at once', () => {
    const bad = { PORT: 'x', PUBLIC_URL: 'ftp://x', JWT_SECRET: 'short', CORS_ALLOWED_ORIGINS: '*' }
    let told = ''
    try {
      readConfig(bad)
    } catch (error) {
      told = String(error)
    }
    for (const name of [...Object.keys(bad), 'DATABASE_URL']) expect(told).toContain(name)
  })

  it('take several origins, hosts and keys', () => {
    const { config, secrets } = readConfig({
      ...good,
      CORS_ALLOWED_ORIGINS: 'https://a.example/, https://b.example',
      APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS: 'Hooks.Internal,127.0.0.1',
      JWT_SECRET: 'the newest key of all,the key of last month',
    })
    expect(config.corsOrigins).toEqual(['https://a.example', 'https://b.example'])
    expect(config.webhookTargets.hosts).toEqual(['hooks.internal', '127.0.0.1'])
    expect(secrets.jwt).toHaveLength(2)
  })
})

describe('the schema', () => {
  it('goes down to nothing and up again', async () => {
    const database = await createTestDatabase('box-office')
    const folder = join(import.meta.dirname, '..', '..', 'migrations')
    await migrateDown(database.db, folder)
    const left = await database.db`
      select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where nspname = 'public' and relname not like 'schema_migrations%'`
    expect(left).toEqual([])
    expect((await migrateUp(database.db, folder)).length).toBeGreaterThan(0)
    await database.drop()
  })
})

describe('texts', () => {
  it.each([
    ['Blue Note at Dusk & Friends', 'blue-note-at-dusk-friends'],
    ['Ça va? Él Niño!', 'ca-va-el-nino'],
    ['  --  ', ''],
    ['東京', ''],
  ])('%s is %s in an address', (title, slug) => {
    expect(slugOf(title)).toBe(slug)
  })

  it('lose what is not text and keep their words apart', () => {
    expect(plainText('<p>Jazz by the <b>river</b> café</p>')).toBe('Jazz by the river café')
    expect(plainText('<ul><li>One</li><li>Two</li></ul><p>Fish &amp; chips &lt;3</p>')).toBe(
      'One Two Fish & chips <3',
    )
  })

  it.each([
    ['<svg onload=alert(1)>', ''],
    ['<a href="data:text/html,x">x</a>', '<a>x</a>'],
    ['<a href="https://a.example" target="_blank">x</a>', '<a href="https://a.example">x</a>'],
    ['<p style="position:fixed">x</p>', '<p>x</p>'],
    ['<!-- x --><form action="/x"><input name="a"></form>', ''],
    ['a < b & c', 'a &lt; b &amp; c'],
  ])('purify %s to %s', (dirty, clean) => {
    expect(purifyHtml(dirty)).toBe(clean)
  })

  it('are random without a preference for any letter', () => {
    const letters = new Map<string, number>()
    const bytes = (count: number) =>
      Buffer.from(Array.from({ length: count }, (_, index) => (index * 37) % 256))
    for (const letter of randomText(bytes, 1240, 'ABCDE')) letters.set(letter, (letters.get(letter) ?? 0) + 1)
    expect([...letters.values()].every((each) => Math.abs(each - 248) < 25)).toBe(true)
  })
})

describe('dates', () => {
  const date = new Date('2026-11-24T09:05:36.908Z')
  it('are written in three ways', () => {
    expect([isoMicros(date), sqlDate(date), longDate(date)]).toEqual([
      '2026-11-24T09:05:36.000000Z',
      '2026-11-24 09:05:36',
      'Tue Nov 24 2026 09:05:36 GMT+0000',
    ])
  })
})

describe('pages', () => {
  const rules = {
    sorts: { a: { asc: '', desc: '' } },
    filters: [],
    defaultSort: 'a',
    defaultDirection: 'asc' as const,
  }

  it('link to their neighbours, and to a limited number of pages', () => {
    const page = readPage({ page: '50', per_page: '10' }, rules)
    const { meta, links } = pageEnvelope({ rows: Array(10).fill(0), total: 1000 }, page, {
      path: 'http://x/y',
    })
    const labels = meta.links.map((each) => each.label)
    expect(labels).toEqual([
      '&laquo; Previous',
      '1',
      '2',
      '47',
      '48',
      '49',
      '50',
      '51',
      '52',
      '53',
      '99',
      '100',
      'Next &raquo;',
    ])
    expect(links).toMatchObject({
      prev: 'http://x/y?page=49',
      next: 'http://x/y?page=51',
      last: 'http://x/y?page=100',
    })
    expect(meta).toMatchObject({ from: 491, to: 500, total: 1000 })
  })
})

import { freePort } from '@tuvens/platform/free-port'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { requireFreePorts } from './ports.ts'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exposureNotes, requireNoDemo } from './demo.ts'
import { readSettings } from './settings.ts'

it('npm start uses the ports 3000 to 3003 on the loopback address by default', () => {
  expect(readSettings({})).toEqual({
    host: '127.0.0.1',
    ports: { site: 3000, api: 3001, tickets: 3002, boxOffice: 3003 },
    urls: { site: 'http://localhost:3000', api: 'http://localhost:3001', tickets: 'http://localhost:3002' },
    upstream: undefined,
    isLocal: true,
    demo: true,
    mailbox: true,
    privateWebhooks: true,
  })
})

it('ports, host names and a real Hi.Events can be configured', () => {
  const settings = readSettings({
    SITE_PORT: '4000',
    TUVENS_SITE_HOST: 'tuvens.localhost',
    TICKET_ORIGIN: 'https://tickets.example.org',
    HI_EVENTS_UPSTREAM: 'https://hi.example.org/',
  })
  expect(settings.urls.site).toBe('http://tuvens.localhost:4000')
  expect(settings.urls.tickets).toBe('https://tickets.example.org')
  expect(settings.upstream).toBe('https://hi.example.org')
})

it.each([
  [{ SITE_PORT: 'three thousand' }, 'SITE_PORT=three thousand is not a whole number from 1 to 65535'],
  [{ API_PORT: '3000' }, 'SITE_PORT and API_PORT are the same port; change one'],
  [
    { SITE_URL: 'http://192.168.1.5:3000', TICKET_ORIGIN: 'https://tickets.example' },
    'SITE_URL=http://192.168.1.5:3000 would carry passwords between machines without encryption: use https:// addresses, or set ALLOW_PUBLIC_HTTP=true',
  ],
  [{ HI_EVENTS_UPSTREAM: 'hi.example' }, 'HI_EVENTS_UPSTREAM=hi.example is not an http or https address'],
])('refuses the settings %o', (env, message) => {
  expect(() => readSettings(env)).toThrow(message)
})

it('a port in use is reported with the setting that changes it', async () => {
  const [site, api, tickets, boxOffice] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const settings = { ...readSettings({}), ports: { site, api, tickets, boxOffice } }
  const otherServer = createServer()
  await new Promise<void>((resolve) => otherServer.listen(tickets, '127.0.0.1', resolve))
  await expect(requireFreePorts(settings)).rejects.toThrow(
    `Port ${tickets} is in use: stop what uses it, or set TICKETS_PORT=${tickets + 10} as well and start again.`,
  )
  await new Promise((resolve) => otherServer.close(resolve))
  await expect(requireFreePorts(settings)).resolves.toBeUndefined()
})

it('a HOST that is not an address of this machine is reported', async () => {
  const settings = { ...readSettings({}), host: '192.0.2.1' }
  await expect(requireFreePorts(settings)).rejects.toThrow(
    /^HOST=192\.0\.2\.1 is not an address of this machine/,
  )
})

it('makes no demo organisers where an outside issuer has the accounts: they have a password of ours', () => {
  expect(readSettings({ AUTH_ISSUER: 'https://login.example', DEMO_DATA: 'true' }).demo).toBe(false)
})

describe('demo organisers and the mailbox', () => {
  const OPEN = [
    [{ HOST: '0.0.0.0' }],
    [{ HOST: '192.0.2.1' }],
    [{ HOST: '::' }],
    [{ SITE_URL: 'https://tuvens.example' }],
    [{ TUVENS_TICKETS_HOST: 'tickets.example', ALLOW_PUBLIC_HTTP: 'true' }],
  ] as const

  it.each([[{}], [{ HOST: '::1' }], [{ TUVENS_SITE_HOST: 'tuvens.localhost' }]])(
    'exist where only this machine can use them: %o',
    (env) => {
      expect(readSettings(env)).toMatchObject({ demo: true, mailbox: true, privateWebhooks: true })
      expect(exposureNotes(readSettings(env))).toEqual([])
    },
  )

  it.each(OPEN)('are off where other machines come in, and the start says so: %o', (env) => {
    const settings = readSettings(env)
    expect(settings).toMatchObject({ demo: false, mailbox: false, privateWebhooks: false })
    expect(exposureNotes(settings).join(' ')).toMatch(
      /no demo data.*DEMO_DATA=true.*\/mailbox is off.*MAILBOX=true/,
    )
  })

  it.each(OPEN)('exist there when they are asked for by name, and the start says so: %o', (env) => {
    const settings = readSettings({ ...env, DEMO_DATA: 'true', MAILBOX: 'true' })
    expect(settings).toMatchObject({ demo: true, mailbox: true })
    expect(exposureNotes(settings).join(' ')).toMatch(/password .* is published.*everybody's mail/)
  })

  it('of an earlier start keep the system from opening to other machines', () => {
    const data = mkdtempSync(join(tmpdir(), 'demo-'))
    const open = readSettings({ HOST: '0.0.0.0' })
    expect(() => requireNoDemo(open, data)).not.toThrow()
    writeFileSync(join(data, 'seed-begun'), '')
    expect(() => requireNoDemo(open, data)).toThrow(/password is published.*TUVENS_DATA=path.*DEMO_DATA=true/)
    expect(() => requireNoDemo(readSettings({}), data)).not.toThrow()
    expect(() => requireNoDemo(readSettings({ HOST: '0.0.0.0', DEMO_DATA: 'true' }), data)).not.toThrow()
  })
})

import { createLog } from '@tuvens/platform/log'
import { mkdtempSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createRelay, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../../build.mjs'
import { type DoctorHarness, startDoctorHarness } from '../../test-support/doctor-harness.ts'
import type { ResponseChange } from '../../test-support/tampering-proxy.ts'
import { createApp } from '../app.ts'
import { readConfig } from '../base/config.ts'
import { createContext } from '../context.ts'
import { startBackground } from '../start-background.ts'
import { createCaller } from '../upstream/call.ts'
import { createHiEvents } from '../upstream/hi-events.ts'
import type { CheckResult } from './finding.ts'
import { doctorLogin } from './setup/doctor-login.ts'

let harness: DoctorHarness
beforeAll(async () => {
  harness = await startDoctorHarness()
})
afterEach(() => harness.reset())
afterAll(() => harness.close())

const stateOf = (results: CheckResult[]) => Object.fromEntries(results.map(({ id, state }) => [id, state]))
const notOk = (results: CheckResult[]) => results.filter(({ state }) => state !== 'ok')

/** What is in the doctor's account upstream. */
async function upstreamAccount() {
  const caller = createCaller(`${harness.office.url}/api`)
  const hiEvents = createHiEvents(caller)
  const { token } = await hiEvents.login(doctorLogin(harness.env['CREDENTIALS_KEY'] ?? ''))
  const { events } = await hiEvents.events(token ?? '')
  const organizers = await hiEvents.organizers(token ?? '')
  const webhooks = await Promise.all(organizers.map(({ id }) => hiEvents.webhooks(token ?? '', id)))
  await caller.close()
  return { events, organizers, webhooks: webhooks.flat() }
}

describe('an examination without faults', () => {
  it('reports every check as ok, and leaves only its organizer behind', async () => {
    const results = await harness.examine()
    expect(notOk(results)).toEqual([])
    expect(results.map(({ id }) => id).join(' ')).toBe(
      'settings database api api-origin upstream version login cookie origin passing webhook dates clock cors registration admin payments sites https clean-up',
    )
    const { events, organizers, webhooks } = await upstreamAccount()
    expect(events).toEqual([])
    expect(webhooks).toEqual([])
    expect(organizers).toMatchObject([{ name: 'Tuvens doctor' }])
    expect(await harness.database.db`select 1 from accounts`).toHaveLength(0)
  })

  it('uses the login and organizer of the last examination again', async () => {
    const results = await harness.examine()
    expect(results.find(({ id }) => id === 'login')?.seen).toMatch(/^signed in as tuvens-doctor-/)
    expect((await upstreamAccount()).organizers).toHaveLength(1)
  })

  it('finds its login by an older key after CREDENTIALS_KEY was rotated', async () => {
    const CREDENTIALS_KEY = `a-new-key-of-the-tests,${harness.env['CREDENTIALS_KEY']}`
    const results = await harness.examine({ CREDENTIALS_KEY })
    expect(results.find(({ id }) => id === 'login')?.seen).toMatch(/^signed in as/)
  })

  it('signs in with a signed token in the mode jwt', async () => {
    const results = await harness.examine({ HI_EVENTS_LOGIN: 'jwt' })
    expect(notOk(results)).toEqual([])
    expect(results.find(({ id }) => id === 'login')?.seen).toContain('a signed token is accepted')
  })

  it('accepts open registration when the settings open it', async () => {
    const results = await harness.examine({ HI_EVENTS_REGISTRATION: 'open' })
    expect(notOk(results)).toEqual([])
    expect(results.find(({ id }) => id === 'registration')?.seen).toContain('HI_EVENTS_REGISTRATION=open')
  })

  it('uses the running ticket origin and starts none', async () => {
    const running = await startTicketOrigin()
    const results = await harness.examine()
    await running.stop()
    expect(notOk(results)).toEqual([])
    expect(results.find(({ id }) => id === 'origin')?.seen).toBe(`http://localhost:${harness.port} answers`)
  })

  it.each([
    ['{"VITE_STRIPE_PUBLISHABLE_KEY":"pk_test_1"}', /^by card .* go to the owner of that key$/],
    ['{"VITE_API_URL_CLIENT":"x"}', /^offline only: for cards set .*STRIPE_SECRET_KEY/],
  ])('tells how tickets can be paid at a Hi.Events whose pages say %s', async (settings, words) => {
    const page = `<script>window.hievents = ${settings};</script>`
    const front = await harness.tamper(harness.office.url, {
      response: (response, { path }) =>
        path.startsWith('/auth/login') ? { ...response, text: page } : response,
    })
    const results = await harness.examine({ HI_EVENTS_UPSTREAM: front.url })
    expect(results.find(({ id }) => id === 'payments')).toMatchObject({
      state: 'ok',
      seen: expect.stringMatching(words),
    })
  })

  it('reports a webhook that arrives late, and the line of the queue worker that sends it in time', async () => {
    const results = await harness.examine({}, { webhookSlowMs: -1 })
    const found = results.find(({ id }) => id === 'webhook')
    expect(found).toMatchObject({
      state: 'failed',
      seen: expect.stringMatching(/^it arrived only \d+\.\d s after/),
    })
    expect(JSON.stringify(found)).toMatch(/queue:work --sleep=0\.1 --queue=.*WEBHOOK_QUEUE_NAME/)
  })

  it('prints no secret, password or token', async () => {
    const { JWT_SECRET: _, ...env } = harness.env
    const said = JSON.stringify([await harness.examine(), await harness.examine({ HI_EVENTS_LOGIN: 'jwt' })])
    const { password } = doctorLogin(env['CREDENTIALS_KEY'] ?? '')
    const secrets = ['CREDENTIALS_KEY', 'HI_EVENTS_SHARED_SECRET', 'HI_EVENTS_JWT_SECRET', 'DATABASE_URL']
    for (const secret of [password, ...secrets.map((name) => env[name] ?? '')])
      expect(said).not.toContain(secret)
    expect(said).not.toMatch(/ey[\w-]+\.[\w-]+\.[\w-]+/)
    expect(said).not.toContain(new URL(env['DATABASE_URL'] ?? '').password)
  })
})

async function startTicketOrigin() {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-origin-'))
  await build(folder)
  const { config, secrets } = readConfig(harness.env)
  const log = createLog('hi-events', 'silent')
  const context = createContext(config, secrets, { log, assetsFolder: join(folder, 'assets') })
  const app = await createApp(context)
  await app.listen({ host: config.host, port: config.port })
  const loops = startBackground(context)
  const stop = async () => {
    app.server.closeAllConnections()
    await app.close()
    await loops.stop()
    await context.close()
  }
  return { stop }
}

describe('an interrupted examination', () => {
  it('removes what it created and skips the other checks', async () => {
    const interruption = new AbortController()
    const onBegin = ({ id }: { id: string }) => {
      if (id === 'webhook') setTimeout(() => interruption.abort(), 200)
    }
    const silent = await harness.tamper(`http://127.0.0.1:${harness.port}`, { request: () => null })
    const results = await harness.examine(
      { WEBHOOK_URL: silent.url },
      { signal: interruption.signal, onBegin, webhookTimeoutMs: 60_000 },
    )
    expect(stateOf(results)).toMatchObject({
      webhook: 'skipped',
      clock: 'skipped',
      https: 'skipped',
      'clean-up': 'ok',
    })
    expect(await upstreamAccount()).toMatchObject({ events: [], webhooks: [] })
    expect(await harness.database.db`select 1 from accounts`).toHaveLength(0)
  })

  it('names what it could not remove, and the next examination removes it', async () => {
    let isDown = false
    const office = await harness.tamper(harness.office.url, {
      request: (request) => (isDown ? null : request),
    })
    const onEnd = ({ id }: CheckResult) => {
      if (id === 'admin') isDown = true
    }
    const results = await harness.examine({ HI_EVENTS_UPSTREAM: office.url }, { onEnd })
    const cleanUp = results.at(-1)
    expect(cleanUp).toMatchObject({ id: 'clean-up', state: 'failed' })
    expect(cleanUp?.seen).toContain('the event, the webhook, the organizer')
    expect((await upstreamAccount()).events).toHaveLength(1)
    expect(notOk(await harness.examine())).toEqual([])
    expect(await upstreamAccount()).toMatchObject({ events: [], webhooks: [] })
  })
})

describe('an examination with a clock that is ahead', () => {
  it('names the clock as the reason for a refused token and a refused signature', async () => {
    const overrides = { clock: { now: () => Date.now() + 400_000 } }
    const response: ResponseChange = (response) => ({
      ...response,
      text: response.text.replace('SESSION_NOT_FOUND', 'SIGNATURE_EXPIRED'),
    })
    const api = await harness.tamper(harness.api, { response })
    const env = { HI_EVENTS_LOGIN: 'jwt', TUVENS_API_URL: api.url }
    const results = await harness.examine(env, { overrides })
    expect(results.find(({ id }) => id === 'login')).toMatchObject({
      state: 'failed',
      seen: expect.stringMatching(/clock is (399|400|401) s ahead of Hi\.Events'/),
    })
    expect(results.find(({ id }) => id === 'api')?.seen).toContain('too old or too new')
    expect(results.find(({ id }) => id === 'clock')?.seen).toMatch(/s behind ours/)
  })
})

describe('an examination during which the database fails', () => {
  it('reports the failure, continues, and still removes what it created upstream', async () => {
    const { port } = new URL(harness.database.url)
    const sockets = new Set<Socket>()
    const relay = createRelay((socket) => {
      const line = connect(Number(port), '127.0.0.1')
      for (const each of [socket.pipe(line), line.pipe(socket)])
        sockets.add(each.on('error', () => each.destroy()))
    }).listen(0, '127.0.0.1')
    await once(relay, 'listening')
    const relayed = String((relay.address() as AddressInfo).port)
    const onBegin = ({ id }: { id: string }) => {
      if (id !== 'webhook') return
      relay.close()
      for (const each of sockets) each.destroy()
    }
    const env = { DATABASE_URL: harness.database.url.replace(`:${port}/`, `:${relayed}/`) }
    const results = await harness.examine(env, { onBegin })
    expect(results.find(({ id }) => id === 'webhook')).toMatchObject({
      state: 'failed',
      seen: expect.stringMatching(/worked before failed: (the connection was closed|nothing listens there)/),
    })
    expect(stateOf(results)).toMatchObject({ clock: 'ok', https: 'ok', 'clean-up': 'ok' })
    expect(await upstreamAccount()).toMatchObject({ events: [], webhooks: [] })
  })
})

describe('a check whose needs are not met', () => {
  it('is skipped, and names the check that it needs', async () => {
    const results = await harness.examine({ HI_EVENTS_UPSTREAM: 'http://127.0.0.1:9' })
    expect(results.find(({ id }) => id === 'version')).toMatchObject({
      state: 'skipped',
      seen: 'needs: Hi.Events answers',
    })
    expect(stateOf(results)).toMatchObject({
      login: 'skipped',
      webhook: 'skipped',
      cors: 'skipped',
      sites: 'ok',
    })
    expect(results.find(({ id }) => id === 'clean-up')).toBeUndefined()
  })

  it('does not skip checks without needs when something else listens on our port', async () => {
    const squatter = createServer((_request, response) => response.writeHead(404).end()).listen(
      harness.port,
      '127.0.0.1',
    )
    const results = await harness.examine()
    squatter.closeAllConnections()
    await new Promise((resolve) => squatter.close(resolve))
    expect(results.find(({ id }) => id === 'origin')).toMatchObject({
      state: 'failed',
      seen: expect.stringContaining('something else listens'),
    })
    expect(stateOf(results)).toMatchObject({ login: 'ok', webhook: 'skipped', clock: 'ok', https: 'ok' })
  })
})

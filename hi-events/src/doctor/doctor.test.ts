import { createLog } from '@tuvens/platform/log'
import { mkdtempSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createRelay, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../../build.mjs'
import { type Clinic, openClinic } from '../../test-support/clinic.ts'
import type { Lie } from '../../test-support/liar.ts'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { createContext } from '../context.ts'
import { startLoops } from '../relay/loops.ts'
import { createCaller } from '../upstream/call.ts'
import { createHiEvents } from '../upstream/hi-events.ts'
import type { Outcome } from './finding.ts'
import { throwAwayLogin } from './throw-away.ts'

let clinic: Clinic
beforeAll(async () => {
  clinic = await openClinic()
}, 60_000)
afterEach(() => clinic.rest())
afterAll(() => clinic.close())

const stateOf = (outcomes: Outcome[]) => Object.fromEntries(outcomes.map(({ id, state }) => [id, state]))
const notWell = (outcomes: Outcome[]) => outcomes.filter(({ state }) => state !== 'ok')

/** What is in the doctor's account upstream. */
async function upstreamAccount() {
  const caller = createCaller(`${clinic.office.url}/api`)
  const hiEvents = createHiEvents(caller)
  const { token } = await hiEvents.login(throwAwayLogin(clinic.env['CREDENTIALS_KEY'] ?? ''))
  const { events } = await hiEvents.events(token ?? '')
  const organizers = await hiEvents.organizers(token ?? '')
  const webhooks = await Promise.all(organizers.map(({ id }) => hiEvents.webhooks(token ?? '', id)))
  await caller.close()
  return { events, organizers, webhooks: webhooks.flat() }
}

describe('with everything in order', () => {
  it('finds everything well, and leaves nothing behind but one archived organizer', async () => {
    const outcomes = await clinic.examine()
    expect(notWell(outcomes)).toEqual([])
    expect(outcomes.map(({ id }) => id).join(' ')).toBe(
      'settings database api api-origin upstream version login cookie origin passing webhook clock cors registration admin sites https tidy',
    )
    const { events, organizers, webhooks } = await upstreamAccount()
    expect(events).toEqual([])
    expect(webhooks).toEqual([])
    expect(organizers).toMatchObject([{ name: 'Tuvens doctor', status: 'ARCHIVED' }])
    expect(await clinic.database.db`select 1 from accounts`).toHaveLength(0)
  })

  it('uses the same login and organizer again the next time', async () => {
    const outcomes = await clinic.examine()
    expect(outcomes.find(({ id }) => id === 'login')?.seen).toMatch(/^signed in as tuvens-doctor-/)
    expect((await upstreamAccount()).organizers).toHaveLength(1)
  })

  it('is known by an older key after CREDENTIALS_KEY was rotated', async () => {
    const CREDENTIALS_KEY = `a-new-key-of-the-tests,${clinic.env['CREDENTIALS_KEY']}`
    const outcomes = await clinic.examine({ CREDENTIALS_KEY })
    expect(outcomes.find(({ id }) => id === 'login')?.seen).toMatch(/^signed in as/)
  })

  it('signs in by a minted token too', async () => {
    const outcomes = await clinic.examine({ HI_EVENTS_LOGIN: 'jwt' })
    expect(notWell(outcomes)).toEqual([])
    expect(outcomes.find(({ id }) => id === 'login')?.seen).toContain('a minted token is accepted')
  })

  it('takes registration for open where the settings open it', async () => {
    const outcomes = await clinic.examine({ HI_EVENTS_REGISTRATION: 'open' })
    expect(notWell(outcomes)).toEqual([])
    expect(outcomes.find(({ id }) => id === 'registration')?.seen).toContain('HI_EVENTS_REGISTRATION=open')
  })

  it('asks the ticket origin that runs, and opens none', async () => {
    const running = await startTicketOrigin()
    const outcomes = await clinic.examine()
    await running.stop()
    expect(notWell(outcomes)).toEqual([])
    expect(outcomes.find(({ id }) => id === 'origin')?.seen).toBe(`http://localhost:${clinic.port} answers`)
  })

  it('prints no secret, password or token', async () => {
    const { JWT_SECRET: _, ...env } = clinic.env
    const said = JSON.stringify([await clinic.examine(), await clinic.examine({ HI_EVENTS_LOGIN: 'jwt' })])
    const { password } = throwAwayLogin(env['CREDENTIALS_KEY'] ?? '')
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
  const { config, secrets } = readConfig(clinic.env)
  const log = createLog('hi-events', 'silent')
  const context = createContext(config, secrets, { log, assetsFolder: join(folder, 'assets') })
  const app = await createApp(context)
  await app.listen({ host: config.host, port: config.port })
  const loops = startLoops(context)
  const stop = async () => {
    app.server.closeAllConnections()
    await app.close()
    await loops.stop()
    await context.close()
  }
  return { stop }
}

describe('an examination that is interrupted', () => {
  it('removes what it has made and skips the rest', async () => {
    const leaving = new AbortController()
    const onBegin = ({ id }: { id: string }) => {
      if (id === 'webhook') setTimeout(() => leaving.abort(), 200)
    }
    const deaf = await clinic.lie(`http://127.0.0.1:${clinic.port}`, { ask: () => null })
    const outcomes = await clinic.examine(
      { WEBHOOK_URL: deaf.url },
      { signal: leaving.signal, onBegin, patienceMs: 60_000 },
    )
    expect(stateOf(outcomes)).toMatchObject({
      webhook: 'skipped',
      clock: 'skipped',
      https: 'skipped',
      tidy: 'ok',
    })
    expect(await upstreamAccount()).toMatchObject({ events: [], webhooks: [] })
    expect(await clinic.database.db`select 1 from accounts`).toHaveLength(0)
  })

  it('says what it could not remove; the next one removes it', async () => {
    let isDown = false
    const office = await clinic.lie(clinic.office.url, { ask: (asked) => (isDown ? null : asked) })
    const onEnd = ({ id }: Outcome) => {
      if (id === 'admin') isDown = true
    }
    const outcomes = await clinic.examine({ HI_EVENTS_UPSTREAM: office.url }, { onEnd })
    const tidy = outcomes.at(-1)
    expect(tidy).toMatchObject({ id: 'tidy', state: 'failed' })
    expect(tidy?.seen).toContain('the event, the webhook, the organizer')
    expect((await upstreamAccount()).events).toHaveLength(1)
    expect(notWell(await clinic.examine())).toEqual([])
    expect(await upstreamAccount()).toMatchObject({ events: [], webhooks: [] })
  })
})

describe('when our clock is ahead', () => {
  it('says so where a minted token is refused, and to the API', async () => {
    const overrides = { clock: { now: () => Date.now() + 400_000 } }
    const tell: Lie = (told) => ({
      ...told,
      text: told.text.replace('SIGNATURE_INVALID', 'SIGNATURE_EXPIRED'),
    })
    const api = await clinic.lie(clinic.api, { tell })
    const env = { HI_EVENTS_LOGIN: 'jwt', TUVENS_API_URL: api.url }
    const outcomes = await clinic.examine(env, { overrides })
    expect(outcomes.find(({ id }) => id === 'login')).toMatchObject({
      state: 'failed',
      seen: expect.stringMatching(/clock is (399|400|401) s ahead of Hi\.Events'/),
    })
    expect(outcomes.find(({ id }) => id === 'api')?.seen).toContain('too old or too new')
    expect(outcomes.find(({ id }) => id === 'clock')?.seen).toMatch(/s behind ours/)
  })
})

describe('when something goes away meanwhile', () => {
  it('says so, goes on, and still removes what it made upstream', async () => {
    const { port } = new URL(clinic.database.url)
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
    const env = { DATABASE_URL: clinic.database.url.replace(`:${port}/`, `:${relayed}/`) }
    const outcomes = await clinic.examine(env, { onBegin })
    expect(outcomes.find(({ id }) => id === 'webhook')).toMatchObject({
      state: 'failed',
      seen: expect.stringMatching(/went away: (the connection was cut off|nothing listens there)/),
    })
    expect(stateOf(outcomes)).toMatchObject({ clock: 'ok', https: 'ok', tidy: 'ok' })
    expect(await upstreamAccount()).toMatchObject({ events: [], webhooks: [] })
  })
})

describe('what hangs on a fault', () => {
  it('is skipped, with the check it needs', async () => {
    const outcomes = await clinic.examine({ HI_EVENTS_UPSTREAM: 'http://127.0.0.1:9' })
    expect(outcomes.find(({ id }) => id === 'version')).toMatchObject({
      state: 'skipped',
      seen: 'needs: Hi.Events answers',
    })
    expect(stateOf(outcomes)).toMatchObject({
      login: 'skipped',
      webhook: 'skipped',
      cors: 'skipped',
      sites: 'ok',
    })
    expect(outcomes.find(({ id }) => id === 'tidy')).toBeUndefined()
  })

  it('is looked at all the same when it hangs on nothing: something else listens on our port', async () => {
    const squatter = createServer((_request, response) => response.writeHead(404).end()).listen(
      clinic.port,
      '127.0.0.1',
    )
    const outcomes = await clinic.examine()
    squatter.closeAllConnections()
    await new Promise((resolve) => squatter.close(resolve))
    expect(outcomes.find(({ id }) => id === 'origin')).toMatchObject({
      state: 'failed',
      seen: expect.stringContaining('something else listens'),
    })
    expect(stateOf(outcomes)).toMatchObject({ login: 'ok', webhook: 'skipped', clock: 'ok', https: 'ok' })
  })
})

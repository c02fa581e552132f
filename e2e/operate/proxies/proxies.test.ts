import { type Browser, chromium } from '@playwright/test'
import { freePort } from '@tuvens/platform/free-port'
import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { insertOrganisers } from '../../../scripts/seed/insert-organisers.ts'
import { findChromium } from '../../../scripts/system/chromium.ts'
import { ensureDebianPackages } from '../../../scripts/system/debian.ts'
import { addFreeTicket, enterTicketSystem, publish, signInOn } from '../../harness/organiser.ts'
import { eventFields } from '../../harness/people.ts'
import { ROOT } from '../../harness/system.ts'
import { inForm } from '../harness/form.ts'
import { type Front, FRONTS, type FrontName, startFront } from './front.ts'
import { type Installation, startInstallation } from './installation.ts'
import { portOf } from './ports.ts'
import { startTicketSystem } from './ticket-system.ts'
import { createVisitor, onThisMachine, protocolOf, statusFor, type Visitor } from './visitor.ts'

const ORGANISER = {
  name: 'Olga Organiser',
  email: 'olga@example.org',
  password: 'a long password of the tests',
  account: 'Club',
}
/** How the log of a proxy tells that a response came from its cache. Caddy has none. */
const CACHE_HITS: Partial<Record<FrontName, RegExp>> = { haproxy: /<CACHE>/, nginx: /"cache":"HIT"/ }

let installation: Installation
let ticketSystem: Server
let browser: Browser
beforeAll(async () => {
  const packages = ['haproxy', 'nginx', 'caddy', 'pgbouncer']
  await ensureDebianPackages(packages, { logs: join(ROOT, '.data', 'logs') })
  const port = await freePort()
  let boxOffice = 0
  ticketSystem = await startTicketSystem(port, () => boxOffice)
  installation = await startInstallation((office) => {
    boxOffice = office
    return `http://127.0.0.1:${port}`
  })
  await insertOrganisers(installation.databaseUrl, [ORGANISER])
  const path = findChromium(process.env)
  browser = await chromium.launch({
    ...(path !== undefined && { executablePath: path }),
    args: ['--no-sandbox', '--disable-background-networking'],
  })
})
afterAll(async () => {
  await browser.close()
  ticketSystem.closeAllConnections()
  ticketSystem.close()
  await installation.stop()
})

describe.each(inForm<readonly FrontName[]>({ short: ['caddy'], full: FRONTS }))(
  'two nodes behind %s',
  (name) => {
    let front: Front
    let visitor: Visitor
    let token: string
    beforeAll(async () => {
      front = await startFront(name, installation)
      visitor = createVisitor(front.ca)
      const { email, password } = ORGANISER
      const answer = await visitor.fetch(`${installation.urls.api}/api/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      })
      const pair = (await answer.json()) as { access_token: string }
      token = pair.access_token
    })
    afterAll(async () => {
      await visitor.close()
      await front.program.stop()
    })

    const { get, asOrganiser } = {
      get: (url: string, headers: Record<string, string> = {}) => visitor.fetch(url, { headers }),
      asOrganiser: () => ({ authorization: `Bearer ${token}` }),
    }
    const createEvent = async () => {
      const answer = await visitor.fetch(`${installation.urls.api}/api/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...asOrganiser() },
        body: JSON.stringify(eventFields()),
      })
      return (await answer.json()) as { id: string; title: string }
    }

    it('serves pages by HTTP/2 with TLS, and tells browsers once to use nothing else', async () => {
      for (const url of Object.values(installation.urls)) {
        expect(await protocolOf(url, front.ca)).toBe('h2')
        const answer = await get(`${url}/healthz`)
        expect([answer.status, answer.headers.get('strict-transport-security')]).toEqual([
          200,
          'max-age=31536000; includeSubDomains',
        ])
      }
      const page = await get(`${installation.urls.site}/`)
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'private, no-cache'])
      expect(await page.text()).toContain('<!doctype html>')
    })

    it('leads from http to https', async () => {
      const { urls, ports } = installation
      const { hostname } = new URL(urls.site)
      const answer = await fetch(`http://127.0.0.1:${portOf(ports, 80)}/event/1?a=b`, {
        headers: { host: hostname },
        redirect: 'manual',
      })
      expect(answer.status).toBe(308)
      expect(answer.headers.get('location')).toMatch(/^https:\/\/[^/]+\/event\/1\?a=b$/)
    })

    it('answers for no other name', async () => {
      expect(await statusFor('evil.example', installation.urls.site, front.ca)).toBe(421)
    })

    it('lets browsers keep hashed files for a year', async () => {
      const page = await (await get(`${installation.urls.site}/`)).text()
      const [file = ''] = /\/?_app\/immutable\/[^"]+\.(?:js|css)/.exec(page) ?? []
      const answer = await get(new URL(file, `${installation.urls.site}/`).href)
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([
        200,
        'public,max-age=31536000,immutable',
      ])
      expect((await get(`${installation.urls.site}/_app/immutable/nothing.js`)).status).toBe(404)
    })

    it('takes a form of the site only from the site, and counts the address of its sender', async () => {
      const { urls, db } = installation
      const signIn = (origin: string) =>
        visitor.fetch(`${urls.site}/sign-in`, {
          method: 'POST',
          headers: {
            origin,
            accept: 'text/html',
            'x-forwarded-for': '6.6.6.6',
            'x-forwarded-proto': 'http',
            'x-forwarded-host': 'evil.example',
            'x-real-ip': '6.6.6.6',
            forwarded: 'for=6.6.6.6;proto=http',
          },
          body: new URLSearchParams({ email: ORGANISER.email, password: ORGANISER.password }),
        })
      expect((await signIn('https://evil.example')).status).toBe(403)
      const answer = await signIn(urls.site)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
      for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/^__Host-.*; Secure/)
      const lastAddress = () => db`select address from audit_log order by id desc limit 1`
      await expect.poll(lastAddress).toEqual([{ address: '127.0.0.7' }])
    })

    it('takes a large picture, and refuses a larger one in the words of the service', async () => {
      // Node's client for HTTP/2 keeps no more than ten megabytes of what it sends.
      const uploader = createVisitor(front.ca, { allowH2: false })
      const upload = (body: Buffer) =>
        uploader.fetch(`${installation.urls.api}/api/pictures`, {
          method: 'POST',
          headers: { 'content-type': 'image/png', ...asOrganiser() },
          body,
        })
      const side = 1_750
      const raw = { width: side, height: side, channels: 3 } as const
      const picture = await sharp(randomBytes(side * side * 3), { raw })
        .png()
        .toBuffer()
      expect(picture.length).toBeGreaterThan(9_000_000)
      expect((await upload(picture)).status).toBe(201)
      const refused = await upload(Buffer.alloc(11 * 1024 * 1024))
      expect([refused.status, await refused.json()]).toEqual([
        413,
        expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' }),
      ])
      await uploader.close()
    })

    it('passes on the trace of a request, and lets nobody choose the id', async () => {
      const traceId = randomBytes(16).toString('hex')
      const traced = await get(`${installation.urls.api}/api/events`, {
        traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
        'x-request-id': 'chosen-by-somebody',
      })
      expect(traced.headers.get('x-request-id')).toBe(traceId)
      const other = await get(`${installation.urls.api}/api/events`, { 'x-request-id': 'chosen-by-somebody' })
      expect(other.headers.get('x-request-id')).not.toBe('chosen-by-somebody')
      await expect.poll(() => front.requests().some((line) => line.includes(traceId))).toBe(true)
    })

    it('sends a change at once to everybody who watches, over both nodes', async () => {
      const event = await createEvent()
      const abort = new AbortController()
      const received = await Promise.all(
        [0, 1, 2, 3].map(async () => {
          const url = `${installation.urls.api}/api/events/updates?event_id=${event.id}`
          const { body, headers } = await visitor.fetch(url, { signal: abort.signal })
          expect(headers.get('content-type')).toContain('text/event-stream')
          const reader = body?.getReader()
          const decoder = new TextDecoder()
          let text = ''
          return async (wanted: string) => {
            while (!text.includes(wanted))
              text += decoder.decode((await reader?.read())?.value, { stream: true })
            return true
          }
        }),
      )
      for (const until of received) await until('heartbeat')
      await visitor.fetch(`${installation.urls.api}/api/events/${event.id}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', ...asOrganiser() },
        body: JSON.stringify({ title: 'Another title' }),
      })
      for (const until of received) expect(await until('detailsVersion')).toBe(true)
      abort.abort()
    })

    it('opens WebSockets of the ticket system', async () => {
      const { hostname, port } = new URL(installation.urls.tickets)
      const socket = new WebSocket(`wss://${hostname}:${port}/app/socket`, {
        ca: front.ca,
        origin: installation.urls.tickets,
        lookup: onThisMachine,
      })
      const echoed = new Promise<string>((resolve, reject) => {
        socket.on('open', () => socket.send('both ways'))
        socket.on('message', (data: Buffer) => resolve(data.toString()))
        socket.on('error', reject)
      })
      expect(await echoed).toBe('both ways')
      socket.terminate()
    })

    it('keeps for everybody what is public, and nothing that is somebody’s', async () => {
      const hit = CACHE_HITS[name]
      if (hit === undefined) return
      const event = await createEvent()
      const poster = `/posters/${event.id}.svg`
      const hits = () =>
        front.requests().filter((line) => line.replaceAll('\\/', '/').includes(poster) && hit.test(line))
          .length
      const load = async (headers: Record<string, string> = {}) => {
        const answer = await get(installation.urls.site + poster, headers)
        await answer.text()
        return [answer.status, answer.headers.get('cache-control')]
      }
      const first = await load()
      await expect.poll(() => load().then(hits), { timeout: 60_000 }).toBeGreaterThan(0)
      expect([first, first]).toEqual([[200, expect.stringContaining('public')], await load()])
      await expect.poll(hits).toBeGreaterThan(1)
      const before = hits()
      for (const headers of [{ authorization: 'Bearer x' }, { cookie: 'a=b' }]) await load(headers)
      // The log is in the order of the requests.
      await (await get(`${installation.urls.site}/healthz?last`)).text()
      await expect.poll(() => front.requests().at(-1)).toContain('healthz')
      expect(hits()).toBe(before)
    })

    it('answers every read while a node is gone, and uses it again', async () => {
      const node = installation.nodes.get('tuvens-api@3001')
      node?.signal('SIGKILL')
      const statuses = await Promise.all(
        Array.from(
          { length: 40 },
          async () => (await get(`${installation.urls.api}/api/events`, asOrganiser())).status,
        ),
      )
      expect(new Set(statuses)).toEqual(new Set([200]))
      await installation.startNode('tuvens-api@3001')
    })

    it('leads an organiser in a browser from the click to tickets on sale on an open page', async () => {
      const event = await createEvent()
      const context = await browser.newContext({ ignoreHTTPSErrors: true })
      const [page, reader] = [await context.newPage(), await context.newPage()]
      await signInOn(page, installation, ORGANISER, `/event/${event.id}`)
      await reader.goto(`${installation.urls.site}/event/${event.id}`)
      await enterTicketSystem(page)
      await addFreeTicket(page, 'Free seat', 20)
      await publish(page)
      await reader.frameLocator('iframe').getByText('Free seat').first().waitFor()
      await context.close()
    })
  },
)

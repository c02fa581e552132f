import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureDebianPackages } from '../../../scripts/system/debian.ts'
import { ROOT } from '../../harness/system.ts'
import { inForm } from '../harness/form.ts'
import { type Behind, CLIENT_CONNECTIONS, type Front, FRONTS, type FrontName, startFront } from './front.ts'
import { DOMAIN } from './installation.ts'
import { type Nodes, startNodes } from './nodes.ts'
import { choosePorts, portOf } from './ports.ts'
import { createVisitor, statusFor, type Visitor } from './visitor.ts'

/** Of services and of a ticket system that send secrets where nobody expects them. */
const CANARY = 'canary-4c0ffee'
const SECRET_HEADERS = ['X-Session-Token', 'X-Shared-Secret', 'X-Auth-Token', 'X-Anything']
const REQUEST_ID = 'c0de0000000000000000000000000001'
/** Longer than each proxy takes, and much shorter than the 60 to 75 seconds of their defaults. */
const SILENCE_LIMIT_MS = 30_000
const MORE = 50

let behind: Behind
let nodes: Nodes
beforeAll(async () => {
  await ensureDebianPackages(['haproxy', 'nginx', 'caddy'], { logs: join(ROOT, '.data', 'logs') })
  const folder = mkdtempSync(join(tmpdir(), 'tuvens-strangers-'))
  chmodSync(folder, 0o755)
  const ports = await choosePorts()
  const domain = `${DOMAIN}:${portOf(ports, 443)}`
  const urls = {
    site: `https://${domain}`,
    api: `https://api.${domain}`,
    tickets: `https://tickets.${domain}`,
  }
  behind = { folder, ports, urls }
  nodes = await startNodes(ports, answer)
})
afterAll(async () => {
  await nodes.stop()
  rmSync(behind.folder, { recursive: true, force: true })
})

function answer({ port, path }: { port: number; path: string }, response: ServerResponse): void {
  if (path === '/dies') return void response.destroy()
  if (path === '/dies-halfway') {
    response.writeHead(200, { 'content-length': 2_000_000 })
    return void response.write('x'.repeat(1_000_000), () => response.destroy())
  }
  if (path === '/_app/immutable/of-one-release.js' && port === 3000)
    return void response.writeHead(404).end('not in this release')
  if (path === '/_app/immutable/nothing.js') return void response.writeHead(404).end('nowhere')
  if (path === '/api/events/updates') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    return void response.write(': open\n\n')
  }
  for (const name of SECRET_HEADERS) response.setHeader(name, CANARY)
  response.setHeader('Set-Cookie', `token=${CANARY}`)
  response.setHeader('Location', `/next?token=${CANARY}#token=${CANARY}`)
  response.setHeader('X-Request-ID', REQUEST_ID)
  response.end('answered')
}

describe.each(inForm<readonly FrontName[]>({ short: ['haproxy'], full: FRONTS }))('behind %s', (name) => {
  let front: Front
  let visitor: Visitor
  let silent: { name: string; ended: Promise<number> }[]
  let stream: Stream
  beforeAll(async () => {
    front = await startFront(name, behind)
    visitor = createVisitor(front.ca)
    silent = openSilent(portOf(behind.ports, 443))
    stream = openStream({ port: portOf(behind.ports, 443), ca: front.ca, address: '127.0.0.10' })
  })
  afterAll(async () => {
    await visitor.close()
    await front.program.stop()
  })

  it('no secret gets into a log, from a header of either direction, a query, or a node that dies', async () => {
    const secret = Object.fromEntries(SECRET_HEADERS.map((each) => [each, CANARY]))
    const headers = {
      ...secret,
      authorization: `Bearer ${CANARY}`,
      cookie: `token=${CANARY}`,
      referer: `${behind.urls.site}/before?token=${CANARY}`,
    }
    for (const url of Object.values(behind.urls)) {
      const answered = await visitor.fetch(`${url}/answered?token=${CANARY}`, { headers })
      expect([answered.status, answered.headers.get('x-session-token')]).toEqual([200, CANARY])
      // A POST is not repeated: the client gets an error, or by HTTP/2 a refused stream.
      const died = await visitor
        .fetch(`${url}/dies?token=${CANARY}`, { headers, method: 'POST' })
        .catch(() => undefined)
      expect(died?.status ?? 500).toBeGreaterThanOrEqual(500)
      const half = visitor.fetch(`${url}/dies-halfway?token=${CANARY}`, { headers })
      await expect(half.then((response) => response.text())).rejects.toThrow()
    }
    const { hostname } = new URL(behind.urls.site)
    await fetch(`http://127.0.0.1:${portOf(behind.ports, 80)}/plain?token=${CANARY}`, {
      headers: { ...headers, host: hostname },
      redirect: 'manual',
    })
    await statusFor(hostname, `${behind.urls.site}/last?token=${CANARY}`, front.ca)
    // The log is in the order of the requests.
    await expect.poll(() => front.logged().replaceAll('\\/', '/')).toContain('/last')
    expect(front.requests().some((line) => line.includes('answered') && line.includes(REQUEST_ID))).toBe(true)
    expect(
      front
        .logged()
        .split('\n')
        .filter((line) => line.includes(CANARY)),
    ).toEqual([])
  })

  it('an address with too many connections gets no more, and no other address notices', async () => {
    // It has no limit, as the page for operators says.
    if (name === 'caddy') return
    const { port } = new URL(behind.urls.api)
    const crowd = Array.from({ length: CLIENT_CONNECTIONS + MORE }, () =>
      openStream({ port: Number(port), ca: front.ca, address: '127.0.0.9' }),
    )
    const count = async (outcome: Outcome) => {
      const outcomes = await Promise.all(crowd.map(({ outcome: each }) => each))
      return outcomes.filter((each) => each === outcome).length
    }
    expect([await count('open'), await count('refused')]).toEqual([CLIENT_CONNECTIONS, MORE])
    expect((await visitor.fetch(`${behind.urls.api}/answered`)).status).toBe(200)
    for (const { socket } of crowd) socket.destroy()
  })

  it('a file that one release does not have is asked of the other node, once', async () => {
    // It repeats no request for a status.
    if (name === 'caddy') return
    const { urls } = behind
    const status = async (path: string) => (await visitor.fetch(urls.site + path)).status
    for (let i = 0; i < 4; i++) expect(await status('/_app/immutable/of-one-release.js')).toBe(200)
    const before = nodes.requests().length
    expect(await status('/_app/immutable/nothing.js')).toBe(404)
    expect(nodes.requests().length - before).toBeLessThanOrEqual(2)
  })

  it('a name between commas is none of ours', async () => {
    const { hostname } = new URL(behind.urls.site)
    const statuses = await Promise.all(
      [`evil.example,${hostname}`, `${hostname},evil.example`].map((host) =>
        statusFor(host, behind.urls.site, front.ca),
      ),
    )
    for (const status of statuses) expect([400, 421]).toContain(status)
  })

  it('nobody but its own user reaches the administration', () => {
    if (name !== 'caddy') return
    const socket = front.env['ADMIN_SOCKET'] ?? ''
    expect(statSync(socket).mode & 0o022).toBe(0)
    // As `systemctl reload caddy` does.
    const reload = ['reload', '--adapter', 'caddyfile', '--config', front.config, '--force']
    const { env } = front
    execFileSync('caddy', reload, { stdio: 'pipe', env: { PATH: process.env['PATH'], ...env } })
    expect(front.program.isRunning()).toBe(true)
    return expect(fetch('http://127.0.0.1:2019/config/')).rejects.toThrow()
  })

  it.each(['TCP', 'half a hello', 'TLS'])(
    'a connection that stops after %s is closed early',
    async (what) => {
      expect(await silent.find((each) => each.name === what)?.ended).toBeLessThan(SILENCE_LIMIT_MS)
    },
  )

  it('a stream on which nothing happens stays open for longer', async () => {
    expect(await stream.outcome).toBe('open')
    await Promise.all(silent.map((each) => each.ended))
    expect(stream.socket.closed).toBe(false)
    stream.socket.destroy()
  })
})

/** Connections that stop speaking, and how long each is kept. */
function openSilent(port: number): { name: string; ended: Promise<number> }[] {
  const startedAt = Date.now()
  const ended = (socket: Socket) => {
    socket.resume().on('error', () => socket.destroy())
    return new Promise<number>((resolve) => socket.once('close', () => resolve(Date.now() - startedAt)))
  }
  const options = { port, host: '127.0.0.1', localAddress: '127.0.0.8' }
  const half = connect(options, () => half.write(Buffer.from([0x16, 3, 1, 2, 0])))
  const tls = connectTls({ ...options, servername: DOMAIN, rejectUnauthorized: false })
  return [
    { name: 'TCP', ended: ended(connect(options)) },
    { name: 'half a hello', ended: ended(half) },
    { name: 'TLS', ended: ended(tls) },
  ]
}

type Outcome = 'open' | 'refused'
type Stream = { socket: Socket; outcome: Promise<Outcome> }

/** A stream of its own connection. */
function openStream({ port, ca, address }: { port: number; ca: string; address: string }): Stream {
  const host = `api.${DOMAIN}`
  const options = { port, host: '127.0.0.1', localAddress: address, servername: host, ca }
  const socket = connectTls(options, () =>
    socket.write(`GET /api/events/updates HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`),
  )
  const outcome = new Promise<Outcome>((resolve) => {
    socket.once('data', (data: Buffer) => resolve(data.includes(' 200 ') ? 'open' : 'refused'))
    socket.once('error', () => resolve('refused')).once('close', () => resolve('refused'))
  })
  return { socket, outcome }
}

import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, spawnServer } from '../servers/spawn.ts'
import type { BareSettings } from './bare.server.ts'

/** More than fits into the buffers of a connection. */
const LARGE = Buffer.alloc(5_000_000, 'jazz ')

let upstream: HttpServer
let connections = 0
const proxies: Server[] = []

beforeAll(async () => {
  upstream = createServer((request, response) => {
    const { method, url, headers } = request
    if (url === '/cut') return void request.socket.destroy()
    if (url === '/large') return void response.end(LARGE)
    response.writeHead(201, { 'set-cookie': ['a=1', 'b=2'], 'x-asked': String(headers['x-asked']) })
    void text(request).then((body) => response.end(`${method} ${url} ${body}`))
  }).on('connection', () => connections++)
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await Promise.all(proxies.map((each) => each.stop()))
  upstream.close()
})

type Variant = [name: string, file: string, settings?: Pick<BareSettings, 'headers'>]
const VARIANTS: Variant[] = [
  ['bare proxy that passes headers on as objects', 'bare.server.ts', { headers: 'objects' }],
  ['bare proxy that passes headers on as lists', 'bare.server.ts', { headers: 'lists' }],
  ["proxy on undici's dispatch", 'dispatch.server.ts'],
  ['proxy of @fastify/http-proxy', 'http-proxy.server.ts'],
]

describe.each(VARIANTS)('the %s', (_name, file, settings) => {
  const startProxy = async (): Promise<Server> => {
    const { port } = upstream.address() as AddressInfo
    const proxy = await spawnServer(join(import.meta.dirname, file), { port, ...settings })
    proxies.push(proxy)
    return proxy
  }

  it('passes method, path, headers and both bodies through', async () => {
    const { url } = await startProxy()
    const init = { method: 'PUT', body: 'hello', headers: { 'x-asked': 'yes' } }
    const response = await fetch(`${url}/a?b=c`, init)
    expect(response.status).toBe(201)
    expect(response.headers.get('x-asked')).toBe('yes')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(await response.text()).toBe('PUT /a?b=c hello')
  })

  it('passes a large body on completely', async () => {
    const { url } = await startProxy()
    const response = await fetch(`${url}/large`)
    expect(Buffer.from(await response.arrayBuffer()).equals(LARGE)).toBe(true)
  })

  it('keeps its connection to the upstream for the next request', async () => {
    const { url } = await startProxy()
    const before = connections
    for (let count = 0; count < 5; count++) await (await fetch(url)).text()
    expect(connections - before).toBe(1)
  })

  it('invents no response when the upstream closes the connection', async () => {
    const { url } = await startProxy()
    const outcome = await fetch(`${url}/cut`).then(
      ({ status }) => status,
      () => 'closed',
    )
    expect([500, 'closed']).toContain(outcome)
    expect((await fetch(url)).status).toBe(201)
  })
})

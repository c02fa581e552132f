import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, spawnServer } from '../servers/spawn.ts'
import type { BareSettings } from './bare.server.ts'

let upstream: HttpServer
let connections = 0
const proxies: Server[] = []

beforeAll(async () => {
  upstream = createServer((request, response) => {
    const { method, url, headers } = request
    if (url === '/cut') return void request.socket.destroy()
    response.writeHead(201, { 'set-cookie': ['a=1', 'b=2'], 'x-asked': String(headers['x-asked']) })
    void text(request).then((body) => response.end(`${method} ${url} ${body}`))
  }).on('connection', () => connections++)
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await Promise.all(proxies.map((each) => each.stop()))
  upstream.close()
})

async function startProxy(headers: BareSettings['headers']): Promise<Server> {
  const { port } = upstream.address() as AddressInfo
  const proxy = await spawnServer(join(import.meta.dirname, 'bare.server.ts'), { port, headers })
  proxies.push(proxy)
  return proxy
}

describe.each(['objects', 'lists'] as const)('the bare proxy that passes headers on as %s', (headers) => {
  it('passes method, path, headers and both bodies through', async () => {
    const { url } = await startProxy(headers)
    const init = { method: 'PUT', body: 'hello', headers: { 'x-asked': 'yes' } }
    const response = await fetch(`${url}/a?b=c`, init)
    expect(response.status).toBe(201)
    expect(response.headers.get('x-asked')).toBe('yes')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(await response.text()).toBe('PUT /a?b=c hello')
  })

  it('keeps its connection to the upstream for the next request', async () => {
    const { url } = await startProxy(headers)
    const before = connections
    for (let count = 0; count < 5; count++) await (await fetch(url)).text()
    expect(connections - before).toBe(1)
  })

  it('closes the connection when the upstream closes it', async () => {
    const { url } = await startProxy(headers)
    await expect(fetch(`${url}/cut`)).rejects.toThrow()
    expect((await fetch(url)).status).toBe(201)
  })
})

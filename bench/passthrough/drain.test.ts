import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPool } from '../measure/drive.ts'
import { drain } from './drain.ts'

let server: Server
let pool: ReturnType<typeof openPool>
let requests = 0
beforeAll(async () => {
  server = createServer((request, response) => {
    requests++
    response.writeHead(request.url === '/away' ? 503 : 200).end('hello')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  pool = openPool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
afterAll(async () => {
  await pool.destroy()
  server.close()
})

describe('requesting one path many times', () => {
  it('sends the given number of requests and measures each', async () => {
    const { latencies } = await drain(pool, { path: '/x', count: 100, bytes: 5 })
    expect(requests).toBe(100)
    expect([...latencies].every((ms) => ms > 0)).toBe(true)
  })

  it('rejects at a response with another status or an incomplete body', async () => {
    await expect(drain(pool, { path: '/away', count: 1, bytes: 5 })).rejects.toThrow('answered 503')
    await expect(drain(pool, { path: '/x', count: 1, bytes: 50 })).rejects.toThrow('with 5 bytes')
  })
})

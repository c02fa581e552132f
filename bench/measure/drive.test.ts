import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BenchCall, CONNECTIONS, drive, openPool } from './drive.ts'

let server: Server
let url = ''
/** The first responses are held until a call has arrived on every connection. */
let waiting: (() => void)[] = []
let arrived = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    const [, word = ''] = (request.url ?? '').split('/')
    const answer = () => response.writeHead(word === 'refused' ? 403 : 200).end(word)
    arrived += 1
    waiting.push(answer)
    if (word.startsWith('n') && arrived < CONNECTIONS) return
    for (const each of waiting) each()
    waiting = []
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const get = (word: string): BenchCall => ({ method: 'GET', path: `/${word}`, headers: {} })

describe('driving a server', () => {
  it('sends every call once, uses all connections, and returns the responses in order', async () => {
    const pool = openPool(url)
    const calls = Array.from({ length: 200 }, (_, index) => get(`n${index}`))
    const { bodies, latencies } = await drive(pool, calls)
    await pool.destroy()
    expect(bodies).toEqual(calls.map((call) => call.path.slice(1)))
    expect([...latencies].every((ms) => ms > 0)).toBe(true)
  })

  it('rejects when a response has an unexpected status', async () => {
    const pool = openPool(url)
    await expect(drive(pool, [get('fine'), get('refused')])).rejects.toThrow(
      'GET /refused answered 403, not 200',
    )
    await expect(drive(pool, [get('refused')], 403)).resolves.toMatchObject({ bodies: ['refused'] })
    await pool.destroy()
  })
})

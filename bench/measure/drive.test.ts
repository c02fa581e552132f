import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, CONNECTIONS, drive, openPool } from './drive.ts'

let server: Server
let url = ''
let [underWay, most] = [0, 0]

beforeAll(async () => {
  server = createServer((request, response) => {
    most = Math.max(most, ++underWay)
    const [, word = ''] = (request.url ?? '').split('/')
    void sleep(5).then(() => {
      underWay -= 1
      response.writeHead(word === 'refused' ? 403 : 200).end(word)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const get = (word: string): Call => ({ method: 'GET', path: `/${word}`, headers: {} })

describe('driving a server', () => {
  it('sends every call once, keeps the answers in order and the connections busy', async () => {
    const pool = openPool(url)
    const calls = Array.from({ length: 200 }, (_, index) => get(`n${index}`))
    const { bodies, latencies } = await drive(pool, calls)
    await pool.destroy()
    expect(bodies).toEqual(calls.map((call) => call.path.slice(1)))
    expect([...latencies].every((ms) => ms > 0)).toBe(true)
    expect(most).toBe(CONNECTIONS)
  })

  it('does not take a refusal for an answer', async () => {
    const pool = openPool(url)
    await expect(drive(pool, [get('fine'), get('refused')])).rejects.toThrow(
      'GET /refused answered 403, not 200',
    )
    await expect(drive(pool, [get('refused')], 403)).resolves.toMatchObject({ bodies: ['refused'] })
    await pool.destroy()
  })
})

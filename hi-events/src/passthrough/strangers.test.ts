import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../../test-support/harness.ts'
import { dial, type Stand, startStand, type StandOptions } from '../../test-support/passthrough-stand.ts'

const stands: Stand[] = []
afterEach(async () => {
  await Promise.all(stands.splice(0).map((stand) => stand.stop()))
})
const start = async (options: StandOptions = {}) => {
  const stand = await startStand({ ...options, limits: { perClient: 128, ...options.limits } })
  stands.push(stand)
  stand.answer = (incoming, response) => void incoming.resume().on('end', () => response.end('hello'))
  return stand
}

const HEAD =
  'POST /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\n'
/** Statuses of requests from another loopback address. */
const get = ({ port }: Stand, localAddress: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(
      { port, host: '127.0.0.1', path: '/page', localAddress, agent: false },
      (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      },
    )
    sent.on('error', reject).end()
  })

describe('one client with 530 idle requests', () => {
  it('leaves room for the others, and is told to wait', async () => {
    const stand = await start()
    const idle = await Promise.all(Array.from({ length: 530 }, () => dial(stand, HEAD)))
    const isRefused = ({ said }: (typeof idle)[number]) => said().startsWith('HTTP/1.1 429')
    await until(() => idle.filter(isRefused).length >= 530 - 128, 'most to be refused')
    expect(idle.find(isRefused)?.said()).toMatch(/retry-after: 2/i)
    expect(await get(stand, '127.0.0.2')).toBe(200)
    for (const { socket } of idle) socket.destroy()
  })
})

describe('many clients with idle requests', () => {
  it('leave a place for one more client, which has fewer than they', async () => {
    const stand = await start({ limits: { atOnce: 4, perClient: 4 } })
    const idle = await Promise.all(Array.from({ length: 4 }, () => dial(stand, HEAD)))
    const evicted = () => idle.filter(({ said }) => said().startsWith('HTTP/1.1 503'))
    await until(async () => {
      expect(await get(stand, '127.0.0.2')).toBe(200)
      return evicted().length > 0
    }, 'one of them to lose its place')
    expect(evicted()).toHaveLength(1)
    for (const { socket } of idle) socket.destroy()
  })
})

describe('a body', () => {
  const pace = { graceMs: 200, bytesPerSecond: 1_000_000, checkMs: 20 }
  const clientLimits = { headersTimeout: 60_000, requestTimeout: 60_000, pace }

  it('that arrives too slowly is refused, and its place is free again', async () => {
    const stand = await start({ clientLimits, limits: { atOnce: 1 } })
    const slow = await dial(stand, `${HEAD}x`)
    await until(slow.hasEnded, 'the connection to be closed')
    expect(slow.said()).toMatch(/^HTTP\/1\.1 408 [^]*REQUEST_TIMEOUT/)
    await until(async () => (await get(stand, '127.0.0.1')) === 200, 'the place to be free')
  })

  it('that arrives too slowly is refused with words for people', async () => {
    const stand = await start({ clientLimits })
    const slow = await dial(stand, HEAD.replace('/api/x', '/x').replace('Host', 'Accept: text/html\r\nHost'))
    await until(slow.hasEnded, 'the connection to be closed')
    expect(slow.said()).toContain('This arrived too slowly')
  })

  it('of our own routes is watched too', async () => {
    const stand = await start({ clientLimits })
    stand.answerOurs = () => {}
    const slow = await dial(stand, HEAD.replace('/api/x', '/auth/cross-app'))
    await until(slow.hasEnded, 'the connection to be closed')
    expect(slow.said()).toMatch(/^HTTP\/1\.1 408/)
  })

  it('whose response the ticket system delays is not slow', async () => {
    const stand = await start({ clientLimits })
    let answer = () => {}
    stand.answer = (incoming, response) => {
      incoming.resume()
      incoming.on('end', () => (answer = () => response.end('hello')))
    }
    const wire = await dial(stand, `${HEAD}${'x'.repeat(1000)}`)
    await until(() => stand.seen.length === 1)
    // It came later and is closed after the same time of grace.
    const slow = await dial(stand, `${HEAD}x`)
    await until(slow.hasEnded, 'the slow connection to be closed')
    answer()
    await until(() => wire.said().includes('hello'))
    expect(wire.said()).toMatch(/^HTTP\/1\.1 200/)
    wire.socket.destroy()
  })
})

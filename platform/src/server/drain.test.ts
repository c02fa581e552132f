import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttp } from '../http/http.ts'
import { drain, isDraining } from './drain.ts'

const LONG_MS = 3_600_000
/** Some requests are answered meanwhile, also on a slow machine. */
const DRAIN_MS = 1_000

let stop: () => unknown = () => {}
afterEach(() => stop())

async function startService() {
  const app = createHttp({ log: pino({ level: 'silent' }), publicUrl: 'http://localhost' })
  await app.listen({ port: 0, host: '127.0.0.1' })
  let isSending = true
  stop = () => {
    isSending = false
    return app.close()
  }
  const { port } = app.server.address() as AddressInfo
  const get = async (path: string) => {
    await (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { host: 'localhost' } })).text()
  }
  return {
    server: app.server,
    /** Asks one request after the other, until `end` is called or the service has stopped. */
    ask: async (path: string) => {
      let isAsking = true
      await get(path)
      const asking = (async () => {
        while (isAsking && isSending) await get(path).catch(() => {})
      })()
      return {
        end: async () => {
          isAsking = false
          await asking
        },
      }
    },
  }
}

describe('a service that drains', () => {
  it('ends when no request comes, though monitors ask whether it is well', async () => {
    const { server, ask } = await startService()
    const probes = await ask('/healthz')
    const drained = drain(server, 1, { moreMs: LONG_MS, quietMs: LONG_MS })
    expect(isDraining(server)).toBe(true)
    await drained
    await probes.end()
  })

  it('waits for a balancer that still sends requests', async () => {
    const { server, ask } = await startService()
    const visitors = await ask('/')
    let isDrained = false
    const drained = drain(server, DRAIN_MS, { moreMs: LONG_MS, quietMs: 2_000 }).then(
      () => (isDrained = true),
    )
    await delay(2 * DRAIN_MS)
    expect(isDrained).toBe(false)
    await visitors.end()
    await drained
  })

  it('waits no longer than it may', async () => {
    const { server, ask } = await startService()
    const visitors = await ask('/')
    await drain(server, DRAIN_MS, { moreMs: 100, quietMs: LONG_MS })
    await visitors.end()
  })

  it('is not waited for without a balancer', async () => {
    const { server, ask } = await startService()
    const visitors = await ask('/')
    await drain(server, 0, { moreMs: LONG_MS, quietMs: LONG_MS })
    await visitors.end()
  })
})

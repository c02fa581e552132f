import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { ECHO, ECHO_HEAD } from '../../test-support/echo.ts'
import { createHttp } from '../http/http.ts'
import { addRoute } from '../http/route.ts'
import type { ClientLimits } from './create-server.ts'

const logged: string[] = []
let stop = async () => {}
afterEach(() => stop())

const start = async (clientLimits: Partial<ClientLimits>) => {
  const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) })
  const app = createHttp({ log, publicUrl: 'http://localhost', clientLimits })
  addRoute(app, ECHO, [], async ({ body }) => ({ word: body.word }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  stop = () => app.close()
  return app
}

/** Sends bytes and nothing more. @returns what came back once the service has closed the connection */
const sendSome = ({ server }: Awaited<ReturnType<typeof start>>, bytes: string) =>
  new Promise<string>((resolve) => {
    const { port } = server.address() as AddressInfo
    let received = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => (received += chunk.toString()))
    socket.on('error', () => {}).on('close', () => resolve(received))
  })

describe('a client of any service', () => {
  it('that is slow with its headers loses its connection', async () => {
    const app = await start({ headersTimeout: 100 })
    expect(await sendSome(app, `${ECHO_HEAD}X-Slow: `)).toMatch(/^HTTP\/1\.1 408 [^]*REQUEST_TIMEOUT/)
    // Node itself would look after half a minute.
  }, 20_000)

  it('that is slow with its body loses its connection, and is no failure', async () => {
    const app = await start({ pace: { graceMs: 100, bytesPerSecond: 1_000_000, checkMs: 20 } })
    const answer = await sendSome(app, `${ECHO_HEAD}Content-Length: 100\r\n\r\n{"word":`)
    expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*x-content-type-options: nosniff[^]*REQUEST_TIMEOUT/)
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1)
    expect(logged).toEqual([])
  })

  it('has fifteen seconds for its headers and thirty for a request', async () => {
    const { server } = await start({})
    expect([server.headersTimeout, server.requestTimeout]).toEqual([15_000, 30_000])
    expect(server).toMatchObject({ keepAliveTimeout: 72_000 })
  })

  it('that opens a connection ahead and asks nothing does not hold up the end of the service', async () => {
    const app = await start({})
    const { port } = app.server.address() as AddressInfo
    const ahead = connect(port, '127.0.0.1')
    await once(app.server, 'connection')
    const asking = connect(port, '127.0.0.1', () => asking.write(ECHO_HEAD))
    const [served] = (await once(app.server, 'connection')) as [Socket]
    await expect.poll(() => served.bytesRead).toBeGreaterThan(0)
    let isAskingClosed = false
    asking.on('close', () => (isAskingClosed = true))
    const closed = app.close()
    await once(ahead, 'close')
    // Half a request has begun, and may be finished.
    expect(isAskingClosed).toBe(false)
    asking.destroy()
    await closed
  })
})

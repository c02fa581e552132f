import { afterEach, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../../test-support/http-server.ts'
import { AddressBlockedError, createPublicSender, type PublicSenderOptions } from './public-sender.ts'

const ending: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(ending.splice(0).map((end) => end()))
})

function sender(options: Partial<PublicSenderOptions> = {}) {
  const made = createPublicSender({ allowsPrivate: false, timeoutMs: 60_000, maxBytes: 100, ...options })
  ending.push(made.close)
  return made
}

async function receiver(handle?: TestServer['handle']): Promise<TestServer> {
  const server = await startTestServer(handle)
  ending.push(server.stop)
  return server
}
const request = { headers: { 'content-type': 'application/json' }, body: '{}' }
const portOf = ({ url }: TestServer) => new URL(url).port

describe('a request to an address that a stranger chose', () => {
  it('is sent with its body, and gives the status', async () => {
    const server = await receiver((_, response) => response.writeHead(201).end('not read'))
    const answer = await sender({ allowsPrivate: true }).post({ url: server.url, ...request })
    expect(answer).toEqual({ status: 201, retryAfter: undefined, text: '' })
    expect(server.seen).toMatchObject([{ method: 'POST', body: '{}' }])
  })

  it('is refused for an address that is not public, however it is written', async () => {
    const server = await receiver()
    const port = portOf(server)
    for (const host of ['127.0.0.1', '127.1', '0x7f000001', '2130706433', '[::1]', '[::ffff:127.0.0.1]', '0'])
      await expect(sender().post({ url: `http://${host}:${port}/`, ...request })).rejects.toThrow(
        AddressBlockedError,
      )
    expect(server.seen).toEqual([])
  })

  it('is refused when one of the addresses of its name is not public', async () => {
    const server = await receiver()
    const resolve = async () => ['93.184.216.34', '127.0.0.1']
    const sent = sender({ resolve }).post({ url: `http://both.example:${portOf(server)}/`, ...request })
    await expect(sent).rejects.toThrow(AddressBlockedError)
    expect(server.seen).toEqual([])
  })

  it('checks the address that it connects to: a name that changes its address later is refused then', async () => {
    const server = await receiver()
    const answers = [['93.184.216.34'], ['127.0.0.1']]
    let asked = 0
    const resolve = async () => answers[asked++] ?? ['127.0.0.1']
    const made = sender({ resolve, timeoutMs: 200 })
    const url = `http://rebinding.example:${portOf(server)}/`
    // The first address is public, but nothing here leads to it.
    await expect(made.post({ url, ...request })).rejects.not.toThrow(AddressBlockedError)
    await expect(made.post({ url, ...request })).rejects.toThrow(AddressBlockedError)
    expect([asked, server.seen]).toEqual([2, []])
  })

  it('asks for the address once for each connection, so that nothing lies between check and use', async () => {
    const server = await receiver()
    const answers = [['127.0.0.1']]
    const resolve = async () => answers.shift() ?? ['192.0.2.1']
    const url = `http://once.example:${portOf(server)}/`
    const answer = await sender({ resolve, allowsPrivate: true }).post({ url, ...request })
    expect([answer.status, server.seen.length]).toEqual([200, 1])
  })

  it('follows no redirect', async () => {
    const inside = await receiver()
    const server = await receiver((_, response) => response.writeHead(307, { location: inside.url }).end())
    const answer = await sender({ allowsPrivate: true }).post({ url: server.url, ...request })
    expect([answer.status, inside.seen]).toEqual([307, []])
  })

  it('reads no more of a failure than it may', async () => {
    const server = await receiver((_, response) => {
      response.writeHead(500, { 'retry-after': '7' })
      const pour = () => {
        if (!response.destroyed) response.write('x'.repeat(65_536), pour)
      }
      pour()
    })
    const answer = await sender({ allowsPrivate: true }).post({ url: server.url, ...request })
    expect(answer).toEqual({ status: 500, retryAfter: '7', text: 'x'.repeat(100) })
  })

  it('ends when no response comes in time', async () => {
    const silent = await receiver(() => {})
    const made = sender({ allowsPrivate: true, timeoutMs: 50 })
    const sent = made.post({ url: silent.url, ...request })
    await expect(sent).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

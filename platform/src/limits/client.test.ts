import { createServer, type IncomingMessage, request } from 'node:http'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen } from '../../test-support/http-server.ts'
import { clientIp, clientKey, type TrustProxy, trustOf } from './client.ts'

describe('the key of a client', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['0:0:0:0:0:ffff:c000:0207', '192.0.2.7'],
    ['192.0.2.7:4711', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['1::2:192.0.2.1', '1:0:0:0::/64'],
    ['', 'unknown'],
    ['nobody', 'unknown'],
    ['999.1.1.1', 'unknown'],
  ])('of %s is %s', (address, key) => {
    expect(clientKey(address)).toBe(key)
  })

  it('is the same for all addresses of one IPv6 network', () => {
    const keys = Array.from({ length: 100 }, (_each, at) => clientKey(`2001:db8:0:1:${at.toString(16)}::1`))
    expect(new Set(keys).size).toBe(1)
  })
})

describe('the address of a client', () => {
  let received: IncomingMessage
  const server = createServer((incoming, response) => {
    received = incoming
    response.end()
  })
  let port = 0
  beforeAll(async () => {
    port = await listen(server)
  })
  afterAll(() => {
    server.close()
  })

  const send = async (forwarded: string | undefined, trust: TrustProxy) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
    const sent = request({ port, host: '127.0.0.1', headers }).end()
    const [response] = await once(sent, 'response')
    response.resume()
    return clientIp(received, trust)
  }

  it.each([
    ['the connection when nobody is trusted', false, '192.0.2.1', '127.0.0.1'],
    ['the connection without a header', 1, undefined, '127.0.0.1'],
    ['the entry of the only proxy', 1, '192.0.2.1', '192.0.2.1'],
    ['not what the client wrote itself', 1, '192.0.2.9, 192.0.2.1', '192.0.2.1'],
    ['the entry of the first of two proxies', 2, '192.0.2.9, 192.0.2.1, 10.0.0.1', '192.0.2.1'],
    ['the first there is when fewer proxies wrote', 2, '192.0.2.1', '192.0.2.1'],
    ['the entry of a named proxy', ['loopback'], '192.0.2.9, 192.0.2.1', '192.0.2.1'],
    ['before all proxies of a network', '10.0.0.0/8, loopback', '192.0.2.1, 10.1.2.3', '192.0.2.1'],
    ['the connection when the entry is none', 1, '<script>', '127.0.0.1'],
    ['without the port that a proxy added', 1, '192.0.2.1:4711', '192.0.2.1'],
    ['of IPv6 without brackets', 1, '[2001:db8::1]:4711', '2001:db8::1'],
  ])('is %s', async (_name, setting, forwarded, address) => {
    expect(await send(forwarded, trustOf(setting))).toBe(address)
  })
})

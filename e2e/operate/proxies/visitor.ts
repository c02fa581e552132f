import { get } from 'node:https'
import type { LookupFunction } from 'node:net'
import { connect } from 'node:tls'
import { Agent, fetch, type RequestInit, type Response } from 'undici'

/** No resolver has the names of the test. */
export const onThisMachine: LookupFunction = (_name, { all }, done) =>
  all === true ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)

/** Somebody on the internet, who speaks to the proxy with TLS, by HTTP/2 where it is offered. */
export type Visitor = {
  fetch: (url: string, init?: RequestInit) => Promise<Response>
  close: () => Promise<void>
}

/** The whole network 127.0.0.0/8 is this machine. */
const ADDRESS = '127.0.0.7'

export function createVisitor(ca: string, { allowH2 = true, address = ADDRESS } = {}): Visitor {
  const agent = new Agent({
    allowH2,
    localAddress: address,
    connect: {
      ca,
      lookup: onThisMachine,
    },
  })
  return {
    fetch: (url, init = {}) => fetch(url, { redirect: 'manual', ...init, dispatcher: agent }),
    close: () => agent.destroy(),
  }
}

/** The protocol that the proxy chooses when it may, e.g. `h2`. */
export function protocolOf(url: string, ca: string): Promise<string | false | null> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: Number(port), servername: hostname, ca }
    const socket = connect({ ...options, ALPNProtocols: ['h2', 'http/1.1'] }, () => {
      resolve(socket.alpnProtocol)
      socket.destroy()
    })
    socket.once('error', reject)
  })
}

/** The status of a request that names another host than the one it connects to. */
export function statusFor(host: string, url: string, ca: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const servername = new URL(url).hostname
    const options = { ca, servername, headers: { host }, lookup: onThisMachine, agent: false } as const
    get(url, options, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).once('error', reject)
  })
}

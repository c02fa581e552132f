import { createServer, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { freePort } from '@tuvens/platform/free-port'
import { request as send } from 'undici'
import { closeServer } from './server.ts'

export type ProxiedRequest = { method: string; path: string; headers: Record<string, string>; raw: string }
export type ProxiedResponse = { status: number; headers: Record<string, string | string[]>; text: string }

/** Alters a response; `null` closes the connection after the call was carried out. */
export type ResponseChange = (response: ProxiedResponse, request: ProxiedRequest) => ProxiedResponse | null

export type Tampering = {
  /** Alters a request; `null` closes the connection. */
  request?: (request: ProxiedRequest) => ProxiedRequest | null
  /** Sends a request to another server. */
  upstream?: (request: ProxiedRequest) => string | undefined
  response?: ResponseChange
}

export type TamperingProxy = { url: string; requests: ProxiedRequest[]; close: () => Promise<void> }

/**
 * A real server before another that alters what passes: a bad proxy, a wrong setting, another version.
 *
 * @param host by which callers reach the proxy
 */
export async function startTamperingProxy(
  upstream: string,
  tampering: Tampering,
  host = '127.0.0.1',
): Promise<TamperingProxy> {
  const requests: ProxiedRequest[] = []
  const server = createServer((incoming, outgoing) => {
    void read(incoming).then(async (request) => {
      requests.push(request)
      const response = await tamper(upstream, tampering, request)
      if (response === null) return incoming.socket.destroy()
      return outgoing.writeHead(response.status, response.headers).end(response.text)
    })
  })
  server.keepAliveTimeout = 500
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, host === '127.0.0.1' ? host : '0.0.0.0', resolve))
  return {
    url: `http://${host}:${port}`,
    requests,
    close: () => closeServer(server),
  }
}

async function tamper(
  upstream: string,
  tampering: Tampering,
  received: ProxiedRequest,
): Promise<ProxiedResponse | null> {
  const request = tampering.request === undefined ? received : tampering.request(received)
  if (request === null) return null
  const response = await pass(tampering.upstream?.(request) ?? upstream, request).catch(() => BAD_GATEWAY)
  return tampering.response === undefined ? response : tampering.response(response, request)
}

const BAD_GATEWAY: ProxiedResponse = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  text: '<h1>Bad gateway</h1>',
}

async function read(incoming: IncomingMessage): Promise<ProxiedRequest> {
  const raw = (await buffer(incoming)).toString()
  return { method: incoming.method ?? 'GET', path: incoming.url ?? '/', headers: pick(incoming.headers), raw }
}

/** Hop-by-hop headers, and what would make the text compressed. */
const LEFT_OUT = /^(?:connection|transfer-encoding|content-length|keep-alive|expect|accept-encoding)$/

async function pass(
  upstream: string,
  { method, path, headers, raw }: ProxiedRequest,
): Promise<ProxiedResponse> {
  const options = { method, headers: without(headers), body: raw === '' ? null : raw }
  const { statusCode, headers: received, body } = await send(upstream + path, options)
  const kept = Object.entries(received).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  )
  return { status: statusCode, headers: without(Object.fromEntries(kept)), text: await body.text() }
}

function pick(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function without<T>(headers: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !LEFT_OUT.test(name)))
}

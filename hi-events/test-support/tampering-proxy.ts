import { type SeenRequest, startTestServer } from '@tuvens/platform/test-support/http-server'
import { request as send } from 'undici'

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

export type TamperingProxy = Awaited<ReturnType<typeof startTamperingProxy>>

/**
 * A real server before another that alters what passes: a bad proxy, a wrong setting, another version.
 *
 * @param host by which callers reach the proxy
 */
export async function startTamperingProxy(upstream: string, tampering: Tampering, host = '127.0.0.1') {
  const requests: ProxiedRequest[] = []
  const server = await startTestServer(
    async (incoming, outgoing) => {
      const request = proxiedRequestOf(incoming)
      requests.push(request)
      const response = await tamper(upstream, tampering, request)
      if (response === null) return outgoing.destroy()
      return outgoing.writeHead(response.status, response.headers).end(response.text)
    },
    host === '127.0.0.1' ? host : '0.0.0.0',
  )
  return { url: server.url.replace('127.0.0.1', host), requests, close: server.stop }
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

function proxiedRequestOf({ method, url: path, headers, body: raw }: SeenRequest): ProxiedRequest {
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return { method, path, headers: Object.fromEntries(texts), raw }
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

function without<T>(headers: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !LEFT_OUT.test(name)))
}

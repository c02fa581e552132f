import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Config } from '../base/config.ts'
import { clientIp } from '../web/client-ip.ts'
import type { Agents } from './agents.ts'
import { readsAnswer } from './login/swap-answer.ts'
import { publicHeadersOf, requestHeaders } from './headers.ts'

/** Begins the request to the ticket system for a request to us; `extra` headers as a flat list. */
export type Open = (request: IncomingMessage, options: OpenOptions) => ClientRequest
/** `upstreamToken`: of the person it is passed on for, or null. */
export type OpenOptions = { upstreamToken: string | null; extra?: readonly string[] }

type OpenContext = {
  config: Pick<Config, 'ticketOrigin' | 'upstream' | 'upstreamApi' | 'proxyHops'>
  agents: Agents
}

export function createOpen({ config, agents }: OpenContext): Open {
  const publicHeaders = publicHeadersOf(new URL(config.ticketOrigin))
  const pages = rootOf(config.upstream)
  // In a split set-up the API has a root of its own, which stands for `/api`.
  const api = config.upstreamApi === `${config.upstream}/api` ? null : rootOf(config.upstreamApi)
  return (request, { upstreamToken, extra = [] }) => {
    const { url = '/' } = request
    const isApi = api !== null && url.startsWith('/api/')
    const { isSecure, path, host, port } = isApi ? api : pages
    const sender = {
      address: clientIp(request, config.proxyHops),
      publicHeaders,
      upstreamToken,
      isPlain: readsAnswer(url),
    }
    return (isSecure ? https : http).request({
      host,
      port,
      path: path + (isApi ? url.slice('/api'.length) : url),
      method: request.method ?? 'GET',
      headers: requestHeaders(request, sender, extra),
      setHost: false,
      agent: isSecure ? agents.secure : agents.plain,
    })
  }
}

/** Where to connect, and what precedes each path. */
function rootOf(address: string) {
  const { hostname, port, protocol, pathname } = new URL(address)
  const isSecure = protocol === 'https:'
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 443 : 80) : Number(port),
    path: pathname === '/' ? '' : pathname,
    isSecure,
  }
}

import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Config } from '../base/config.ts'
import { clientAddress } from '../web/client-address.ts'
import type { Agents } from './agents.ts'
import { publicHeadersOf, requestHeaders } from './headers.ts'
import { targetOf } from './target.ts'

/** Begins the request to the ticket system for a request to us; `extra` headers as a flat list. */
export type Open = (request: IncomingMessage, extra?: readonly string[]) => ClientRequest

type OpenContext = {
  config: Pick<Config, 'ticketOrigin' | 'upstream' | 'upstreamApi' | 'proxyHops'>
  agents: Agents
}

export function createOpen({ config, agents }: OpenContext): Open {
  const publicHeaders = publicHeadersOf(new URL(config.ticketOrigin))
  return (request, extra = []) => {
    const { host, port, path, isSecure } = targetOf(config, request.url ?? '/')
    const sender = { address: clientAddress(request, config.proxyHops), publicHeaders }
    return (isSecure ? https : http).request({
      host,
      port,
      path,
      method: request.method ?? 'GET',
      headers: requestHeaders(request, sender, extra),
      setHost: false,
      agent: isSecure ? agents.secure : agents.plain,
    })
  }
}

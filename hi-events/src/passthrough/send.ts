import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { Config } from '../config.ts'
import { clientAddress } from '../web/client-address.ts'
import { publicHeadersOf, requestHeaders } from './headers.ts'
import type { Targets } from './target.ts'

/** Asks the ticket system what a request asks us; what it says is told to `handler`. */
export type Send = (request: IncomingMessage, handler: Dispatcher.DispatchHandler, more: More) => void

export type More = {
  body: Readable | null
  upgrade: 'websocket' | null
  /** Whether it must be a connection of its own. */
  isFresh: boolean
}

type Needs = {
  config: Pick<Config, 'ticketOrigin' | 'proxyHops'>
  targets: Targets
}

export function createSend({ config, targets }: Needs): Send {
  const publicHeaders = publicHeadersOf(new URL(config.ticketOrigin))
  return (request, handler, { body, upgrade, isFresh }) => {
    const url = request.url ?? '/'
    const target = targets.of(url)
    const headers = requestHeaders(request, {
      address: clientAddress(request, config.proxyHops),
      publicHeaders,
    })
    const pool = isFresh ? target.fresh : target.kept
    const method = request.method ?? 'GET'
    pool.dispatch({ path: target.pathOf(url), method, headers, body, upgrade }, handler)
  }
}

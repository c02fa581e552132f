import { createEntrance } from '@tuvens/platform/entrance/entrance'
import { BACKLOG } from '@tuvens/platform/server/backlog'
import { answerClientError } from '@tuvens/platform/server/client-error'
import { createLog, type Log } from '@tuvens/platform/log'
import { createHttpServer } from '@tuvens/platform/server/create-server'
import { drain, isDraining } from '@tuvens/platform/server/drain'
import { endFailedStart } from '@tuvens/platform/server/start-failure'
import { isCompressed } from '@tuvens/platform/server/request-body'
import { startTelemetry } from '@tuvens/platform/telemetry/start-telemetry'
import { setRoute } from '@tuvens/platform/telemetry/trace'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readConfig, type SiteConfig } from './lib/server/config.ts'
import { isTooLarge, MAX_UPLOAD_BYTES } from './lib/server/security/body-size.ts'
import { responseHeaders } from './lib/server/security/headers.ts'
import { pageAtOrigin } from './lib/server/security/page-at-origin.ts'
import { refusalPage, type SiteRefusal } from './lib/server/security/refusal-page.ts'
import { clickTraceOf } from './lib/server/session/click.ts'

/** Of the project: the bundle is in `client/build`. */
const ROOT = join(import.meta.dirname, '..', '..')

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/**
 * The site's process: in the place of adapter-node's own, so that host, scheme and headers are decided for static files
 * too. `svelte.config.js` bundles this file beside adapter-node's handler.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env, { isServing: true })
  // The handler reads it when it loads, and would otherwise believe the `Host` of each request.
  process.env['ORIGIN'] = config.origin
  process.env['BODY_SIZE_LIMIT'] = String(MAX_UPLOAD_BYTES)
  const { handler }: { handler: Handler } = await import(
    pathToFileURL(join(import.meta.dirname, 'handler.js')).href
  )
  const log = createLog('site', config.logLevel)
  const stopTelemetry = await startTelemetry(config, { service: 'site', root: ROOT, log })
  const server = createSiteServer(config, handler, log)
  server.listen({ port: config.port, host: config.host, backlog: BACKLOG })
  const leave = () => void stop(server, config, stopTelemetry)
  process.on('SIGTERM', leave).on('SIGINT', leave)
}

function createSiteServer(config: SiteConfig, handler: Handler, log: Log): Server {
  const { origin, allowedHosts, addressHeader } = config
  const entrance = createEntrance({
    publicUrl: origin,
    allowedHosts,
    isTrustedPeer: () => addressHeader !== undefined,
  })
  const headers = new Map(Object.entries(responseHeaders(config)))
  const refuse = (refusal: SiteRefusal, response: ServerResponse) => {
    const page = refusalPage(refusal, origin)
    response.writeHead(page.status, page.headers).end(page.html)
  }
  const refuseSlow = (_request: IncomingMessage, response: ServerResponse) => refuse('slow', response)
  const requests = { log, sample: config.requestLogSample, traceparentOf: clickTraceOf }
  const server = createHttpServer({ refuseSlow, requests }, (request, response) => {
    response.setHeaders(headers)
    const verdict = entrance(request)
    if (verdict.kind === 'open' && request.url === '/readyz')
      return answerReadiness(response, isDraining(server))
    // The handler fails without the header, and a balancer that checks this node sends none.
    if (addressHeader !== undefined) request.headers[addressHeader] ??= request.socket.remoteAddress
    if (verdict.kind === 'open' && isCompressed(request.headers)) return refuse('compressed', response)
    if (verdict.kind === 'open' && isTooLarge(request)) return refuse('large', response)
    const elsewhere = verdict.kind === 'open' ? pageAtOrigin(request, origin) : null
    if (elsewhere !== null) return response.writeHead(307, { location: elsewhere }).end()
    if (request.url?.startsWith('/_app/') === true) setRoute('asset')
    if (verdict.kind === 'open') return handler(request, response, () => response.writeHead(404).end())
    if (verdict.kind === 'insecure' && verdict.location !== null)
      return response.writeHead(308, { location: verdict.location }).end()
    return refuse(verdict.kind, response)
  })
  return server.on('clientError', answerClientError)
}

/** Whether a balancer may send requests here: not when this process is about to stop. */
function answerReadiness(response: ServerResponse, isStopping: boolean): void {
  response.writeHead(isStopping ? 503 : 200, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify({ status: isStopping ? 'draining' : 'ok' }))
}

let isLeaving = false

/** Goes on until balancers have noticed, then answers the requests under way, for a limited time. A second signal ends all. */
async function stop(
  server: Server,
  { drainMs, shutdownMs }: SiteConfig,
  stopTelemetry: () => Promise<void>,
): Promise<void> {
  if (isLeaving) process.exit(1)
  isLeaving = true
  await drain(server, drainMs)
  server.close(() => void stopTelemetry().then(() => process.exit(0)))
  server.closeIdleConnections()
  setTimeout(() => server.closeAllConnections(), shutdownMs)
}

await main().catch((error: unknown) => endFailedStart(error))

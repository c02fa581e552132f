import { ConfigError } from '@tuvens/platform/config'
import { createEntrance } from '@tuvens/platform/entrance/entrance'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readConfig, type SiteConfig } from './lib/server/config.ts'
import { responseHeaders } from './lib/server/security/headers.ts'
import { refusalPage } from './lib/server/security/refusal-page.ts'

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/** Milliseconds a client may take for its headers and for a whole request, and between two requests. */
const CLIENT_LIMITS = { headersTimeout: 15_000, requestTimeout: 30_000, keepAliveTimeout: 72_000 }

/**
 * The site's process: in the place of adapter-node's own, so that host, scheme and headers are decided for static files
 * too. `svelte.config.js` bundles this file beside adapter-node's handler.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  // The handler reads it when it loads, and would otherwise believe the `Host` of each request.
  process.env['ORIGIN'] = config.origin
  const { handler }: { handler: Handler } = await import(
    pathToFileURL(join(import.meta.dirname, 'handler.js')).href
  )
  const server = createSiteServer(config, handler)
  server.listen(config.port, config.host)
  process.on('SIGTERM', () => stop(server, config)).on('SIGINT', () => stop(server, config))
}

function createSiteServer(config: SiteConfig, handler: Handler): Server {
  const { origin, allowedHosts, addressHeader } = config
  const entrance = createEntrance({
    publicUrl: origin,
    allowedHosts,
    isTrustedPeer: () => addressHeader !== undefined,
  })
  const headers = new Map(Object.entries(responseHeaders(config)))
  return createServer(CLIENT_LIMITS, (request, response) => {
    response.setHeaders(headers)
    const verdict = entrance(request)
    // The handler fails without the header, and a balancer that checks this node sends none.
    if (addressHeader !== undefined) request.headers[addressHeader] ??= request.socket.remoteAddress
    if (verdict.kind === 'open') return handler(request, response, () => response.writeHead(404).end())
    if (verdict.kind === 'insecure' && verdict.location !== null)
      return response.writeHead(308, { location: verdict.location }).end()
    const page = refusalPage(verdict.kind, origin)
    return response.writeHead(page.status, page.headers).end(page.html)
  })
}

/** Answers the requests under way, for a limited time. */
function stop(server: Server, { shutdownMs }: SiteConfig): void {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => server.closeAllConnections(), shutdownMs)
}

await main().catch((error: unknown) => {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(78)
})

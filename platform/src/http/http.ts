import { errorBody, HEADERS, ServiceError } from '@tuvens/contract'
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
} from 'fastify'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { acceptJson } from './body.ts'
import { answerClientError } from '../server/client-error.ts'
import { type ClientLimits, createHttpServer } from '../server/create-server.ts'
import type { Entrance } from '../entrance/entrance.ts'
import { answerErrors, sendError, toServiceError } from './errors.ts'
import { trustOf } from '../limits/client.ts'
import type { Log } from '../log.ts'
import { pathOf } from './path.ts'
import { requestIdOf } from '../telemetry/observe-requests.ts'
import { currentRequest, setRoute } from '../telemetry/trace.ts'
import { securityHeadersOf } from '../entrance/security-headers.ts'
import { compileValidator } from './validate.ts'

/** How a service meets its callers. */
export type HttpOptions = {
  log: Log
  /** Address that browsers and other services use. */
  publicUrl: string
  /** Refuses requests for other hosts; without it the `serverFactory` does. */
  entrance?: Entrance
  /** Addresses or hop count whose `X-Forwarded-For` is believed; false: none. */
  trustProxy?: Parameters<typeof trustOf>[0]
  /** Makes the HTTP server, for a service that answers some requests before Fastify. */
  serverFactory?: FastifyServerOptions['serverFactory']
  /** Of the server that is made here. */
  clientLimits?: Partial<ClientLimits>
  /** Part of the quick successes that the server made here logs, 0 to 1. */
  requestLogSample?: number
}

/** Bytes; larger bodies get 413. */
const BODY_LIMIT = 256 * 1024

/** A Fastify server with one set of conventions: strict JSON, raw bodies kept, one error envelope. */
export function createHttp(options: HttpOptions): FastifyInstance {
  const { log, publicUrl, entrance, trustProxy = false, clientLimits, requestLogSample = 1 } = options
  const securityHeaders = securityHeadersOf(publicUrl)
  const loggerInstance: FastifyBaseLogger = log
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustOf(trustProxy),
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    serverFactory:
      options.serverFactory ??
      ((handler) =>
        createHttpServer(
          {
            ...clientLimits,
            refuseSlow: refuseSlowWith(securityHeaders),
            requests: { log, sample: requestLogSample },
          },
          handler,
        )),
    // While closing, what still arrives is answered: a stream's client must never see a status other than 200.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      sendError(toServiceError(error), request, reply)
    },
    clientErrorHandler: answerClientError,
    // The fallback is for requests that do not come over HTTP (`inject`).
    genReqId: (request) => currentRequest()?.id ?? requestIdOf(request, randomUUID()),
  })
  ignoreExpectations(app.server)
  app.setValidatorCompiler(compileValidator)
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== undefined) setRoute(request.routeOptions.url)
    reply.header(HEADERS.requestId, request.id)
    reply.headers(securityHeaders)
  })
  if (entrance !== undefined) guardEntrance(app, entrance)
  acceptJson(app)
  answerErrors(app)
  return app
}

/** The envelope for a body that arrives too slowly. Fastify only waits for it, and sends nothing. */
const refuseSlowWith =
  (headers: Readonly<Record<string, string>>) =>
  ({ url = '/' }: IncomingMessage, response: ServerResponse): void => {
    const context = {
      path: pathOf(url),
      requestId: currentRequest()?.id ?? randomUUID(),
      timestamp: new Date().toISOString(),
    }
    const type = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }
    response.writeHead(408, { ...headers, ...type })
    response.end(JSON.stringify(errorBody(new ServiceError('REQUEST_TIMEOUT'), context)))
  }

/** Node refuses an unknown `Expect` without words. It is optional to the sender (RFC 9110 10.1.1), so it is ignored. */
function ignoreExpectations(server: FastifyInstance['server']): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
}

function guardEntrance(app: FastifyInstance, entrance: Entrance): void {
  app.addHook('onRequest', async (request, reply) => {
    const verdict = entrance(request.raw)
    if (verdict.kind === 'open') return undefined
    // The envelope, also where a service shows its errors as pages: those need what later hooks find out.
    if (verdict.kind === 'misdirected')
      return sendError(new ServiceError('MISDIRECTED_REQUEST'), request, reply)
    if (verdict.location === null) return sendError(new ServiceError('HTTPS_REQUIRED'), request, reply)
    return reply.redirect(verdict.location, 308)
  })
}

import { ServiceError } from '@tuvens/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isCompressed } from '../server/request-body.ts'
import { cleanTexts } from '../text/clean-text.ts'
import { parseJsonBody } from './json-body.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's bytes as they arrived; signatures are made over them. Empty when there is no body. */
    rawBody: Buffer
  }
  interface FastifyContextConfig {
    /** The route parses the body itself, by `parseBody`, after its guards. */
    parsesAfterGuards?: boolean
  }
}

const NO_BODY = Buffer.alloc(0)
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)/i

/**
 * Accepts JSON bodies in UTF-8, without compression, and keeps their bytes. What can be refused by the headers is refused
 * before a byte of the body is read.
 */
export function acceptJson(app: FastifyInstance): void {
  app.decorateRequest('rawBody')
  app.addHook('onRequest', async (request) => {
    request.rawBody = NO_BODY
  })
  // After the hooks of all routes that the refusal may need: a page tells who is signed in.
  app.addHook('preParsing', refuseByHeaders)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, raw: Buffer) => {
      request.rawBody = raw
      return request.routeOptions.config.parsesAfterGuards === true ? undefined : parsed(raw)
    },
  )
}

/**
 * Parses the JSON body of a request whose guards have admitted it: parsing is dear, and a refused caller causes none.
 * Control characters that an editor pastes are removed, not refused.
 */
export async function parseBody(request: FastifyRequest): Promise<void> {
  if (request.rawBody.length > 0) request.body = cleanTexts(parsed(request.rawBody))
}

function parsed(raw: Buffer): unknown {
  return raw.length === 0 ? undefined : parseJsonBody(raw)
}

async function refuseByHeaders(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { headers, routeOptions } = request
  if (Number(headers['content-length'] ?? 0) > (routeOptions.bodyLimit ?? Infinity))
    throw refusalOfBody(reply, 'PAYLOAD_TOO_LARGE')
  const charset = CHARSET.exec(headers['content-type'] ?? '')?.[1]?.toLowerCase() ?? 'utf-8'
  const isReadable = !isCompressed(headers) && (charset === 'utf-8' || charset === 'utf8')
  if (!isReadable) throw refusalOfBody(reply.header('accept-encoding', 'identity'), 'UNSUPPORTED_MEDIA_TYPE')
}

/** Closes the connection: the caller goes on to send the body, which nothing reads. */
function refusalOfBody(
  reply: FastifyReply,
  code: 'PAYLOAD_TOO_LARGE' | 'UNSUPPORTED_MEDIA_TYPE',
): ServiceError {
  reply.header('connection', 'close')
  return new ServiceError(code)
}

import { ServiceError } from '@tuvens/contract'
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { Credentials } from './sign-in.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The operator who made the request; empty on the sign-in page. */
    operator: string
  }
  interface FastifyContextConfig {
    /** Answered before anybody has signed in: only the sign-in itself, its font and health checks. */
    isOpen?: boolean
  }
}

const BEARER = /^bearer +(\S+)$/i

/**
 * Everything is closed unless a route says otherwise, unknown paths too. A token in the header is never sent by a browser
 * on its own; the cookie is, so what it may change has to come from a page of the console.
 */
export function requireOperator(credentials: Credentials): onRequestAsyncHookHandler {
  return async (request) => {
    const isOpen = request.routeOptions.config.isOpen === true
    const { authorization } = request.headers
    if (!isReading(request) && authorization === undefined && !isFromConsole(request))
      throw new ServiceError('ORIGIN_NOT_ALLOWED')
    if (isOpen) return
    request.operator = await operatorOf(request, credentials)
  }
}

async function operatorOf(request: FastifyRequest, credentials: Credentials): Promise<string> {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const token = BEARER.exec(authorization)?.[1]
    if (token === undefined) throw new ServiceError('TOKEN_INVALID')
    return credentials.ofToken(token, request)
  }
  const name = await credentials.ofCookie(request.cookies[credentials.cookieName] ?? '')
  if (name === null) throw new ServiceError('AUTHENTICATION_REQUIRED')
  return name
}

function isReading({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** The host was compared with our own before (DNS rebinding), so a page of the same origin is ours. */
function isFromConsole({ headers }: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, origin, host } = headers
  if (site !== undefined) return site === 'same-origin'
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host
}

/** Whether the caller is a program rather than a browser that shows pages. */
export function wantsJson({ headers }: FastifyRequest): boolean {
  return headers.authorization !== undefined || !(headers.accept ?? '').includes('text/html')
}

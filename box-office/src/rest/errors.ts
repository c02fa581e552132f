import { type ServiceError, toServiceError } from '@tuvens/platform/http/errors'
import { pathOf } from '@tuvens/platform/http/path'
import { reportError } from '@tuvens/platform/telemetry/report-error'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { PassingRefusal, Refusal } from '../refusal.ts'

/** Sends errors as `{message, errors?}`. */
export function addErrorHandlers(api: FastifyInstance, config: Config): void {
  api.setErrorHandler((error, request, reply) => {
    const refusal = error instanceof Refusal ? error : toRefusal(error, request)
    if (refusal.status === 401 && refusal.errors === undefined && !wantsJson(request))
      return redirectToLogin(reply, config)
    if (refusal instanceof PassingRefusal) reply.header('retry-after', String(refusal.retryAfter))
    return reply.code(refusal.status).type('application/json').send(bodyOf(refusal))
  })
  api.setNotFoundHandler((request, reply) => {
    const path = pathOf(request.url).slice(1, 200)
    return reply
      .code(404)
      .type('application/json')
      .send({ message: `The route ${path} could not be found.` })
  })
}

function bodyOf({ message, errors }: Refusal) {
  if (errors === undefined) return { message }
  return { message, errors: Object.keys(errors).length === 0 ? [] : errors }
}

/** An error of Fastify or the database. The message of a 5xx goes to the log, not to the caller. */
function toRefusal(error: unknown, request: FastifyRequest): Refusal {
  const known = toServiceError(error)
  if (known.statusCode >= 500) {
    if (known.isFailure) {
      request.log.error({ err: known.cause ?? known, path: pathOf(request.url) })
      reportError(known)
    }
    const message = known.statusCode === 503 ? 'Service Unavailable' : 'Server Error'
    return refusalOf(known, message)
  }
  const message = known.details?.[0]?.message ?? known.message
  return refusalOf(known, message)
}

function refusalOf({ statusCode, retryAfter }: ServiceError, message: string): Refusal {
  return retryAfter === undefined
    ? new Refusal(statusCode, message)
    : new PassingRefusal(statusCode, message, retryAfter)
}

/** A caller that does not prefer JSON is a browser, which is redirected to the login page. */
function wantsJson(request: FastifyRequest): boolean {
  const [first = ''] = (request.headers.accept ?? '').split(',')
  return first.includes('/json') || first.includes('+json')
}

function redirectToLogin(reply: FastifyReply, { publicUrl }: Config): FastifyReply {
  const to = `${publicUrl}/auth/login`
  return reply
    .code(302)
    .header('location', to)
    .type('text/html; charset=utf-8')
    .send(`<!DOCTYPE html><html lang="en"><title>Redirecting</title><a href="${to}">Sign in</a></html>`)
}

import { errorBody, type ErrorCode, type ErrorDetail, ExpectedError, ServiceError } from '@tuvens/contract'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isPassingFailure } from '../db/failures.ts'
import { loggedPathOf } from '../telemetry/logged-path.ts'
import { reportError } from '../telemetry/report-error.ts'
import { pathOf } from './path.ts'

/** For services that share the envelope and not the contract. */
export { ExpectedError, ServiceError }

/** Answers every failure with the one envelope (spec 2.2). */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendError(toServiceError(error), request, reply),
  )
  app.setNotFoundHandler((request, reply) => sendError(new ServiceError('NOT_FOUND'), request, reply))
}

/** What every answer to an error does, page or envelope: a failure is logged with its cause, and a bug is reported. */
export function noteError(error: ServiceError, request: FastifyRequest, reply: FastifyReply): void {
  if (error.isFailure) {
    request.log.error({ err: error.cause ?? error, code: error.code, path: loggedPathOf(request.url) })
    reportError(error)
  }
  if (error.retryAfter !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(error.retryAfter)))
}

/** Sends the envelope of one error. */
export function sendError(error: ServiceError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = pathOf(request.url)
  noteError(error, request, reply)
  return reply
    .code(error.statusCode)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(errorBody(error, { path, requestId: request.id, timestamp: new Date().toISOString() }))
}

/** Codes of Fastify that are the caller's doing. */
const FOREIGN: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_EMPTY_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'VALIDATION_ERROR',
  FST_ERR_BAD_URL: 'NOT_FOUND',
  FST_ERR_MAX_PARAM_LENGTH: 'NOT_FOUND',
}
const RETRY_AFTER_SECONDS = 2

/** The error a caller is told of: Fastify's and the database's own are translated, all others are INTERNAL_ERROR. */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error
  const { code = '', validation, validationContext } = isFailure(error) ? error : {}
  if (validation) {
    return new ServiceError('VALIDATION_ERROR', {
      details: validation.map((each) => detailOf(each, validationContext)),
    })
  }
  if (error instanceof Error && isCutOff(error, code))
    return new ServiceError('VALIDATION_ERROR', { cause: error })
  const known = FOREIGN[code] ?? (isPassingFailure(error) ? 'SERVICE_UNAVAILABLE' : 'INTERNAL_ERROR')
  const retryAfter = known === 'SERVICE_UNAVAILABLE' ? { retryAfter: RETRY_AFTER_SECONDS } : {}
  return new ServiceError(known, { cause: error, ...retryAfter })
}

/** The caller left in the middle of its body, or the body could not be read as HTTP: Node's own error for it. */
function isCutOff({ message }: Error, code: string): boolean {
  return code === 'ECONNRESET' && message === 'aborted'
}

function isFailure(error: unknown): error is Partial<FastifyError> {
  return error instanceof Error
}

type SchemaIssue = {
  keyword?: string
  instancePath: string
  message?: string
  params: Record<string, unknown>
}

/** What a schema's format is called; its regular expression is for programs. */
const FORMATS: Record<string, string> = {
  email: 'is not an e-mail address',
  'date-time': 'is not a date and time like 2027-06-13T20:00:00Z',
  uri: 'is not an address in full',
}

function problemOf({ keyword, message, params }: SchemaIssue): string {
  if (keyword === 'format') return FORMATS[String(params['format'])] ?? 'is not written as it has to be'
  if (keyword === 'pattern') return 'is not written as it has to be'
  return message ?? 'is not valid'
}

/** Names the field as the caller wrote it; never repeats the value: it may be a secret. */
function detailOf(issue: SchemaIssue, part = 'body'): ErrorDetail {
  const { missingProperty, additionalProperty } = issue.params
  const path = issue.instancePath.slice(1).replaceAll('/', '.')
  const leaf = missingProperty ?? additionalProperty
  const field = [path, typeof leaf === 'string' ? leaf.slice(0, 100) : '']
    .filter((each) => each !== '')
    .join('.')
  const name = field === '' ? part : field
  if (missingProperty !== undefined) return { field: name, message: `${name} is required` }
  if (additionalProperty !== undefined)
    return { field: name, message: `${name} is not a field of this request` }
  return { field: name, message: `${name} ${problemOf(issue)}` }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES, type ErrorCode, ERRORS, ErrorBody, errorBody, ServiceError } from './errors.ts'

const CONTEXT = { path: '/api/x', requestId: 'r-12345678', timestamp: '2026-01-01T12:00:00.000Z' }

describe('the error envelope', () => {
  it.each(ERROR_CODES)('is well formed for %s', (code) => {
    const body = errorBody(new ServiceError(code), CONTEXT)
    expect(Value.Check(ErrorBody, body)).toBe(true)
    expect(body).toMatchObject({ statusCode: ERRORS[code][0], code, message: ERRORS[code][1], ...CONTEXT })
    expect(body.error).not.toBe('Error')
  })

  it('names the field, in the older and in the newer form', () => {
    const details = [{ field: 'account_id', message: 'account_id must be integer' }]
    expect(errorBody(new ServiceError('VALIDATION_ERROR', { details }), CONTEXT)).toMatchObject({
      message: 'Invalid request payload',
      origin: { message: 'account_id must be integer', code: 'VALIDATION_ERROR', details },
    })
  })

  it.each(ERROR_CODES.filter((code) => ERRORS[code][0] >= 500))(
    'of %s reveals nothing of what failed on our side',
    (code: ErrorCode) => {
      const error = new ServiceError(code, {
        message: 'relation "users" does not exist',
        details: [{ field: 'password', message: 'hunter2' }],
        cause: new Error('secret'),
      })
      const body = errorBody(error, CONTEXT)
      expect(JSON.stringify(body)).not.toMatch(/users|hunter2|secret/)
      expect([body.message, body.origin.message]).toEqual([ERRORS[code][1], ERRORS[code][1]])
    },
  )

  it('never carries the cause or the stack of a refusal', () => {
    const cause = new Error('hunter2')
    const body = JSON.stringify(errorBody(new ServiceError('BUSINESS_RULE', { cause }), CONTEXT))
    expect(body).not.toMatch(/hunter2|\.ts|stack/)
  })

  it('of a refusal can explain the case in a sentence of its own', () => {
    const error = new ServiceError('BUSINESS_RULE', { message: 'The end is before the start' })
    expect(errorBody(error, CONTEXT)).toMatchObject({
      message: 'The end is before the start',
      origin: { message: 'The end is before the start', details: [] },
    })
  })
})

describe('docs/errors.md', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'errors.md'), 'utf8')
  const entries = new Map(
    text
      .split(/^### /m)
      .slice(1)
      .map((entry) => [/^`(\w+)`/.exec(entry)?.[1] ?? entry, entry]),
  )

  it.each(ERROR_CODES)('explains for %s what happened and how to fix it', (code) => {
    const entry = entries.get(code) ?? ''
    expect(entry).toContain(`${ERRORS[code][0]} · ${ERRORS[code][1]}`)
    expect(entry).toMatch(/\*\*What happened\.\*\* \S.{20,}/)
    expect(entry).toMatch(/\*\*How to fix it\.\*\* \S.{20,}/)
  })

  it('names no code that does not exist', () => {
    expect([...entries.keys()].filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([])
  })
})

describe('a service error', () => {
  it('has the status of its code, its sentence and, for a retry, its seconds', () => {
    const error = new ServiceError('RATE_LIMITED', { retryAfter: 7 })
    expect(error).toMatchObject({ name: 'ServiceError', statusCode: 429, retryAfter: 7, details: [] })
    expect(error.message).toBe(ERRORS.RATE_LIMITED[1])
    expect(new ServiceError('NOT_FOUND').retryAfter).toBeUndefined()
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES, ERRORS, ErrorBody, errorBody, ServiceError } from './errors.ts'
import type { Route } from './route.ts'
import { API_ROUTES, TICKET_ORIGIN_ROUTES } from './routes.ts'

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

  it('says nothing of what failed on our side', () => {
    const error = new ServiceError('INTERNAL_ERROR', {
      message: 'relation "users" does not exist',
      details: [{ field: 'password', message: 'hunter2' }],
      cause: new Error('secret'),
    })
    const body = errorBody(error, CONTEXT)
    expect(JSON.stringify(body)).not.toMatch(/users|hunter2|secret/)
    expect(body.message).toBe('Something failed on our side')
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

  it.each(ERROR_CODES)('says of %s what happened and how to fix it', (code) => {
    const entry = entries.get(code) ?? ''
    expect(entry).toContain(`${ERRORS[code][0]} · ${ERRORS[code][1]}`)
    expect(entry).toMatch(/\*\*What happened\.\*\* \S.{20,}/)
    expect(entry).toMatch(/\*\*How to fix it\.\*\* \S.{20,}/)
  })

  it('speaks of no code that does not exist', () => {
    expect([...entries.keys()].filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([])
  })
})

describe('the route tables', () => {
  const routes = Object.entries<Route>({ ...API_ROUTES, ...TICKET_ORIGIN_ROUTES })

  it.each(routes)('%s names codes that exist, each once', (_name, route) => {
    expect(new Set(route.errors).size).toBe(route.errors.length)
    expect(route.errors.filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([])
  })

  it.each(routes)('%s has a schema for what its address holds', (_name, route) => {
    const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1])
    const { properties = {} } = (route.params ?? {}) as { properties?: object }
    expect(Object.keys(properties)).toEqual(names)
  })

  it.each(routes.filter(([, route]) => route.limit !== undefined))(
    '%s is limited and says so',
    (_name, route) => {
      expect(route.errors).toContain('RATE_LIMITED')
    },
  )
})

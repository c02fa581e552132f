import { ErrorBody, ServiceError } from '@tuvens/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { beforeAll, describe, expect, it } from 'vitest'
import { toServiceError } from './errors.ts'
import { createHttp } from './http.ts'
import { createLog } from '../log.ts'
import { addRoute } from './route.ts'

const ECHO = {
  method: 'POST',
  path: '/echo/:id',
  summary: 'For these tests',
  auth: 'none',
  params: Type.Object({ id: Type.Integer() }),
  body: Type.Object({ word: Type.String({ maxLength: 10 }) }, { additionalProperties: false }),
  success: { status: 201, body: Type.Object({ id: Type.Integer(), word: Type.String() }) },
  errors: ['VALIDATION_ERROR'],
} as const

/** What the guard found. */
let seen: { raw: string; body: unknown } | undefined
const refuseAll = async ({ rawBody, body }: FastifyRequest) => {
  seen = { raw: rawBody.toString(), body }
  throw new ServiceError('SIGNATURE_INVALID')
}

let app: FastifyInstance
beforeAll(async () => {
  app = createHttp({ log: createLog('test', 'silent'), publicUrl: 'http://localhost' })
  addRoute(app, ECHO, [], async ({ params, body }) => ({
    id: params.id,
    word: body.word,
    secret: 'not in the schema',
  }))
  addRoute(app, { ...ECHO, path: '/guarded', params: Type.Object({}) }, [refuseAll], async () => ({
    id: 1,
    word: '',
  }))
  app.get('/refuse', async () => {
    throw new ServiceError('RATE_LIMITED', { retryAfter: 2.2 })
  })
  app.get('/burst', async () => {
    throw new Error('postgres://user:password@db')
  })
  await app.ready()
})

const post = (payload: string | Buffer, type = 'application/json') =>
  app.inject({ method: 'POST', url: '/echo/7?session_token=abc', headers: { 'content-type': type }, payload })

describe('a route of the contract', () => {
  it('answers with what its schema names and nothing else', async () => {
    const answer = await post('{"word":"hello"}')
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toEqual({ id: 7, word: 'hello' })
  })

  it.each<[string, string | Buffer, string]>([
    ['a missing field', '{}', 'word is required'],
    ['a wrong type, to the letter', '{"word":5}', 'word must be string'],
    ['an unknown field', '{"word":"a","more":1}', 'more is not a field of this request'],
    ['too long a text', '{"word":"12345678901"}', 'word must NOT have more than 10 characters'],
    ['no body', '', 'must be object'],
    ['half a body', '{"word":', 'The body is not valid JSON'],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'The body is not valid UTF-8'],
    ['a NUL', '{"word":"a\\u0000"}', 'The body holds a NUL character'],
    ['a bomb of brackets', `{"word":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'nested deeper than 32'],
    ['a prototype', '{"word":"a","__proto__":{"x":1}}', 'The body is not valid JSON'],
    ['a field twice', '{"word":"a","word":"b"}', 'The body names a field twice'],
    ['half a surrogate pair', '{"word":"\\ud83c"}', 'The body holds half a surrogate pair'],
    ['a byte order mark', '\ufeff{"word":"a"}', 'The body begins with a byte order mark'],
    ['more than one value', '{"word":"a"}{}', 'The body is not valid JSON'],
  ])('refuses %s with 400 and the reason', async (_name, payload, reason) => {
    const answer = await post(payload)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().code).toBe('VALIDATION_ERROR')
    expect(answer.json().origin.message).toContain(reason)
  })

  it('takes a backslash before u0000 for the text that it is', async () => {
    expect((await post('{"word":"a\\\\u0000"}')).statusCode).toBe(201)
  })

  it('refuses other content types and bodies over 256 KiB', async () => {
    expect((await post('word=a', 'application/x-www-form-urlencoded')).json().code).toBe(
      'UNSUPPORTED_MEDIA_TYPE',
    )
    expect((await post(`{"word":"${'a'.repeat(300 * 1024)}"}`)).json().code).toBe('PAYLOAD_TOO_LARGE')
  })
})

describe('a refusal', () => {
  it.each([
    ['compressed', { 'content-encoding': 'gzip' }],
    ['compressed twice', { 'content-encoding': 'identity, br' }],
    ['in another charset', { 'content-type': 'application/json; charset=utf-16' }],
    ['in another charset, quoted', { 'content-type': 'application/json; a=b;charset="latin1"' }],
  ])('of a body that is %s is 415, before the body is read', async (_what, headers) => {
    const sent = { 'content-type': 'application/json', ...headers }
    const answer = await app.inject({
      method: 'POST',
      url: '/echo/7',
      headers: sent,
      payload: '{"word":"a"}',
    })
    expect([answer.statusCode, answer.headers['accept-encoding']]).toEqual([415, 'identity'])
  })

  it('by the length that is announced comes before the body', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': '300000' }
    const answer = await app.inject({ method: 'POST', url: '/echo/7', headers })
    expect([answer.statusCode, answer.headers['connection']]).toEqual([413, 'close'])
  })

  it.each(['utf-8', 'UTF-8', '"utf8"'])('is not given for the charset %s', async (charset) => {
    expect((await post('{"word":"a"}', `application/json; charset=${charset}`)).statusCode).toBe(201)
  })

  it.each([
    ['is no JSON', '{'],
    ['is nested too deep', '['.repeat(100_000)],
    ['holds a NUL', '\0'],
    ['fits no schema', '[]'],
  ])('by a guard comes before the body is parsed, also when it %s', async (_what, payload) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await app.inject({ method: 'POST', url: '/guarded', headers, payload })
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'SIGNATURE_INVALID'])
    expect(seen).toEqual({ raw: payload, body: undefined })
  })
})

describe('the error envelope', () => {
  it('has the contract’s shape and never the query', async () => {
    const answer = await post('{}')
    expect(Value.Check(ErrorBody, answer.json())).toBe(true)
    expect(answer.json().path).toBe('/echo/7')
    expect(answer.headers['x-request-id']).toBe(answer.json().requestId)
  })

  it('of a failure of ours tells the code and nothing of the cause', async () => {
    const answer = await app.inject('/burst')
    expect(answer.statusCode).toBe(500)
    expect(answer.json().code).toBe('INTERNAL_ERROR')
    expect(answer.body).not.toContain('postgres')
  })

  it('answers unknown addresses and gives whole seconds to wait', async () => {
    expect((await app.inject('/nowhere')).json().code).toBe('NOT_FOUND')
    const limited = await app.inject('/refuse')
    expect([limited.statusCode, limited.headers['retry-after']]).toEqual([429, '3'])
  })

  it('keeps a well-formed request id and makes one of its own for any other', async () => {
    const own = await app.inject({ url: '/nowhere', headers: { 'x-request-id': 'abcdef-12345' } })
    expect(own.headers['x-request-id']).toBe('abcdef-12345')
    const other = await app.inject({ url: '/nowhere', headers: { 'x-request-id': '<script>' } })
    expect(other.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('a caller that leaves in the middle of its body', () => {
  it('is a bad request, and no failure of the service', () => {
    const aborted = Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
    const { code, isFailure } = toServiceError(aborted)
    expect([code, isFailure]).toEqual(['VALIDATION_ERROR', false])
    expect(toServiceError(new Error('aborted')).isFailure).toBe(true)
  })
})

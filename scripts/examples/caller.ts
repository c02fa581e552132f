import { signRequest } from '@tuvens/contract/signatures'
import type { HTTPMethods } from 'fastify'
import { HOST, SECRET } from '../../api/test-support/api.ts'
import type { ServiceWorld } from '../../e2e/nothing-lost/world.ts'

export type Sent = { as?: string; body?: object | Buffer; headers?: Record<string, string>; query?: string }

/** Makes calls of which each must succeed. */
// oxlint-disable-next-line typescript/no-explicit-any -- a story states what it expects of a response by using it
export type Send = (operation: string, sent?: Sent) => Promise<any>

/** Calls of the API: `PUT /api/platform/events/summer-night`. */
export function callerOf({ api }: ServiceWorld): Send {
  return async (operation, { as, body, headers = {} } = {}) => {
    const [method = 'GET', url = '/'] = operation.split(' ')
    const type = Buffer.isBuffer(body) ? { 'content-type': 'application/octet-stream' } : {}
    const response = await api.app.inject({
      method: method as HTTPMethods,
      url,
      headers: {
        host: HOST,
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
        ...type,
        ...(as !== undefined && { authorization: `Bearer ${as}` }),
        ...headers,
      },
      ...(body !== undefined && { payload: body }),
    })
    return resultOf(operation, response.statusCode, response.body)
  }
}

/** Signed calls, as one of our services calls the other. */
export function signedCallerOf(origin: string): Send {
  return async (operation, { body, headers = {} } = {}) => {
    const [method = 'GET', path = '/'] = operation.split(' ')
    const text = body === undefined ? '' : JSON.stringify(body)
    const signed = signRequest([SECRET], { method, path, body: text }, Date.now())
    const response = await fetch(origin + path, {
      method,
      headers: { ...signed, ...(text !== '' && { 'content-type': 'application/json' }), ...headers },
      ...(text !== '' && { body: text }),
    })
    return resultOf(operation, response.status, await response.text())
  }
}

function resultOf(operation: string, status: number, text: string): unknown {
  if (status >= 400) throw new TypeError(`${operation} was refused with ${status}: ${text}`)
  return text.startsWith('{') ? JSON.parse(text) : text
}

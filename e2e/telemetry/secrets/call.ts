import { type IncomingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { addMarksOf, type Marks } from './marks.ts'

export type Sent = {
  method?: string
  json?: unknown
  form?: Record<string, string>
  raw?: string
  headers?: Record<string, string>
}
export type Received = { status: number; body: string; headers: IncomingHttpHeaders; cookie: string }
/** Sends a request and remembers its secrets and those of its response. `status` is 0 when there is none. */
export type Call = (path: string, sent?: Sent) => Promise<Received>

const NOTHING: Received = { status: 0, body: '', headers: {}, cookie: '' }

/** Calls the service at `direct` by the name that browsers know it by, which Node does not resolve. */
export function callerOf(marks: Marks, direct: string, origin: string): Call {
  return async (path, { json, form, raw, ...given } = {}) => {
    const payload = raw ?? (form === undefined ? jsonOf(json) : new URLSearchParams(form).toString())
    const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded'
    const method = given.method ?? (payload === undefined ? 'GET' : 'POST')
    const headers = {
      host: new URL(origin).host,
      origin,
      'sec-fetch-site': 'same-origin',
      accept: form === undefined ? 'application/json' : 'text/html',
      ...(payload !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(payload) }),
      ...given.headers,
    }
    addMarksOf(marks, { headers: given.headers ?? {}, body: payload ?? '' })
    const received = await exchange(direct + path, { method, headers }, payload).catch(() => NOTHING)
    addMarksOf(marks, received)
    return received
  }
}

function jsonOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value)
}

type Options = { method: string; headers: Record<string, string | number> }

function exchange(url: string, options: Options, payload: string | undefined): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sending = request(url, options, (response) => {
      const { statusCode: status = 0, headers } = response
      const cookie = (headers['set-cookie'] ?? []).map((each) => each.split(';', 1)[0]).join('; ')
      text(response).then((body) => resolve({ status, body, headers, cookie }), reject)
    })
    sending.once('error', reject).end(payload)
  })
}

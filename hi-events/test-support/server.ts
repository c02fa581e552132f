import { type SeenRequest, startTestServer } from '@tuvens/platform/test-support/http-server'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/** A request as a fake server received it. */
export type FakeRequest = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  raw: string
  body: Record<string, unknown>
}

export type FakeResponse = { status: number; body?: unknown; headers?: Record<string, string | string[]> }

/**
 * What goes wrong with the next call that matches: `lost` carries it out and cuts the line instead of answering, `refused`
 * cuts the line before anything is done.
 */
export type InjectedFault = {
  match: string | RegExp
  /** Only a call whose body contains this. */
  holds?: string
  kind: 'lost' | 'cut' | 'error' | 'html' | 'redirect' | 'slow' | 'huge' | 'nonsense'
  times?: number
  /** For `error`: the status; for `slow`: milliseconds. */
  value?: number
  headers?: Record<string, string>
  /** For `error`: the body, as JSON. */
  body?: object
}

export type FakeServer = Awaited<ReturnType<typeof startFake>>
type FakeRoute = (request: FakeRequest) => FakeResponse | Promise<FakeResponse>

/** A real HTTP server that answers by `route`, unless an injected fault matches. */
export async function startFake(route: FakeRoute) {
  const seen: FakeRequest[] = []
  const faults: InjectedFault[] = []
  const { url, stop } = await startTestServer(async (request, response) => {
    const each = fakeRequestOf(request)
    seen.push(each)
    await answer({ each, faults, response }, route)
  })
  const count = (match: string | RegExp) => seen.filter((each) => matches(match, each)).length
  return { url, seen, faults, count, close: stop }
}

function fakeRequestOf({ method, url, headers, body: raw }: SeenRequest): FakeRequest {
  const { pathname: path, searchParams: query } = new URL(url, 'http://fake')
  return { method, path, query, headers, raw, body: parse(raw) }
}

function parse(raw: string): Record<string, unknown> {
  try {
    return JSON.parse(raw)
  } catch {
    return {}
  }
}

type Turn = { each: FakeRequest; faults: InjectedFault[]; response: ServerResponse }

async function answer({ each, faults, response }: Turn, route: FakeRoute) {
  const fault = take(faults, each)
  if (fault?.kind === 'cut') return void response.destroy()
  if (fault !== undefined && fault.kind !== 'lost' && fault.kind !== 'slow')
    return injectFault(response, fault)
  const { status, body, headers } = await route(each)
  if (fault?.kind === 'lost') return void response.destroy()
  if (fault?.kind === 'slow') await delay(fault.value ?? 1000)
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value)
  response.statusCode = status
  if (body === undefined) return void response.end()
  if (!response.hasHeader('content-type')) response.setHeader('content-type', 'application/json')
  response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body))
}

function take(faults: InjectedFault[], each: FakeRequest): InjectedFault | undefined {
  const fault = faults.find(
    ({ match, holds = '', times = 1 }) => times > 0 && matches(match, each) && each.raw.includes(holds),
  )
  if (fault !== undefined) fault.times = (fault.times ?? 1) - 1
  return fault
}

function matches(match: string | RegExp, { method, path }: FakeRequest): boolean {
  const name = `${method} ${path}`
  return typeof match === 'string' ? name === match : match.test(name)
}

const json = (body: string) => ({ status: 200, headers: { 'content-type': 'application/json' }, body })
const FAULT_RESPONSES = {
  error: { ...json('{"message":"Server Error"}'), status: 500 },
  html: {
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><title>Hello</title>',
  },
  redirect: { status: 302, headers: { location: 'http://127.0.0.1:1/auth/login' }, body: '' },
  huge: json(`{"data":"${'x'.repeat(6_000_000)}"}`),
  nonsense: json('{"data":{"id":"seven","title":null},"token":7,"accounts":{}}'),
}

function injectFault(response: ServerResponse, { kind, value, headers, body }: InjectedFault): void {
  if (kind === 'cut' || kind === 'lost' || kind === 'slow') return void response.destroy()
  const fault = FAULT_RESPONSES[kind]
  const status = kind === 'error' ? (value ?? fault.status) : fault.status
  response
    .writeHead(status, { ...headers, ...fault.headers })
    .end(body === undefined ? fault.body : JSON.stringify(body))
}

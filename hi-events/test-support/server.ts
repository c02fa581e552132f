import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http'
import type { Server } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** A request as a fake server received it. */
export type FakeRequest = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  raw: Buffer
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
}

export type FakeServer = {
  url: string
  seen: FakeRequest[]
  faults: InjectedFault[]
  count: (match: string | RegExp) => number
  close: () => Promise<void>
}

/** A real HTTP server that answers by `route`, unless an injected fault matches. */
export async function startFake(
  route: (request: FakeRequest) => FakeResponse | Promise<FakeResponse>,
  port = 0,
): Promise<FakeServer> {
  const seen: FakeRequest[] = []
  const faults: InjectedFault[] = []
  const server = createServer((request, response) => {
    void read(request).then(async (each) => {
      seen.push(each)
      await answer({ each, faults, response }, route)
    })
  })
  server.keepAliveTimeout = 500
  const bound = await listen(server, port)
  return {
    url: `http://127.0.0.1:${bound}`,
    seen,
    faults,
    count: (match) => seen.filter((each) => matches(match, each)).length,
    close: () => closeServer(server),
  }
}

/** @returns the port, chosen by the system for 0 */
export async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/** Closes a server and its open connections. */
export function closeServer(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

async function read(request: IncomingMessage): Promise<FakeRequest> {
  const raw = await buffer(request)
  const url = new URL(request.url ?? '/', 'http://fake')
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    raw,
    body: parse(raw),
  }
}

function parse(raw: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(raw.toString())
  } catch {
    return {}
  }
}

type Turn = { each: FakeRequest; faults: InjectedFault[]; response: ServerResponse }

async function answer(
  { each, faults, response }: Turn,
  route: (request: FakeRequest) => FakeResponse | Promise<FakeResponse>,
) {
  const fault = take(faults, each)
  if (fault?.kind === 'cut') return void response.destroy()
  if (fault !== undefined && fault.kind !== 'lost' && fault.kind !== 'slow')
    return injectFault(response, fault)
  const { status, body, headers } = await route(each)
  if (fault?.kind === 'lost') return void response.destroy()
  if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.value ?? 1000))
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

function injectFault(response: ServerResponse, { kind, value, headers }: InjectedFault): void {
  if (kind === 'cut' || kind === 'lost' || kind === 'slow') return void response.destroy()
  const fault = FAULT_RESPONSES[kind]
  const status = kind === 'error' ? (value ?? fault.status) : fault.status
  response.writeHead(status, { ...headers, ...fault.headers }).end(fault.body)
}

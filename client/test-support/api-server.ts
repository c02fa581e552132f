import { type ErrorCode, errorBody, ServiceError } from '@tuvens/contract'
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { etagOf, routesOf } from './api-routes.ts'
import { answerStream } from './stream.ts'
import { Sessions } from './sessions.ts'
import type { StandInWorld } from './world.ts'

/** A recorded request, for tests of what the site sends. */
export type RecordedCall = {
  method: string
  path: string
  query: Record<string, string>
  headers: IncomingMessage['headers']
  body: Record<string, unknown>
}

/** A real HTTP server that implements the contract in memory. */
export class StandInApi {
  readonly world: StandInWorld
  readonly sessions = new Sessions()
  readonly calls: RecordedCall[] = []
  private readonly failing = new Map<string, ErrorCode>()
  private readonly server = createServer((request, response) => void this.answer(request, response))
  private readonly routes

  constructor(world: StandInWorld, ticketOrigin: string) {
    this.world = world
    world.apiUrl = () => this.url
    this.routes = routesOf(world, this.sessions, ticketOrigin)
  }

  async listen(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve))
    return this
  }

  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`
  }

  /** Responds with this failure to every path that starts with `path`, until `recover`. */
  fail(path: string, code: ErrorCode): void {
    this.failing.set(path, code)
  }

  recover(): void {
    this.failing.clear()
  }

  /** The recorded requests of one path. */
  seen(path: string): RecordedCall[] {
    return this.calls.filter((each) => each.path === path)
  }

  /** Closes every connection, streams too, as a restart does. */
  cut(): void {
    this.server.closeAllConnections()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://api')
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*')
    try {
      const failure = [...this.failing].find(([path]) => pathname.startsWith(path))
      if (failure !== undefined) throw new ServiceError(failure[1])
      if (pathname.startsWith('/api/pictures/')) return this.sendPicture(pathname, response)
      if (pathname === '/api/events/updates') return answerStream(this.world, searchParams, response)
      const { status, value } = await this.handle(request, pathname, searchParams)
      send(response, status, value)
    } catch (error) {
      const known = error instanceof ServiceError ? error : new ServiceError('INTERNAL_ERROR')
      const context = { path: pathname, requestId: randomUUID(), timestamp: new Date().toISOString() }
      send(response, known.statusCode, errorBody(known, context))
    }
  }

  /** An uploaded picture, in every rendition as it was uploaded. */
  private sendPicture(path: string, response: ServerResponse): void {
    const picture = this.world.pictures.get(path.split('/')[3] ?? '')
    if (picture === undefined) throw new ServiceError('PICTURE_NOT_FOUND')
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture)
  }

  private async handle(request: IncomingMessage, path: string, query: URLSearchParams) {
    const method = request.method ?? 'GET'
    const bytes = await readBytes(request)
    const isFile = request.headers['content-type'] === 'application/octet-stream'
    const body = isFile || bytes.length === 0 ? {} : JSON.parse(bytes.toString())
    this.calls.push({ method, path, query: Object.fromEntries(query), headers: request.headers, body })
    const user = this.sessions.userOf(request.headers.authorization)
    const route = this.routes.find((each) => each.method === method && each.pattern.test(path))
    if (route === undefined) throw new ServiceError('NOT_FOUND')
    const [, id = '', second = ''] = route.pattern.exec(path) ?? []
    return {
      status: route.status,
      value: route.handler({ query, body, bytes, user, id, second, ifMatch: request.headers['if-match'] }),
    }
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', etag: etagOf(value ?? null) })
  response.end(status === 204 ? undefined : JSON.stringify(value))
}

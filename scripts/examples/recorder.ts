import { API_ROUTES, type Route, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** One call of an operation that succeeded. A body that is not JSON is left out, but for that of a stream. */
export type RecordedCall = { request?: unknown; response?: unknown }

type Handled = { request: FastifyRequest; reply: FastifyReply; route: { url: string; method: string } }
type Service = { app: FastifyInstance; routes: Record<string, Route> }

const CHANNEL = 'tracing:fastify.request.handler:start'
/** Characters of an example that somebody still reads. */
const READABLE = 5000

/** Records what the handlers of both services get and send, until it is stopped. */
export function startRecording(api: FastifyInstance, ticketOrigin: FastifyInstance) {
  const services: Service[] = [
    { app: api, routes: API_ROUTES },
    { app: ticketOrigin, routes: TICKET_ORIGIN_ROUTES },
  ]
  const calls = new Map<string, RecordedCall>()
  const listen = (message: unknown) => {
    const handled = message as Handled
    const found = operationOf(services, handled)
    if (found !== undefined) recordCall(handled, found, calls)
  }
  subscribe(CHANNEL, listen)
  return { calls, stop: () => unsubscribe(CHANNEL, listen) }
}

function operationOf(services: Service[], { request, route }: Handled): [string, Route] | undefined {
  const service = services.find(({ app }) => app.server === request.server.server)
  return Object.entries(service?.routes ?? {}).find(
    ([, each]) => each.path === route.url && each.method === route.method,
  )
}

function recordCall(
  { request, reply }: Handled,
  [name, { success }]: [string, Route],
  calls: Map<string, RecordedCall>,
): void {
  const sent: Buffer[] = []
  const { raw } = reply
  const [write, end] = [raw.write.bind(raw), raw.end.bind(raw)]
  const keep = (chunk: unknown) => {
    if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) sent.push(Buffer.from(chunk))
  }
  const finish = () => {
    const isSuccess = raw.statusCode === success.status || (success.canCreate && raw.statusCode === 201)
    if (isSuccess) keepRicher(calls, name, callOf(request.body, Buffer.concat(sent).toString(), success))
  }
  Object.assign(raw, {
    write: (chunk: unknown, ...rest: never[]) => {
      keep(chunk)
      return write(chunk, ...rest)
    },
    end: (chunk: unknown, ...rest: never[]) => {
      keep(chunk)
      finish()
      return end(chunk, ...rest)
    },
  })
  // A stream ends when its reader goes.
  if (success.type === 'text/event-stream') raw.once('close', finish)
}

function callOf(body: unknown, text: string, { body: schema, type }: Route['success']): RecordedCall {
  const request = Buffer.isBuffer(body) ? parsed(body.toString()) : body
  const response = schema !== undefined ? parsed(text) : type === 'text/event-stream' ? text : undefined
  return {
    ...(isJson(request) && { request }),
    ...(response !== undefined && { response }),
  }
}

const isJson = (value: unknown) => typeof value === 'object' && value !== null && !Buffer.isBuffer(value)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Of several calls, the one that shows most and can still be read. */
function keepRicher(calls: Map<string, RecordedCall>, name: string, call: RecordedCall): void {
  const before = calls.get(name)
  if (before === undefined || worthOf(call) > worthOf(before)) calls.set(name, call)
}

function worthOf(call: RecordedCall): number {
  const { length } = JSON.stringify(call)
  return length <= READABLE ? length : READABLE / length
}

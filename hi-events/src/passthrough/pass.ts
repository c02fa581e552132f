import type { IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough, type Duplex, type Readable } from 'node:stream'
import { type Dispatcher, errors } from 'undici'
import { hasBody } from './body.ts'
import { listOf, responseHeaders, trailersOf, valuesOf } from './headers.ts'
import { QUIET, refusalFor, UNREADABLE } from './refusals.ts'
import { refuse } from './refuse.tsx'
import type { Send } from './send.ts'
import type { Watch } from './watch.ts'

/** One request on its way there and its answer on its way back. */
export type Exchange = {
  request: IncomingMessage
  response: ServerResponse
  send: Send
  watch: Watch
  /** Headers of ours that go with the answer. */
  guards: readonly string[]
  /** Asks for another protocol, and takes the connection over when the ticket system goes on in it. */
  onUpgrade?: ((status: number, rawHeaders: readonly string[], upstream: Duplex) => void) | undefined
  /** Called once, when all has been said or either side has gone. */
  onEnd: () => void
}

type Controller = Dispatcher.DispatchController

/** Carries a request there and its answer back, streaming both ways; whatever ends either end lets go of the other. */
export function pass(exchange: Exchange): void {
  const { request, response, watch, onUpgrade, onEnd } = exchange
  const body = bodyOf(request, response)
  let upstream: Controller | undefined
  let state: 'waiting' | 'answering' | 'over' = 'waiting'
  let hasData = false
  const isRead = READS.has(request.method ?? '')
  let mayRetry = isRead && body === null

  const fail = (code: string) => {
    if (state === 'waiting' && !response.destroyed) refuse(request, response, refusalFor(code, isRead))
    // Of an answer that has begun the browser must see that it is not whole.
    if (state === 'answering') response.destroy()
    state = 'over'
    body?.destroy()
  }
  const flush = () => {
    if (state === 'answering' && !hasData && !response.destroyed) response.flushHeaders()
  }

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: (controller) => {
      upstream = controller
      if (response.destroyed) controller.abort(GONE)
    },
    onRequestUpgrade: (controller, status, _headers, socket) => {
      state = 'over'
      watch.end(watched)
      onUpgrade?.(status, listOf(controller.rawHeaders), socket)
    },
    onResponseStart: (controller, status) => {
      const rawHeaders = listOf(controller.rawHeaders)
      if (status < 200) return hint(request, response, { status, rawHeaders })
      try {
        // With the usual reason: theirs may be in any encoding, and says nothing to anybody (RFC 9112 4).
        response.writeHead(status, responseHeaders(rawHeaders, exchange.guards))
        state = 'answering'
        // Headers do not wait for a body that takes its time.
        process.nextTick(flush)
      } catch {
        // Read by one parser and refused by our writer: a status or a header no HTTP has.
        fail(UNREADABLE)
        controller.abort(GONE)
      }
    },
    onResponseData: (controller, chunk) => {
      hasData = true
      if (!response.write(chunk)) controller.pause()
    },
    onResponseEnd: (controller) => {
      state = 'over'
      const trailers = trailersOf(listOf(controller.rawTrailers))
      if (trailers.length > 0) response.addTrailers(trailers)
      response.end()
    },
    onResponseError: (_controller, error) => {
      const code = codeOf(error)
      if (state !== 'waiting' || response.destroyed || !mayRetry || !RESETS.has(code)) return fail(code)
      // The ticket system may have let go of a kept connection just as we used it; reading once more does no harm.
      mayRetry = false
      send(true)
    },
  }

  const upgrade = onUpgrade === undefined ? null : 'websocket'
  const send = (isFresh: boolean) => exchange.send(request, handler, { body, upgrade, isFresh })
  response.on('drain', () => upstream?.resume())
  // The end of the visitor is told by `close`.
  response.on('error', () => {})
  response.on('close', () => {
    watch.end(watched)
    upstream?.abort(GONE)
    body?.destroy()
    onEnd()
  })
  const watched = watch.begin(response, () => {
    fail(QUIET)
    upstream?.abort(GONE)
  })
  send(false)
}

/** Why we let go of the ticket system; nobody is told. */
const GONE = new Error('Nobody waits for this any more')
const RESETS = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])
const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What the visitor sends, as long as the ticket system takes it: it may end without ending the visitor's connection. */
function bodyOf(request: IncomingMessage, response: ServerResponse): Readable | null {
  if (!hasBody(request)) return null
  if (request.headers.expect !== undefined) response.writeContinue()
  const body = request.pipe(new PassThrough())
  body.on('error', () => {})
  body.on('close', () => {
    request.unpipe(body)
    // What was not wanted is read all the same: behind it comes the next request.
    request.resume()
  })
  return body
}

function codeOf(error: Error): string {
  // An answer or another protocol that nobody asked for is told apart from a lost connection by its words alone.
  const isUnreadable =
    error instanceof errors.HTTPParserError || /^bad (?:response|upgrade)$/.test(error.message)
  if (isUnreadable) return UNREADABLE
  return 'code' in error ? String(error.code) : ''
}

type Information = { status: number; rawHeaders: readonly string[] }

function hint(request: IncomingMessage, response: ServerResponse, { status, rawHeaders }: Information): void {
  if (response.headersSent || request.httpVersion === '1.0') return
  if (status === 102) response.writeProcessing()
  if (status === 103) hintEarly(response, valuesOf(rawHeaders, 'link'))
}

function hintEarly(response: ServerResponse, link: string[]): void {
  try {
    if (link.length > 0) response.writeEarlyHints({ link })
  } catch {
    // Only a hint: one that Node will not write is left out.
  }
}

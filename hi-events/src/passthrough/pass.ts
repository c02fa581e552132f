import { hasBody } from '@tuvens/platform/server/request-body'
import type { ClientRequest, IncomingMessage, InformationEvent, ServerResponse } from 'node:http'
import { trailersOf } from './headers.ts'
import { NO_SESSIONS } from './login/refusals.ts'
import { RefusedAnswer, type SwappedAnswer, UnreadableAnswer } from './login/swap-answer.ts'
import { type Refusal, refusalFor } from './policy/refusals.ts'
import type { Refuse } from './policy/refuse.tsx'
import { QUIET, type ResponseWatch } from './watch.ts'

/** One request to the ticket system and its response. */
type Exchange = {
  request: IncomingMessage
  response: ServerResponse
  /** Begins the request to the ticket system; its body is not yet sent. */
  open: () => ClientRequest
  watch: ResponseWatch
  /** Headers for the browser. */
  headersOf: (incoming: IncomingMessage, answer: SwappedAnswer) => string[]
  /** What replaces a token in the response, when there may be one. */
  swap: (incoming: IncomingMessage) => Promise<SwappedAnswer> | null
  refuse: Refuse
  /** Called once, when the response is complete or either side has closed. */
  onEnd: () => void
}

/** Passes a request on and its response back, streaming both ways. When either side ends, the other is closed. */
export function pass(exchange: Exchange): void {
  const { request, response, watch, onEnd } = exchange
  let outgoing = attempt(exchange, (code) => {
    // The ticket system closed a kept connection just as we used it; only a read may be sent again.
    const isStale = outgoing.reusedSocket && RESETS.has(code) && isHarmless(request)
    if (isStale) outgoing = attempt(exchange, (again) => fail(exchange, again))
    else fail(exchange, code)
  })
  const watched = watch.begin(response, () => {
    // The ticket system has sent everything, so the visitor has stopped reading.
    if (outgoing.closed) response.destroy()
    else outgoing.destroy(Object.assign(new Error(), { code: QUIET }))
  })
  response.on('close', () => {
    watch.end(watched)
    outgoing.destroy()
    onEnd()
  })
}

const UNREADABLE = { code: 'HPE_UNREADABLE' }
const RESETS = new Set(['ECONNRESET', 'EPIPE'])
const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

function isHarmless(request: IncomingMessage): boolean {
  return READS.has(request.method ?? '') && !hasBody(request)
}

/** @param onFailure called with the code of the error when no response came */
function attempt(exchange: Exchange, onFailure: (code: string) => void): ClientRequest {
  const { request, response, open } = exchange
  const outgoing = open()
  let isSettled = false
  // Once a response has begun, it is completed or cut, even when the rest of the request was not read.
  const settle = ({ code = '' }: { code?: string | undefined }) => {
    if (!isSettled) onFailure(code)
    isSettled = true
  }
  outgoing.on('response', (incoming) => {
    isSettled = true
    receive(exchange, incoming)
  })
  outgoing.on('information', (information) => hint(request, response, information))
  outgoing.on('error', settle)
  // Node closes a request without an error when the ticket system upgrades without being asked to.
  outgoing.on('close', () => settle(UNREADABLE))
  sendBody(request, outgoing)
  return outgoing
}

function sendBody(request: IncomingMessage, outgoing: ClientRequest): void {
  if (!hasBody(request)) return void outgoing.end()
  request.pipe(outgoing)
  outgoing.on('close', () => {
    request.unpipe(outgoing)
    // The unread rest of the body is drained: the next request follows it.
    request.resume()
  })
}

function receive(exchange: Exchange, incoming: IncomingMessage): void {
  const swapped = exchange.swap(incoming)
  if (swapped === null) return sendResponse(exchange, incoming, AS_IT_CAME)
  swapped.then(
    (answer) => sendResponse(exchange, incoming, answer),
    (error: unknown) => {
      incoming.destroy()
      if (error instanceof UnreadableAnswer) fail(exchange, UNREADABLE.code)
      else if (error instanceof RefusedAnswer) failWith(exchange, error.refusal)
      else failWith(exchange, NO_SESSIONS)
    },
  )
}

const AS_IT_CAME: SwappedAnswer = { headers: [], body: null }

function sendResponse(exchange: Exchange, incoming: IncomingMessage, answer: SwappedAnswer): void {
  const { response, headersOf } = exchange
  if (response.destroyed) return
  try {
    response.writeHead(incoming.statusCode ?? 0, incoming.statusMessage, headersOf(incoming, answer))
  } catch {
    // Our parser accepts some status lines that our writer refuses.
    incoming.destroy()
    response.statusMessage = ''
    return fail(exchange, UNREADABLE.code)
  }
  if (answer.body === null) pump(incoming, response)
  else response.end(answer.body)
}

/** Like `pipe`, with fewer listeners, and with headers that do not wait for a slow body. */
function pump(incoming: IncomingMessage, response: ServerResponse): void {
  let isWaiting = true
  incoming.on('data', (chunk) => {
    isWaiting = false
    if (!response.write(chunk)) incoming.pause()
  })
  incoming.on('end', () => {
    if (incoming.rawTrailers.length > 0) response.addTrailers(trailersOf(incoming))
    response.end()
  })
  // The browser must see that a broken response is incomplete.
  incoming.on('close', () => incoming.complete || response.destroy())
  response.on('drain', () => incoming.resume())
  response.on('error', ignore)
  process.nextTick(() => {
    if (isWaiting && !incoming.complete && !response.destroyed) response.flushHeaders()
  })
}

/** `close` follows and ends both sides. */
const ignore = () => {}

function hint(request: IncomingMessage, response: ServerResponse, { statusCode, headers }: InformationEvent) {
  if (response.headersSent || request.httpVersion === '1.0') return
  if (statusCode === 100 && request.headers.expect !== undefined) response.writeContinue()
  if (statusCode === 102) response.writeProcessing()
  if (statusCode === 103) hintEarly(response, headers.link)
}

function hintEarly(response: ServerResponse, link: string | string[] | undefined): void {
  try {
    if (link !== undefined) response.writeEarlyHints({ link })
  } catch {
    // A hint that Node refuses to write is left out.
  }
}

function fail(exchange: Exchange, code: string): void {
  failWith(exchange, refusalFor(code, READS.has(exchange.request.method ?? '')))
}

function failWith({ request, response, refuse }: Exchange, refusal: Refusal): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  refuse(request, response, refusal)
}

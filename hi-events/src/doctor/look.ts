import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, request } from 'undici'

/** An answer, as far as it tells something. */
export type Answer = {
  ms: number
  status: number
  header: (name: string) => string | undefined
  text: string
  /** The body as JSON, or undefined when it is none. */
  json: unknown
}
/** No answer, and why in words. */
export type Silence = { silent: string }

/** Asks an address; follows no redirect, believes nothing, throws nothing. */
export type Look = (url: string, options?: LookOptions) => Promise<Answer | Silence>
type LookOptions = {
  method?: 'GET' | 'POST' | 'OPTIONS'
  headers?: Record<string, string>
  body?: string
}

const LIMIT_MS = 10_000
const MAX_BYTES = 4 * 1024 * 1024

/** As browsers do, `*.localhost` is this machine; Node asks the system, which may not know it. */
const lookupLikeBrowsers: LookupFunction = (hostname, options, callback) =>
  lookup(hostname.endsWith('.localhost') ? '127.0.0.1' : hostname, options, callback)

/** `now` gives milliseconds. */
export function createLook(now: () => number): { look: Look; close: () => Promise<void> } {
  const agent = new Agent({
    maxResponseSize: MAX_BYTES,
    connect: { timeout: 5_000, lookup: lookupLikeBrowsers },
  })
  return {
    close: () => agent.close(),
    look: async (url, { method = 'GET', headers = {}, body } = {}) => {
      const from = now()
      try {
        const answer = await request(url, {
          dispatcher: agent,
          method,
          headers: { accept: 'application/json', ...headers },
          body: body ?? null,
          signal: AbortSignal.timeout(LIMIT_MS),
        })
        const text = await answer.body.text()
        const header = (name: string) => answer.headers[name]?.toString()
        return { ms: now() - from, status: answer.statusCode, header, text, json: parse(text) }
      } catch (error) {
        return { silent: reasonOf(error, url) }
      }
    },
  }
}

/** Whether there was an answer at all. */
export function isSilent(answer: Answer | Silence): answer is Silence {
  return 'silent' in answer
}

/** A field of an answer's JSON, or undefined. */
export function fieldOf({ json }: Answer, name: string): unknown {
  return typeof json === 'object' && json !== null
    ? (json as Readonly<Record<string, unknown>>)[name]
    : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNRESET: 'the connection was cut off',
  UND_ERR_SOCKET: 'the connection was cut off',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  UND_ERR_CONNECT_TIMEOUT: 'the connection could not be made in time',
  CONNECT_TIMEOUT: 'the connection could not be made in time',
  CONNECTION_CLOSED: 'the connection was cut off',
  CONNECTION_DESTROYED: 'the connection was cut off',
  ETIMEDOUT: 'the connection could not be made in time',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'the answer is larger than 4 MiB',
  CERT_HAS_EXPIRED: 'its TLS certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its TLS certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its TLS certificate comes without its intermediate certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it speaks http, not https',
  HPE_INVALID_CONSTANT: 'it does not speak http',
}

/** Why there was no connection, in words. */
export function reasonOf(error: unknown, url: string): string {
  const { name, code } = error as { name?: string; code?: string }
  return knownReasonOf(error) ?? `no answer (${code ?? name ?? 'unknown'}) from ${new URL(url).host}`
}

/** The same for what is a failed connection; undefined for any other error. */
export function knownReasonOf(error: unknown): string | undefined {
  const { name, cause, errors } = error as { name?: string; cause?: unknown; errors?: unknown[] }
  if (name === 'TimeoutError') return 'it took too long to answer'
  return [error, cause, ...(errors ?? [])].flatMap((each) => REASONS[codeOf(each) ?? ''] ?? [])[0]
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

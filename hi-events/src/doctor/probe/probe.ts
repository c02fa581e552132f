import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, request } from 'undici'

/** Any HTTP response, whatever its status. */
export type ProbeResponse = {
  status: number
  header: (name: string) => string | undefined
  text: string
  /** The body as JSON; undefined when it is not JSON. */
  json: unknown
}
/** Why there was no response, in words. */
export type Unreachable = { unreachable: string }

/** Requests an address. It follows no redirect and never throws. */
export type Probe = (url: string, options?: ProbeOptions) => Promise<ProbeResponse | Unreachable>
type ProbeOptions = {
  method?: 'GET' | 'POST' | 'OPTIONS'
  headers?: Record<string, string>
  body?: string
}

const LIMIT_MS = 10_000
const MAX_BYTES = 4 * 1024 * 1024

/** Browsers resolve `*.localhost` to this machine; the system's resolver may not. */
const lookupLikeBrowsers: LookupFunction = (hostname, options, callback) =>
  lookup(hostname.endsWith('.localhost') ? '127.0.0.1' : hostname, options, callback)

export function createProbe(): { probe: Probe; close: () => Promise<void> } {
  const dispatcher = new Agent({
    maxResponseSize: MAX_BYTES,
    connect: { timeout: 5_000, lookup: lookupLikeBrowsers },
  })
  return {
    close: () => dispatcher.close(),
    probe: async (url, { method = 'GET', headers = {}, body = null } = {}) => {
      try {
        const response = await request(url, {
          dispatcher,
          method,
          headers: { accept: 'application/json', ...headers },
          body,
          signal: AbortSignal.timeout(LIMIT_MS),
        })
        const text = await response.body.text()
        const header = (name: string) => response.headers[name]?.toString()
        return { status: response.statusCode, header, text, json: parseJson(text) }
      } catch (error) {
        return { unreachable: reasonOf(error, url) }
      }
    },
  }
}

export function isUnreachable(probed: ProbeResponse | Unreachable): probed is Unreachable {
  return 'unreachable' in probed
}

/** A field of a response's JSON, or undefined. */
export function fieldOf({ json }: ProbeResponse, name: string): unknown {
  return typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined
}

/** The parsed text, or undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const UNTRUSTED = 'its TLS certificate is of an authority that Node does not trust'
const UNTRUSTED_FIX =
  'Set NODE_EXTRA_CA_CERTS to the file with the certificate of your authority, in the environment of doctor, and of the services that call this address. With a public authority, let the proxy send the whole chain.'

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNRESET: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  EHOSTUNREACH: 'there is no route to that host',
  ENETUNREACH: 'there is no route to that network',
  UND_ERR_CONNECT_TIMEOUT: 'the connection could not be made in time',
  CONNECT_TIMEOUT: 'the connection could not be made in time',
  CONNECTION_CLOSED: 'the connection was closed',
  CONNECTION_DESTROYED: 'the connection was closed',
  ETIMEDOUT: 'the connection could not be made in time',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'the response is larger than 4 MiB',
  CERT_HAS_EXPIRED: 'its TLS certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  // With an authority of its own, a proxy sends no root certificate: Node then reports the same as for a missing one in between.
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `${UNTRUSTED}, or comes without its intermediate certificate`,
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it speaks http, not https',
  HPE_INVALID_CONSTANT: 'it does not speak http',
}

/** What to do about an untrusted certificate in the words of a finding; undefined when they name none. */
export function trustFixOf(seen: string): string | undefined {
  return seen.includes(UNTRUSTED) ? UNTRUSTED_FIX : undefined
}

/** Why there was no response, in words. */
export function reasonOf(error: unknown, url: string): string {
  const name = error instanceof Error ? error.name : 'unknown'
  return knownReasonOf(error) ?? `no response (${codeOf(error) ?? name}) from ${new URL(url).host}`
}

/** The same for a failed connection; undefined for any other error. */
export function knownReasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'TimeoutError') return 'it took too long to answer'
  const tried = error instanceof AggregateError ? error.errors : []
  return [error, error.cause, ...tried].flatMap((each) => REASONS[codeOf(each) ?? ''] ?? [])[0]
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

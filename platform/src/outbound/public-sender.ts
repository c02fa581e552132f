import { Resolver } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector, type Dispatcher, request } from 'undici'
import { isPublicAddress } from './public-address.ts'

/** The addresses of a host name. */
export type Resolve = (hostname: string) => Promise<string[]>

/** How requests to addresses that strangers chose are sent. Times are in milliseconds, sizes in bytes. */
export type PublicSenderOptions = {
  /** Also addresses that are not public: for laptops and tests. */
  allowsPrivate: boolean
  /** From the first packet to the end of the response. */
  timeoutMs: number
  /** Of the response; the rest is not read. */
  maxBytes: number
  /** The DNS, unless a test has its own. */
  resolve?: Resolve
}

/** One request, and its body as it is signed. */
export type PublicRequest = { url: string; headers: Record<string, string>; body: string }
/** A response of any status. `text` is the beginning of the body of a failure; that of a 2xx is not read. */
export type PublicResponse = { status: number; retryAfter: string | undefined; text: string }

/** A host name that leads to an address which is not public. Nothing was sent. */
export class AddressBlockedError extends Error {
  override name = 'AddressBlockedError'
  constructor() {
    super('The address is not public')
  }
}

/** Sends requests to addresses that strangers chose. */
export type PublicSender = {
  /** @throws AddressBlockedError; `TimeoutError`; another error when no response came */
  post: (request: PublicRequest) => Promise<PublicResponse>
  close: () => Promise<void>
}

/** Longer than an unused connection is kept by most servers would lose requests. */
const KEPT_MS = 4_000

/**
 * The one way from our servers to addresses of strangers. An origin has as many connections as are needed: one of its
 * addresses that hangs must not hold up the others. The address that a connection is made to is checked itself, and
 * not what the name led to before (DNS rebinding). No redirect is followed.
 */
export function createPublicSender(options: PublicSenderOptions): PublicSender {
  const agent = new Agent({
    keepAliveTimeout: KEPT_MS,
    keepAliveMaxTimeout: KEPT_MS,
    connect: createConnector(options),
  })
  const post = async ({ url, headers, body }: PublicRequest): Promise<PublicResponse> => {
    const signal = AbortSignal.timeout(options.timeoutMs)
    const response = await request(url, { dispatcher: agent, method: 'POST', headers, body, signal })
    const { statusCode: status } = response
    const text = await readStart(response.body, status < 300 ? 0 : options.maxBytes)
    const retryAfter = response.headers['retry-after']
    return { status, retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter, text }
  }
  return { post, close: () => agent.destroy() }
}

function createConnector(options: PublicSenderOptions): buildConnector.connector {
  const { timeoutMs: timeout, allowsPrivate } = options
  const connect = buildConnector({ timeout, lookup: createLookup(options) })
  return (target, callback) => {
    // An address needs no lookup.
    const address = target.hostname.replace(/^\[|\]$/g, '')
    if (isIP(address) !== 0 && !allowsPrivate && !isPublicAddress(address))
      return callback(new AddressBlockedError(), null)
    return connect(target, callback)
  }
}

/** Node connects to exactly the addresses that this gives it. */
function createLookup({ allowsPrivate, resolve = systemResolve }: PublicSenderOptions): LookupFunction {
  return (hostname, { all }, callback) => {
    const answer = async () => {
      const addresses = await resolve(hostname)
      if (!allowsPrivate && !addresses.every(isPublicAddress)) throw new AddressBlockedError()
      return addresses.map((address) => ({ address, family: isIP(address) }))
    }
    const give = (found: { address: string; family: number }[]) => {
      const [first = { address: '', family: 0 }] = found
      if (all === true) callback(null, found)
      else callback(null, first.address, first.family)
    }
    answer().then(give, (error: NodeJS.ErrnoException) => callback(error, []))
  }
}

/**
 * Asks the name servers. `dns.lookup` would wait in one of a few threads: slow name servers of strangers would hold up all
 * work there.
 */
async function systemResolve(hostname: string): Promise<string[]> {
  if (hostname === 'localhost') return ['127.0.0.1']
  const resolver = new Resolver({ timeout: 3_000, tries: 2 })
  const found = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
  const addresses = found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
  if (addresses.length > 0) return addresses
  throw new Error(`${hostname} has no address`)
}

/** At most `maxBytes`; leaving the loop closes the connection. */
async function readStart(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string> {
  if (maxBytes === 0) {
    await body.dump({ limit: 4_096 }).catch(() => {})
    return ''
  }
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= maxBytes) break
    }
  } catch {
    // The status is there, so the request was answered: what was read of the body is enough.
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8')
}

import { createHmac } from 'node:crypto'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { type Address, hostOf, reachableAddresses } from './address.ts'

export type Delivery = { organizerId: number; url: string; secret: string; body: string }
/** `code` is 0 when no response came. */
export type DeliveryResult = { code: number; body: string | null; timedOut: boolean }
export type Send = (delivery: Delivery) => Promise<DeliveryResult>

const ATTEMPT_MS = 3000
const MAX_BODY_CHARS = 2000

/**
 * Makes one attempt of at most 3 seconds. Follows no redirect, and connects only to the address that was checked, so
 * that a host name cannot change to a private address between check and connection (DNS rebinding).
 */
export function createSender({
  internalHosts,
  attemptMs = ATTEMPT_MS,
}: {
  internalHosts: readonly string[]
  attemptMs?: number
}): Send {
  return async ({ url, secret, body }) => {
    const target = new URL(url)
    const deadline = AbortSignal.timeout(attemptMs)
    const [address] = await reachableAddresses(hostOf(target), internalHosts)
    if (address === undefined) return { code: 0, body: null, timedOut: false }
    return attempt({ target, address, body, signature: sign(secret, body), deadline })
  }
}

function sign(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

type Attempt = { target: URL; address: Address; body: string; signature: string; deadline: AbortSignal }

function attempt({ target, address, body, signature, deadline }: Attempt): Promise<DeliveryResult> {
  return new Promise((resolve) => {
    const fail = () => resolve({ code: 0, body: null, timedOut: deadline.aborted })
    const open = target.protocol === 'https:' ? requestHttps : requestHttp
    const call = open(target, {
      method: 'POST',
      agent: false,
      signal: deadline,
      lookup: (_host, { all }, found) =>
        all === true ? found(null, [address]) : found(null, address.address, address.family),
      headers: {
        'user-agent': 'BoxOffice/1',
        'content-type': 'application/json',
        'x-webhook-source': 'Hi.Events',
        signature,
        'content-length': Buffer.byteLength(body),
      },
    })
    call.on('error', fail)
    call.on('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        if (text.length < MAX_BODY_CHARS) text += part
      })
      answer.on('error', fail)
      answer.on('end', () =>
        resolve({ code: answer.statusCode ?? 0, body: text.slice(0, MAX_BODY_CHARS), timedOut: false }),
      )
    })
    call.end(body)
  })
}

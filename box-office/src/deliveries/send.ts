import { currentTraceparent } from '@tuvens/platform/telemetry/trace'
import { createHmac } from 'node:crypto'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { WebhookTargets } from '../config.ts'
import { type Address, targetAddresses } from './address.ts'

export type Delivery = { organizerId: number; url: string; secret: string; body: string }
/** `code` is 0 when no response came. */
export type DeliveryResult = { code: number; timedOut: boolean }
export type Send = (delivery: Delivery) => Promise<DeliveryResult>

const ATTEMPT_MS = 3000

/**
 * Makes one attempt of at most 3 seconds. The body of the response is not read: an organiser must not be able to read a
 * server that only this one reaches (server-side request forgery). Follows no redirect, and connects only to the address that was checked, so
 * that a host name cannot change to a private address between check and connection (DNS rebinding).
 */
export function createSender({
  targets,
  attemptMs = ATTEMPT_MS,
}: {
  targets: WebhookTargets
  attemptMs?: number
}): Send {
  return async ({ url, secret, body }) => {
    const target = new URL(url)
    const deadline = AbortSignal.timeout(attemptMs)
    const [address] = await targetAddresses(target, targets)
    if (address === undefined) return { code: 0, timedOut: false }
    return attempt({ target, address, body, signature: sign(secret, body), deadline })
  }
}

function sign(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

type Attempt = { target: URL; address: Address; body: string; signature: string; deadline: AbortSignal }

function attempt({ target, address, body, signature, deadline }: Attempt): Promise<DeliveryResult> {
  const traceparent = currentTraceparent()
  return new Promise((resolve) => {
    const fail = () => resolve({ code: 0, timedOut: deadline.aborted })
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
        ...(traceparent !== undefined && { traceparent }),
      },
    })
    call.on('error', fail)
    call.on('response', (answer) => {
      answer.on('error', fail)
      answer.on('end', () => resolve({ code: answer.statusCode ?? 0, timedOut: false }))
      answer.resume()
    })
    call.end(body)
  })
}

import type { WebhookMessageBody } from './generated.ts'

/** Why a message is not to be trusted. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError'
}

export type ReceivedWebhook = {
  /** As they came: of `fetch`, Node or a framework. */
  headers: Headers | Record<string, string | string[] | undefined>
  /** The bytes as they came, before any parser. */
  body: string | Uint8Array
  /** The signing secret of the endpoint; several while it is rotated. */
  secrets: string | readonly string[]
  /** Milliseconds since 1970; the time of this machine by default. */
  now?: number
}

const WINDOW_SECONDS = 300

/**
 * Checks a webhook message by Standard Webhooks 1.0, and returns what it tells. Ignore a message whose `id` you had before:
 * messages can come twice. @throws WebhookVerificationError
 */
export async function verifyWebhook(
  received: ReceivedWebhook,
): Promise<{ id: string; message: WebhookMessageBody }> {
  const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((name) =>
    headerOf(received.headers, `webhook-${name}`),
  ) as [string, string, string]
  checkTimestamp(timestamp, received.now ?? Date.now())
  const signed = signedBytes(`${id}.${timestamp}.`, received.body)
  const signatures = signature.split(' ').filter((each) => each.startsWith('v1,'))
  for (const secret of [received.secrets].flat())
    if (await isSignedBy(secret, signed, signatures)) return { id, message: parsed(received.body) }
  throw new WebhookVerificationError('No signature is right')
}

function headerOf(headers: ReceivedWebhook['headers'], name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name]
  if (typeof value !== 'string') throw new WebhookVerificationError(`The header ${name} is missing`)
  return value
}

function checkTimestamp(timestamp: string, now: number): void {
  const age = now / 1000 - Number(timestamp)
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(age) > WINDOW_SECONDS)
    throw new WebhookVerificationError('The message was sent too long ago, or a clock is wrong')
}

function signedBytes(head: string, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const [start, rest] = [bytesOf(head), typeof body === 'string' ? bytesOf(body) : body]
  const all = new Uint8Array(start.length + rest.length)
  all.set(start)
  all.set(rest, start.length)
  return all
}

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** `verify` of WebCrypto compares in constant time. */
async function isSignedBy(
  secret: string,
  signed: Uint8Array<ArrayBuffer>,
  signatures: string[],
): Promise<boolean> {
  const bytes = secret.startsWith('whsec_') ? base64Of(secret.slice('whsec_'.length)) : bytesOf(secret)
  if (bytes === undefined || bytes.length === 0) throw new TypeError('This is no signing secret')
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes, hmac, false, ['verify'])
  const checks = signatures.slice(0, 8).map(async (each) => {
    const given = base64Of(each.slice('v1,'.length))
    return given !== undefined && crypto.subtle.verify('HMAC', key, given, signed)
  })
  return (await Promise.all(checks)).includes(true)
}

function base64Of(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

function parsed(body: string | Uint8Array): WebhookMessageBody {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
  try {
    return JSON.parse(text) as WebhookMessageBody
  } catch (cause) {
    throw new WebhookVerificationError('The body is no JSON', { cause })
  }
}

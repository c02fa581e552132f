import type { IncomingMessage } from 'node:http'

/**
 * The address of the client. In `X-Forwarded-For`, a client can write entries of its own on the left: with `hops` trusted
 * proxies in front of this service, the entry at `hops` from the right is the first that a trusted proxy wrote.
 */
export function clientIp(request: IncomingMessage, hops: number): string {
  const direct = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  if (hops === 0) return direct
  const chain = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => /^[0-9a-fA-F.:]{2,45}$/.test(each))
  return chain.at(-hops) ?? chain[0] ?? direct
}

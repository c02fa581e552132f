import type { IncomingMessage } from 'node:http'

/**
 * Who a request comes from. Of `X-Forwarded-For` only the entries our own proxies wrote are believed: with `hops` proxies
 * in front, the one `hops` from the right.
 */
export function clientAddress(request: IncomingMessage, hops: number): string {
  const direct = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  if (hops === 0) return direct
  const chain = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => /^[0-9a-fA-F.:]{2,45}$/.test(each))
  return chain.at(-hops) ?? chain[0] ?? direct
}

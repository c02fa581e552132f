import { clientIp as clientIpBehind, trustOf } from '@tuvens/platform/limits/client'
import type { IncomingMessage } from 'node:http'

/** The address of the client, with `hops` trusted proxies in front of this service. */
export function clientIp(request: IncomingMessage, hops: number): string {
  return clientIpBehind(request, trustOf(hops))
}

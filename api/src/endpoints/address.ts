import { ServiceError } from '@tuvens/contract'
import { isPublicAddress } from '@tuvens/platform/outbound/public-address'
import { isIP } from 'node:net'
import type { BaseContext } from '../base/context.ts'

/** Below, services listen that take no webhooks, such as mail servers. */
const MIN_PORT = 1024

/**
 * The address of an endpoint, as it is stored. Where its name leads to is checked with each connection.
 *
 * @throws ServiceError ENDPOINT_ADDRESS
 */
export function endpointUrlOf({ config }: Pick<BaseContext, 'config'>, given: string): string {
  const url = URL.canParse(given) ? new URL(given) : null
  const problem = url === null ? 'This is no address' : problemOf(url, config.webhooksAllowPrivate)
  if (url === null || problem !== null)
    throw new ServiceError('ENDPOINT_ADDRESS', {
      details: [{ field: 'url', message: problem ?? '' }],
    })
  url.hash = ''
  return url.href
}

function problemOf(url: URL, allowsPrivate: boolean): string | null {
  if (url.username !== '' || url.password !== '')
    return 'Leave out the user name and password: verify the signature'
  if (allowsPrivate) return null
  if (url.protocol !== 'https:') return 'Use https'
  const port = Number(url.port || 443)
  if (port !== 443 && port < MIN_PORT) return `Use port 443, or one from ${MIN_PORT}`
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isInside = isIP(host) === 0 ? !host.includes('.') || isLocalName(host) : !isPublicAddress(host)
  return isInside ? 'Use an address that can be reached from the Internet' : null
}

/** Names that never lead to the Internet (RFC 6761, RFC 6762). */
function isLocalName(host: string): boolean {
  return /\.(?:localhost|local|internal|test|invalid|onion|home\.arpa)\.?$/.test(host)
}

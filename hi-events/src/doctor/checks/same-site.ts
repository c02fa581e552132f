import { isIP } from 'node:net'
import { getDomain } from 'tldts'

/** Whether browsers treat a host as this machine and trust it without TLS. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|(.+\.)?localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

/** Whether a host can only be reached in a private network: loopback, private addresses, names without a dot. */
export function isPrivate(hostname: string): boolean {
  if (isLoopback(hostname)) return true
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0) return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|fd|fe80)/i.test(bare)
  return !hostname.includes('.') || /\.(internal|local|lan|home\.arpa)$/.test(hostname)
}

/** Whether browsers share cookies between two origins (schemeful same-site). */
export function isSameSite(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)]
  return a.protocol === b.protocol && siteOf(a.hostname) === siteOf(b.hostname)
}

/** Registrable domain; an IP address or a name without one is its own site. */
function siteOf(hostname: string): string {
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname
}

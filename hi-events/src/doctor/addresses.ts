import { isIP } from 'node:net'
import { getDomain } from 'tldts'

/** Whether browsers take a host for this machine and trust it without TLS. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|(.+\.)?localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

/** Whether a host can only be meant within one's own network: loopback, private addresses, bare names. */
export function isPrivate(hostname: string): boolean {
  if (isLoopback(hostname)) return true
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0) return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|fd|fe80)/i.test(bare)
  return !hostname.includes('.') || /\.(internal|local|lan|home\.arpa)$/.test(hostname)
}

/** Whether cookies and storage of one origin count as the other's own, as browsers reckon it (schemeful same-site). */
export function isSameSite(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)]
  return a.protocol === b.protocol && siteOf(a.hostname) === siteOf(b.hostname)
}

/** Registrable domain; an address or a bare name is a site of its own. */
function siteOf(hostname: string): string {
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname
}

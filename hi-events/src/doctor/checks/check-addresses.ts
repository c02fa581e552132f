import { isIP } from 'node:net'
import { getDomain } from 'tldts'
import { loadFlags } from '../../flags/start-flags.ts'
import { failed, type Finding, ok } from '../finding.ts'
import { isUnreachable } from '../probe/probe.ts'
import type { DoctorTarget } from '../target.ts'

/** The login cookie is Secure and belongs to the ticket origin's host: does a browser store it, and send it to the API? */
export async function checkCookie({ context, probe }: DoctorTarget): Promise<Finding> {
  const { ticketOrigin, upstream } = context.config
  const { protocol, hostname, host } = new URL(ticketOrigin)
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    return failed(
      `browsers store the login cookie only over https, and TICKET_ORIGIN is ${ticketOrigin}`,
      `Set TICKET_ORIGIN=https://${host} with a certificate (docs/hi-events.md shows a proxy).`,
    )
  }
  const page = await probe(`${upstream}/auth/login`, { headers: { accept: 'text/html' } })
  const called = isUnreachable(page) ? undefined : apiAddressIn(page.text)
  if (called === undefined || isUnder(called, ticketOrigin))
    return ok(`browsers store it on ${ticketOrigin} and send it only there`)
  return failed(
    `Hi.Events' pages call ${called}, where the login cookie of ${ticketOrigin} is not sent`,
    `Set VITE_API_URL_CLIENT=${ticketOrigin}/api and VITE_FRONTEND_URL=${ticketOrigin} at Hi.Events, and restart its front end.`,
  )
}

/** The stock front end writes the API address of its scripts into every page. */
function apiAddressIn(html: string): string | undefined {
  const [, written] = /"VITE_API_URL_CLIENT":\s*"((?:[^"\\]|\\.)*)"/.exec(html) ?? []
  return written?.replaceAll('\\/', '/').replaceAll('\\u002F', '/')
}

function isUnder(called: string, origin: string): boolean {
  return URL.canParse(called, origin) && new URL(called, origin).origin === origin
}

/** The stock widget works only where its page and the page around it are one site. */
export async function checkSites({ context }: DoctorTarget): Promise<Finding> {
  const { siteUrl, ticketOrigin, embedOrigins } = context.config
  const foreign = [siteUrl, ...embedOrigins].find((each) => !isSameSite(each, ticketOrigin))
  if (foreign === undefined)
    return ok(`${new URL(siteUrl).host} and ${new URL(ticketOrigin).host} are one site`)
  await loadFlags(context)
  if (context.flags.uniform('ticket-picker') === true)
    return ok(`${foreign} is another site than ${ticketOrigin}, and the ticket picker works across sites`)
  return failed(
    `The flag ticket-picker is off for some accounts, but ${foreign} and ${ticketOrigin} are different sites: Hi.Events' own widget shows "Something went wrong" there`,
    'Turn it on for everyone: npm run ops -- flags on ticket-picker, and flags set ticket-picker --percent 100; or put both under one domain, such as events.example.org and tickets.example.org, both with https.',
  )
}

/** Public addresses need TLS unless they are on this machine; internal ones unless they are in a private network. */
export function checkHttps({ context }: DoctorTarget): Finding {
  const { ticketOrigin, siteUrl, tuvensApiUrl, upstream, upstreamApi, webhookUrl } = context.config
  const addresses = [
    { name: 'TICKET_ORIGIN', url: ticketOrigin, isSafe: isLoopback },
    { name: 'SITE_URL', url: siteUrl, isSafe: isLoopback },
    { name: 'TUVENS_API_URL', url: tuvensApiUrl, isSafe: isPrivate },
    { name: 'HI_EVENTS_UPSTREAM', url: upstream, isSafe: isPrivate },
    { name: 'HI_EVENTS_API_URL', url: upstreamApi, isSafe: isPrivate },
    { name: 'WEBHOOK_URL', url: webhookUrl, isSafe: isPrivate },
  ]
  const unencrypted = addresses.filter(({ url, isSafe }) => isPlain(url) && !isSafe(new URL(url).hostname))
  if (unencrypted.length > 0) {
    return failed(
      `${unencrypted.map(({ name }) => name).join(', ')}: what is sent there can be read on the network`,
      ...unencrypted.map(({ name, url }) => `Set ${name}=${url.replace(/^http:/, 'https:')}.`),
    )
  }
  return ok(
    isPlain(ticketOrigin)
      ? 'http, but only on this machine: fine for trying things out'
      : 'every public address is https',
  )
}

function isPlain(url: string): boolean {
  return url.startsWith('http:')
}

/** Whether browsers treat a host as this machine and trust it without TLS. */
function isLoopback(hostname: string): boolean {
  return /^(localhost|(.+\.)?localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

/** Whether a host can only be reached in a private network: loopback, private addresses, names without a dot. */
function isPrivate(hostname: string): boolean {
  if (isLoopback(hostname)) return true
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0) return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|fd|fe80)/i.test(bare)
  return !hostname.includes('.') || /\.(internal|local|lan|home\.arpa)$/.test(hostname)
}

/** Whether browsers share cookies between two origins (schemeful same-site). */
function isSameSite(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)]
  return a.protocol === b.protocol && siteOf(a.hostname) === siteOf(b.hostname)
}

/** Registrable domain; an IP address or a name without one is its own site. */
function siteOf(hostname: string): string {
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname
}

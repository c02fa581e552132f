import { isLoopback, isPrivate, isSameSite } from './addresses.ts'
import { type Finding, well, wrong } from './finding.ts'
import { isSilent } from './look.ts'
import type { Patient } from './patient.ts'

/** The login cookie we set is Secure and of the ticket origin's host: would a browser keep it, and send it to the API? */
export async function checkCookie({ context, look }: Patient): Promise<Finding> {
  const { ticketOrigin, upstream } = context.config
  const { protocol, hostname, host } = new URL(ticketOrigin)
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    return wrong(
      `browsers keep the login cookie only over https, and TICKET_ORIGIN is ${ticketOrigin}`,
      `Set TICKET_ORIGIN=https://${host} and give it a certificate (docs/hi-events.md shows a proxy).`,
    )
  }
  const page = await look(`${upstream}/auth/login`, { headers: { accept: 'text/html' } })
  const called = isSilent(page) ? undefined : calledByPages(page.text)
  if (called === undefined || isUnder(called, ticketOrigin))
    return well(`kept by browsers on ${ticketOrigin}, and sent there alone`)
  return wrong(
    `Hi.Events' pages call ${called}, where the login cookie of ${ticketOrigin} is not sent`,
    `Set VITE_API_URL_CLIENT=${ticketOrigin}/api and VITE_FRONTEND_URL=${ticketOrigin} at Hi.Events, and restart its front end.`,
  )
}

/** The stock front end writes the address its scripts call into every page. */
function calledByPages(html: string): string | undefined {
  const [, written] = /"VITE_API_URL_CLIENT":\s*"((?:[^"\\]|\\.)*)"/.exec(html) ?? []
  return written?.replaceAll('\\/', '/').replaceAll('\\u002F', '/')
}

function isUnder(called: string, origin: string): boolean {
  return URL.canParse(called, origin) && new URL(called, origin).origin === origin
}

/** Whether the widget's page and the page around it are one site: the stock widget breaks where they are two. */
export function checkSites({ context }: Patient): Finding {
  const { siteUrl, ticketOrigin, widget, embedOrigins } = context.config
  const foreign = [siteUrl, ...embedOrigins].find((each) => !isSameSite(each, ticketOrigin))
  if (foreign === undefined)
    return well(`${new URL(siteUrl).host} and ${new URL(ticketOrigin).host} are one site`)
  if (widget === 'picker')
    return well(`${foreign} is another site than ${ticketOrigin}: the ticket picker works across sites`)
  return wrong(
    `WIDGET=stock, but ${foreign} and ${ticketOrigin} are different sites: Hi.Events' own widget shows "Something went wrong" there`,
    'Set WIDGET=picker; or put both under one domain, such as events.example.org and tickets.example.org, both with https.',
  )
}

const PUBLIC = ['TICKET_ORIGIN', 'SITE_URL'] as const
const BETWEEN = ['TUVENS_API_URL', 'HI_EVENTS_UPSTREAM', 'HI_EVENTS_API_URL', 'WEBHOOK_URL'] as const

/** People's addresses need TLS unless they are this machine's; those between servers unless they stay in one's own network. */
export function checkHttps({ context }: Patient): Finding {
  const { ticketOrigin, siteUrl, tuvensApiUrl, upstream, upstreamApi, webhookUrl } = context.config
  const named = {
    TICKET_ORIGIN: ticketOrigin,
    SITE_URL: siteUrl,
    TUVENS_API_URL: tuvensApiUrl,
    HI_EVENTS_UPSTREAM: upstream,
    HI_EVENTS_API_URL: upstreamApi,
    WEBHOOK_URL: webhookUrl,
  }
  const open = [
    ...PUBLIC.filter((name) => isPlain(named[name]) && !isLoopback(new URL(named[name]).hostname)),
    ...BETWEEN.filter((name) => isPlain(named[name]) && !isPrivate(new URL(named[name]).hostname)),
  ]
  if (open.length > 0) {
    return wrong(
      `${open.join(', ')}: what is sent there can be read on the way`,
      ...open.map((name) => `Set ${name}=${named[name].replace(/^http:/, 'https:')}.`),
    )
  }
  return well(
    isPlain(ticketOrigin)
      ? 'http on this machine only: good for trying things out'
      : 'every public address is https',
  )
}

function isPlain(url: string): boolean {
  return url.startsWith('http:')
}

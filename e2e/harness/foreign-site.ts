import type { FrameLocator, Page } from '@playwright/test'
import { freePort } from '@tuvens/platform/free-port'
import { createServer } from 'node:http'
import type { System } from './system.ts'
import { bundledLoader } from '../../embed/test-support/released.ts'

declare global {
  interface Window {
    /** What the elements told their page. */
    told: { name: string; order?: string; reason?: string }[]
    /** Cumulative layout shift. */
    shift: number
  }
}

/** Sites that are neither ours nor each other's, on one server. */
export type ForeignSites = {
  venue: string
  band: string
  /** One that no organiser lets frame anything. */
  stranger: string
  close: () => Promise<void>
}

/** Records what the element tells its page, and how much the layout moved. */
const RECORDER = `
window.told = []
window.shift = 0
for (const name of ['ready', 'failed', 'checkout', 'order-complete'])
  addEventListener('tuvens:' + name, ({ detail }) => told.push({ name, ...detail }))
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value
}).observe({ type: 'layout-shift', buffered: true })
`
const STYLE = `
body { margin: 0; font: 16px/1.5 sans-serif; max-width: 60rem; margin-inline: auto; padding: 16px }
tuvens-tickets { display: block; min-height: 34rem }
html.dark { color-scheme: dark; background: #111; color: #eee }
`

/** Starts pages of other sites, with a strict policy, that contain what stands in their query as `body`. */
export async function openForeignSites(system: Pick<System, 'urls'>): Promise<ForeignSites> {
  const port = await freePort()
  const { tickets } = system.urls
  // As docs/embed.md publishes it, with the rest of a strict policy.
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${tickets}/embed/assets/`,
    `frame-src ${tickets}`,
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x')
    if (pathname === '/host.js') return response.setHeader('content-type', 'text/javascript').end(RECORDER)
    if (pathname === '/host.css') return response.setHeader('content-type', 'text/css').end(STYLE)
    if (pathname !== '/') return response.writeHead(404).end()
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.setHeader('content-security-policy', policy)
    return response.end(pageOf(tickets, searchParams))
  }).listen(port, '127.0.0.1')
  return {
    venue: `http://venue.localhost:${port}`,
    band: `http://band.localhost:${port}`,
    stranger: `http://stranger.localhost:${port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => void server.close(() => resolve()))
    },
  }
}

function pageOf(tickets: string, query: URLSearchParams): string {
  const { file, integrity } = bundledLoader()
  const lang = query.get('lang') ?? 'en'
  const dir = query.get('dir') ?? 'ltr'
  return `<!doctype html><html lang="${lang}" dir="${dir}"><head><title>Concert at the venue</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/host.css"><script src="/host.js"></script>
<script type="module" src="${tickets}/embed/assets/${file}" integrity="${integrity}" crossorigin></script></head>
<body><main><h1>Concert at the venue</h1>${query.get('body') ?? ''}<p>See you there.</p></main></body></html>`
}

/** The frame of the first element of a page. */
export const ticketsOn = (page: Page): FrameLocator =>
  page.locator('tuvens-tickets').first().frameLocator('iframe')

/** What the elements of a page told it. */
export const told = (page: Page) => page.evaluate(() => window.told)

/** The address of a page with these elements in it. */
export const addressOf = (site: string, body: string, more: Record<string, string> = {}) =>
  `${site}/?${new URLSearchParams({ body, ...more })}`

/** The element of an event, with content of its own. */
export const elementOf = (id: string, attributes = '') =>
  `<tuvens-tickets event="${id}" ${attributes}><a href="https://example.org">Tickets at the venue</a></tuvens-tickets>`

import { escapeAttribute } from './embed-code/options.ts'

const [WIDTH, HEIGHT] = [640, 600]

type Page = { eventId: string; title: string; siteUrl: string; ticketOrigin: string }

/** A response of the type `rich` (oembed.com, 2.3.4.4): a frame with the tickets, no larger than the site allows. */
export function richContentOf(
  { eventId, title, siteUrl, ticketOrigin }: Page,
  { maxWidth, maxHeight }: { maxWidth: number; maxHeight: number },
) {
  const [width, height] = [Math.min(WIDTH, maxWidth), Math.min(HEIGHT, maxHeight)]
  const name = escapeAttribute(`Tickets: ${title}`)
  const html = `<iframe src="${ticketOrigin}/embed/event/${eventId}/tickets" title="${name}" width="${width}" height="${height}" referrerpolicy="origin"></iframe>`
  return {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: 'Tuvens',
    provider_url: siteUrl,
    cache_age: 300,
    html,
    width,
    height,
  }
}

/** Where the endpoint describes an event page: stands in the head of that page, so that other sites find it. */
export function oembedAddressOf(siteUrl: string, eventId: string): string {
  const query = new URLSearchParams({ url: `${siteUrl}/event/${eventId}`, format: 'json' })
  return `${siteUrl}/oembed?${query}`
}

/** The loader that pages name: its file on the ticket origin and its hash. */
export type Loader = { file: string; integrity: string }

/** What an organiser configures of the element. An empty text leaves its attribute out. */
export type EmbedOptions = {
  form: 'tickets' | 'button'
  checkout: '' | 'window' | 'top'
  theme: '' | 'light' | 'dark'
  locale: string
  promoCode: string
  campaign: string
  /** Whether the page names its visitor, to fill in the form of a waiting list. */
  knowsBuyer: boolean
}

/** The element as it is without any choice. */
export const DEFAULT_OPTIONS: EmbedOptions = {
  form: 'tickets',
  checkout: '',
  theme: '',
  locale: '',
  promoCode: '',
  campaign: '',
  knowsBuyer: false,
}

/** What the code is made for. */
export type EmbedTarget = { ticketOrigin: string; eventId: string; loader: Loader; options: EmbedOptions }

const BUYER = [
  ['first-name', 'Ada'],
  ['last-name', 'Lovelace'],
  ['email', 'ada@example.org'],
] as const

/** Name of the element. */
export function tagOf({ form }: EmbedOptions): string {
  return `tuvens-${form}`
}

/** The attributes that differ from what is so without them (docs/embed.md). */
export function attributesOf({ eventId, options }: EmbedTarget): [string, string][] {
  const { checkout, theme, locale, promoCode, campaign, knowsBuyer } = options
  const chosen: [string, string][] = [
    ['event', eventId],
    ['checkout', checkout],
    ['theme', theme],
    ['locale', locale.trim()],
    ['promo-code', promoCode.trim()],
    ['campaign', campaign.trim()],
    ...(knowsBuyer ? BUYER.map(([name, value]): [string, string] => [name, value]) : []),
  ]
  return chosen.filter(([, value]) => value !== '')
}

/** The attributes as they stand in HTML, JSX and Svelte alike. */
export function writtenAttributes(target: EmbedTarget): string {
  return attributesOf(target)
    .map(([name, value]) => `${name}="${escapeAttribute(value)}"`)
    .join(' ')
}

/** A value between double quotes of HTML, JSX or Svelte, where a brace begins an expression. */
export function escapeAttribute(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('{', '&#123;')
    .replaceAll('}', '&#125;')
}

/** The tickets as a page of their own, with the same choices: for a link, and for a frame. */
export function pageAddressOf({ ticketOrigin, eventId, options }: EmbedTarget): string {
  const { theme, locale, promoCode, campaign } = options
  const query = new URLSearchParams(campaign.trim())
  for (const [name, value] of Object.entries({ theme, locale, promo_code: promoCode }))
    if (value.trim() !== '') query.set(name, value.trim())
  const asked = query.toString()
  return `${ticketOrigin}/embed/event/${eventId}/tickets${asked === '' ? '' : `?${asked}`}`
}

/** Where the loader is. */
export function loaderAddressOf({
  ticketOrigin,
  loader,
}: Pick<EmbedTarget, 'ticketOrigin' | 'loader'>): string {
  return `${ticketOrigin}/embed/assets/${loader.file}`
}

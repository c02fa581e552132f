/** Paths on a 24 px grid, drawn with a 2 px round stroke in the text's colour. */
const PATHS = {
  ticket:
    '<path d="M3 9V7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v2a3 3 0 0 0 0 6v2a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-2a3 3 0 0 0 0-6Z"/><path d="M14 5v3m0 3v2m0 3v3"/>',
  clock: '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
  pause: '<circle cx="12" cy="12" r="9"/><path d="M10 9v6m4-6v6"/>',
  flag: '<path d="M5 21V4m0 0c5-3 9 3 14 0v10c-5 3-9-3-14 0"/>',
  cross: '<circle cx="12" cy="12" r="9"/><path d="m9 9 6 6m0-6-6 6"/>',
  check: '<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.7 2.7L16 9.5"/>',
  calendar: '<rect x="3" y="5" width="18" height="16" rx="2"/><path d="M3 10h18M8 3v4m8-4v4"/>',
  pin: '<path d="M12 21c5-5 7-8.4 7-11a7 7 0 1 0-14 0c0 2.6 2 6 7 11Z"/><circle cx="12" cy="10" r="2.5"/>',
  person: '<circle cx="12" cy="8" r="4"/><path d="M4 21c1-4 4-6 8-6s7 2 8 6"/>',
  people:
    '<circle cx="9" cy="8" r="3.5"/><path d="M2 20c.8-3.7 3.5-5.5 7-5.5s6.2 1.8 7 5.5"/><path d="M16 4.8a3.5 3.5 0 0 1 0 6.4M18 15c2.2.7 3.5 2.4 4 5"/>',
  mail: '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m4 7 8 6 8-6"/>',
  alert: '<path d="M12 3.5 22 20H2L12 3.5Z"/><path d="M12 10v4m0 3v.01"/>',
  info: '<circle cx="12" cy="12" r="9"/><path d="M12 11v5m0-8v.01"/>',
  arrow: '<path d="M5 12h14m-6-6 6 6-6 6"/>',
  back: '<path d="M19 12H5m6-6-6 6 6 6"/>',
  external:
    '<path d="M14 4h6v6m0-6-9 9"/><path d="M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  search: '<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>',
  settings:
    '<path d="M4 7h10m4 0h2M4 17h2m4 0h10"/><circle cx="16" cy="7" r="2"/><circle cx="8" cy="17" r="2"/>',
  list: '<path d="M8 6h13M8 12h13M8 18h13M3.5 6v.01M3.5 12v.01M3.5 18v.01"/>',
  offline:
    '<path d="m3 3 18 18M5 12.5a10 10 0 0 1 4-2.3m6 .1a10 10 0 0 1 4 2.2M8.5 16a5 5 0 0 1 6.5-.3M2 9a15 15 0 0 1 4.5-2.7M11 5.1A15 15 0 0 1 22 9M12 20v.01"/>',
  theme: '<circle cx="12" cy="12" r="9"/><path d="M12 3v18a9 9 0 0 0 0-18Z" fill="currentColor"/>',
  link: '<path d="M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1"/><path d="M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1"/>',
} as const

/** An icon of the house. */
export type IconName = keyof typeof PATHS

/** Icons that point along a line of text: where it runs from right to left they point the other way. */
const TURNING: ReadonlySet<string> = new Set(['arrow', 'back', 'external'] satisfies IconName[])

/** An SVG of `size` px in the text's colour, hidden from screen readers: the text beside it has the meaning. */
export function icon(name: IconName, size = 24): string {
  const turns = TURNING.has(name) ? ' class="turns"' : ''
  return `<svg${turns} xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${PATHS[name]}</svg>`
}

/** The mark: a ticket with a bite, in the accent colour by `.bar__brand`. */
export const MARK = `<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false"><path fill="currentColor" d="M4 5h20a2 2 0 0 1 2 2v4.5a2.5 2.5 0 0 0 0 5V21a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2v-4.5a2.5 2.5 0 0 0 0-5V7a2 2 0 0 1 2-2Z"/><path fill="none" stroke="var(--surface)" stroke-width="2.4" stroke-linecap="round" d="M9 10h10M14 10v8.5"/></svg>`

/** The mark as a page's own icon, within the page: it saves a request. It stands on the browser's own background, so its colours are fixed. */
export const FAVICON = `data:image/svg+xml,${MARK.replaceAll('currentColor', '#0b6158')
  .replaceAll('var(--surface)', '#ffffff')
  // Only what has a meaning in an address or an attribute: the rest compresses better as it is.
  .replaceAll(/[%#<>"]/g, encodeURIComponent)}`

/** A drawn SVG taken apart, so that a page can hold it as an element of its own. For markup of ours alone. */
export function svgParts(markup: string): { attributes: Record<string, string>; inner: string } {
  const [, attributes = '', inner = ''] = /^<svg( [^>]*)>(.*)<\/svg>\s*$/s.exec(markup) ?? []
  const pairs = new Map(
    [...attributes.matchAll(/\s([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
  return { attributes: Object.fromEntries(pairs), inner }
}

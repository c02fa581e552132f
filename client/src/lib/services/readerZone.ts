const YEAR = 31_536_000

/** The browser's own time zone. */
export function readerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Stores the reader's zone in a cookie, so that the server can use it for the next page. */
export function rememberZone(): void {
  const isSecure = location.protocol === 'https:'
  const name = isSecure ? '__Host-tuvens-zone' : 'tuvens-zone'
  document.cookie = `${name}=${readerZone()}; path=/; max-age=${YEAR}; samesite=lax${isSecure ? '; secure' : ''}`
}

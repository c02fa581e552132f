const YEAR = 31_536_000

/** The browser's own time zone. */
export function readerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Tells the server, for the next page, which clock the reader lives by. */
export function rememberZone(): void {
  document.cookie = `tuvens-zone=${readerZone()}; path=/; max-age=${YEAR}; samesite=lax`
}

/**
 * Where to go after signing in: a path on this site, or `fallback` for anything that could lead to another site. Control
 * characters and backslashes are refused: browsers remove the former and read the latter as slashes.
 */
export function safeNext(given: string | null | undefined, fallback = '/'): string {
  if (given === null || given === undefined || given.length > 1000) return fallback
  if (!/^\/[\x21-\x7e]*$/.test(given) || /^\/\/|\\/.test(given)) return fallback
  const base = 'http://site.invalid'
  if (!URL.canParse(given, base)) return fallback
  const url = new URL(given, base)
  return url.origin === base && !/^\/sign-(in|up|out)\b/.test(url.pathname) ? given : fallback
}

/** The address of the sign-in page that returns to `url` afterwards. */
export function signInPathOf(url: URL): string {
  return `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`
}

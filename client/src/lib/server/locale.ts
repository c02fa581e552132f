import { currentZone } from '@tuvens/platform/zones'

const DEFAULT_LOCALE = 'en-GB'

/** The reader's variant of English: the site's texts are English, so dates follow the first English in `Accept-Language`. */
export function localeOf(acceptLanguage: string | null): string {
  for (const part of (acceptLanguage ?? '').split(',').slice(0, 10)) {
    const tag = part.split(';', 1)[0]?.trim() ?? ''
    if (/^en-[a-z]{2}$/i.test(tag)) return Intl.getCanonicalLocales(tag)[0] ?? DEFAULT_LOCALE
  }
  return DEFAULT_LOCALE
}

/** The reader's time zone from the cookie that their browser set on an earlier page, or null. */
export function zoneOf(cookie: string | undefined): string | null {
  if (cookie === undefined || !/^[\w+/-]{1,64}$/.test(cookie)) return null
  try {
    return currentZone(new Intl.DateTimeFormat('en', { timeZone: cookie }).resolvedOptions().timeZone)
  } catch {
    return null
  }
}

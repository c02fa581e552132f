import { type AnyLanguage, type Language, LANGUAGES, PSEUDO, type Tongue } from '@tuvens/messages'
import { chooseLanguage } from '@tuvens/platform/text/language'
import { currentZone } from '@tuvens/platform/zones'
import { isTranslated } from './areas.ts'
import type { RequestEvent } from '@sveltejs/kit'

const YEAR_SECONDS = 31_536_000

/** What the language of a page follows. */
type ReaderRequest = Pick<RequestEvent, 'url' | 'cookies' | 'request' | 'route'>

/**
 * The language of a page: the one that its address names (`?lang=de`), which is then kept, or the one that was kept, or
 * what the browser asks for, or English.
 *
 * A page that is not translated yet is in English as a whole.
 *
 * @param hasPseudo whether the pseudo-language of tests is offered, too
 */
export function languageFor({ url, cookies, request, route }: ReaderRequest, hasPseudo: boolean): Tongue {
  const secure = url.protocol === 'https:'
  const name = cookieName(secure)
  const offered: readonly AnyLanguage[] = hasPseudo ? [...LANGUAGES, PSEUDO] : LANGUAGES
  const named = offered.find((each) => each === url.searchParams.get('lang'))
  const chosen = cookies.get(name)
  // Other responses, such as pictures and feeds, may be stored for all readers.
  if (named !== undefined && named !== chosen && isTranslated(route.id))
    cookies.set(name, named, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: YEAR_SECONDS })
  const acceptLanguage = request.headers.get('accept-language')
  if (!isTranslated(route.id)) return chooseLanguage({ acceptLanguage }, ['en'], 'en')
  return chooseLanguage({ named, chosen, acceptLanguage }, offered, 'en')
}

/** The language of mails to the reader, who may have chosen one in which the page itself is not written yet. */
export function mailLanguageFor({ url, cookies, request }: Omit<ReaderRequest, 'route'>): Language {
  const chosen = cookies.get(cookieName(url.protocol === 'https:'))
  const acceptLanguage = request.headers.get('accept-language')
  return chooseLanguage({ chosen, acceptLanguage }, LANGUAGES, 'en').language
}

function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-tuvens-language' : 'tuvens-language'
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

import Negotiator from 'negotiator'

/** What a request says about the language of its reader, the strongest first. */
export type LanguageRequest = {
  /** Named in the address of the page. */
  named?: string | null | undefined
  /** Chosen by the reader earlier: the value of their cookie. */
  chosen?: string | undefined
  acceptLanguage?: string | null | undefined
}

/** More languages than that are read by nobody, and each costs. */
const MAX_ACCEPTED = 10
const MAX_CHARS = 300

/**
 * Where no region is known. A language alone would mean another region: English the dates of the United States,
 * Portuguese the words of Brazil.
 */
const DEFAULT_LOCALES: Record<string, string> = { en: 'en-GB', pt: 'pt-PT' }
/** Browsers and servers have different defaults for the digits and the calendar of Arabic; a page must not change when its scripts start. */
const FIXED: Record<string, string> = { ar: '-u-ca-gregory-nu-latn' }

/**
 * The language of a response, among the offered ones, and the locale for its numbers and dates: with the region that the
 * reader's browser names for that language.
 */
export function chooseLanguage<T extends string>(
  request: LanguageRequest,
  offered: readonly T[],
  fallback: T,
): { language: T; locale: string } {
  const accepted = acceptedTags(request.acceptLanguage)
  const candidates = [request.named, request.chosen, ...accepted]
  const language =
    candidates.map((tag) => offeredFor(tag, offered)).find((each) => each !== undefined) ?? fallback
  return { language, locale: localeFor(language, accepted) }
}

function acceptedTags(header: string | null | undefined): string[] {
  if (!header) return []
  const negotiator = new Negotiator({ headers: { 'accept-language': header.slice(0, MAX_CHARS) } })
  return negotiator.languages().slice(0, MAX_ACCEPTED)
}

function offeredFor<T extends string>(tag: string | null | undefined, offered: readonly T[]): T | undefined {
  if (!tag) return undefined
  return offered.find((each) => each === tag) ?? offered.find((each) => each === baseOf(tag))
}

function baseOf(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? ''
}

/** Only a region is taken from what the browser sends: extensions would change the calendar or the digits. */
function localeFor(language: string, accepted: readonly string[]): string {
  const base = baseOf(language)
  const region = accepted
    .filter((tag) => baseOf(tag) === base)
    .map((tag) => /-([a-z]{2})$/i.exec(tag)?.[1]?.toUpperCase())
    .find((each) => each !== undefined)
  const locale =
    region === undefined || region === 'XA' ? (DEFAULT_LOCALES[base] ?? base) : `${base}-${region}`
  return locale + (FIXED[base] ?? '')
}

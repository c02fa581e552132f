/** The languages of the product, English first: it is the source of all others. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'ar'] as const
/** A language for tests: English, lengthened and accented, so that a text that is not translated or does not fit is seen. */
export const PSEUDO = 'en-XA'

export type Language = (typeof LANGUAGES)[number]
export type AnyLanguage = Language | typeof PSEUDO

/** What each language calls itself. */
export const LANGUAGE_NAMES: Record<AnyLanguage, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
  nl: 'Nederlands',
  pt: 'Português',
  ar: 'العربية',
  'en-XA': 'Pseudo',
}

/** The direction in which a language is written: the value of `dir`. */
export function directionOf(language: AnyLanguage): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

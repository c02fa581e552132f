import { type AnyLanguage, directionOf, LANGUAGES, type Text, textIn, type Tongue } from '@tuvens/messages'
import { chooseLanguage } from '@tuvens/platform/text/language'
import type { FastifyRequest } from 'fastify'

/** Whom a page is for: its texts, and the language and locale that they are in. */
export type Reader = Tongue & { t: Text }

export function readerOf(tongue: Tongue): Reader {
  return { ...tongue, t: textIn(tongue) }
}

/** The reader whose browser asks. */
export function readerFor({ headers }: Pick<FastifyRequest, 'headers'>): Reader {
  return readerOf(chooseLanguage({ acceptLanguage: headers['accept-language'] }, LANGUAGES, 'en'))
}

/** What a document says about its language. */
export function documentLanguage({ language }: Reader): { lang: AnyLanguage; dir: 'ltr' | 'rtl' } {
  return { lang: language, dir: directionOf(language) }
}

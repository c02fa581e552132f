import { type Language, LANGUAGES } from '@tuvens/messages/languages'
import { chooseLanguage } from '@tuvens/platform/text/language'
import type { FastifyRequest } from 'fastify'

/** The language of the person who sends a request; null when it names none of ours, as services and their libraries do. */
export function languageOf(request: FastifyRequest): Language | null {
  const acceptLanguage = request.headers['accept-language']
  const { language } = chooseLanguage<Language | ''>({ acceptLanguage }, LANGUAGES, '')
  return language === '' ? null : language
}

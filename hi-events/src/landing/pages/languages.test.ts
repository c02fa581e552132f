import type { ErrorCode, ValidatedSession } from '@tuvens/contract'
import { type AnyLanguage, PSEUDO } from '@tuvens/messages'
import { describe, expect, it } from 'vitest'
import { type Page, renderPage } from '../../web/page.tsx'
import { type Reader, readerFor, readerOf } from '../../web/reader.ts'
import { choosePage } from './choose-page.tsx'
import { failurePage } from './failure-page.tsx'
import { failureTextFor } from './failure-text.ts'
import { keptLoginPage } from './kept-login-page.tsx'
import { landingPage } from './landing-page.tsx'
import { signInPage } from './sign-in-page.tsx'

const EMAIL = '1@2.3'
const session = { name: '4', email: EMAIL, organiser: '5', is_bound: false } as ValidatedSession
const current = { full_name: '6', email: EMAIL, account_id: 1, id: 1 } as never
const url = 'https://site.example/'
const KINDS = ['generated-password', 'kept-password', 'token', null] as const
const CODES: ErrorCode[] = ['SESSION_EXPIRED', 'PERMISSION_DENIED', 'UPSTREAM_INVALID', 'INTERNAL_ERROR']
const REASONS = [
  'The ticket system does not sell in XXX',
  'The ticket system does not know the time zone 7/8',
  'The ticket system takes e-mail addresses of up to 50 characters',
]

function failureOf(reader: Reader, code: ErrorCode, reason?: string): Page {
  const text = failureTextFor(reader.t, code, reason)
  const wayOn = { label: reader.t('landing.startAgain'), url }
  return failurePage({
    code,
    text,
    wayOn,
    teamUrl: url,
    returnUrl: url,
    canRetry: true,
    requestId: '9',
    reader,
  })
}

/** Every page of the landing, with names that have no letters. */
function pagesFor(reader: Reader): Page[] {
  const script = { path: '/landing.js' } as never
  const landing = { script, startAgainUrl: url, reader }
  const signIn = { email: EMAIL, canKeepPassword: true, session, cancelUrl: url, reader }
  const accounts = [{ id: 1, name: '7' }] as never
  return [
    landingPage({ ...landing, parameters: {} }),
    landingPage({ ...landing, parameters: { session_token: '8' } }),
    choosePage({ current, session, cancelUrl: url, reader }),
    choosePage({ current: null, session, cancelUrl: url, reader }),
    ...([null, 'kept-password', 'token', 'nothing'] as const).map((repeatedFor) =>
      signInPage({ ...signIn, repeatedFor, error: reader.t('landing.refused.wrongPassword'), accounts }),
    ),
    ...[...KINDS].flatMap((kind) =>
      ([null, 'password', 'everything'] as const).map((removal) =>
        keptLoginPage({
          kept: { account: '1', loginEmail: EMAIL, kind },
          removal,
          needsCredential: removal === null,
          siteUrl: url,
          reader,
        }),
      ),
    ),
    keptLoginPage({ kept: null, removal: null, needsCredential: true, siteUrl: url, reader }),
    ...CODES.map((code) => failureOf(reader, code)),
    ...REASONS.map((reason) => failureOf(reader, 'VALIDATION_ERROR', reason)),
  ]
}

const reader = (language: AnyLanguage) => readerOf({ language, locale: language })

/** What people read of a page, in pieces. */
function piecesOf(page: Page): string[] {
  const { html } = renderPage(page)
  return html
    .replace(/<(style|code|svg)\b.*?<\/\1>/gs, '')
    .split(/<[^>]*>/)
    .map((text) => text.trim())
    .filter((text) => /\p{L}/u.test(text))
}

describe('the pages of the landing', () => {
  it.each([
    ['de', 'ltr'],
    ['ar', 'rtl'],
  ] as const)('say in %s that they are in it, and have nothing in English', (language, dir) => {
    const english = new Set(pagesFor(reader('en')).flatMap(piecesOf))
    for (const page of pagesFor(reader(language))) {
      expect(renderPage(page).html).toMatch(
        new RegExp(`^<!doctype html><html lang="${language}" dir="${dir}"`),
      )
      // The same word in German: the brand of the pages, and an address.
      const same = piecesOf(page).filter((piece) => english.has(piece) && piece !== 'Tickets')
      expect(same).toEqual([])
    }
  })

  it('write every letter from the messages', () => {
    const left = pagesFor(reader(PSEUDO))
      .flatMap(piecesOf)
      .filter((piece) => /[aeiou]/i.test(piece))
    expect(left).toEqual([])
  })

  it('are in the language that the browser asks for, else in English', () => {
    const languageOf = (header?: string) =>
      readerFor({ headers: header === undefined ? {} : { 'accept-language': header } }).language
    expect(['ar-EG,ar;q=0.9', 'ja', undefined].map(languageOf)).toEqual(['ar', 'en', 'en'])
  })
})

it('a failure that nobody expects, and a reason that somebody made up, are never shown as they come', () => {
  const { title } = failureTextFor(
    reader('de').t,
    'VALIDATION_ERROR',
    'The ticket system does not sell in <b>',
  )
  expect(title).toBe('Dieser Link ist nicht vollständig')
})

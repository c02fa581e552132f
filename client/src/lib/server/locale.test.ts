import type { Cookies } from '@sveltejs/kit'
import { describe, expect, it } from 'vitest'
import { mailLanguageFor, zoneOf } from './locale.ts'

describe("the reader's zone", () => {
  it.each([
    ['Europe/Amsterdam', 'Europe/Amsterdam'],
    ['UTC', 'UTC'],
    ['Europe/Atlantis', null],
    ['<script>', null],
    ['', null],
    [undefined, null],
  ])('reads from the zone cookie %s the zone %s', (cookie, zone) => expect(zoneOf(cookie)).toBe(zone))
})

describe('the language of mails to a reader', () => {
  const languageOf = (chosen: string | undefined, acceptLanguage?: string) =>
    mailLanguageFor({
      url: new URL('http://localhost:3000/register'),
      cookies: { get: (name: string) => (name === 'tuvens-language' ? chosen : undefined) } as Cookies,
      request: new Request('http://localhost:3000/register', {
        headers: acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage },
      }),
    })

  it.each([
    ['ar', 'de', 'ar'],
    ['xx', 'de-AT', 'de'],
    ['en-XA', 'de', 'en'],
    [undefined, 'nl;q=0.4, fr;q=0.9', 'fr'],
    [undefined, undefined, 'en'],
  ])('who chose %s and whose browser asks for %s is %s', (chosen, acceptLanguage, language) =>
    expect(languageOf(chosen, acceptLanguage)).toBe(language),
  )
})

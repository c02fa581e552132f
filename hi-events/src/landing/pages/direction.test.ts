import type { ValidatedSession } from '@tuvens/contract'
import { misdirectedTexts } from '@tuvens/platform/test-support/direction'
import { expect, it } from 'vitest'
import { type Page, renderPage } from '../../web/page.tsx'
import { readerOf } from '../../web/reader.ts'
import { choosePage } from './choose-page.tsx'
import { keptLoginPage } from './kept-login-page.tsx'
import { signInPage } from './sign-in-page.tsx'

const EMAIL = 'ada@example.com'
const session = { name: 'עדה לוי', email: EMAIL, organiser: 'מועדון', is_bound: false } as ValidatedSession
const current = { full_name: 'נור', email: EMAIL, account_id: 1, id: 1 } as never
const kept = { account: 'מועדון', loginEmail: EMAIL, kind: 'kept-password' } as const
const cancelUrl = 'https://site.example/'
const reader = readerOf({ language: 'en', locale: 'en-GB' })

const PAGES: Record<string, Page> = {
  'who continues': choosePage({ current, session, cancelUrl, reader }),
  'a sign-in to link': signInPage({
    email: EMAIL,
    repeatedFor: null,
    canKeepPassword: true,
    session,
    cancelUrl,
    reader,
  }),
  'a choice of accounts': signInPage({
    email: EMAIL,
    repeatedFor: null,
    canKeepPassword: true,
    session,
    cancelUrl,
    reader,
    error: 'Choose one.',
    accounts: [{ id: 1, name: 'חשבון' }] as never,
  }),
  'what is kept': keptLoginPage({ kept, removal: null, needsCredential: true, siteUrl: cancelUrl, reader }),
  'a removal': keptLoginPage({
    kept,
    removal: 'password',
    needsCredential: true,
    siteUrl: cancelUrl,
    reader,
  }),
}

it.each(Object.keys(PAGES))('names keep their direction on the page of %s', (name) => {
  const { html } = renderPage(PAGES[name] as Page)
  expect(html).toMatch(/[\u0590-\u05ff]/)
  expect(misdirectedTexts(html)).toEqual([])
})

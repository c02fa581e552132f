import { directionOf, LANGUAGES } from '@tuvens/messages'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOST, startWorld, type TestUser, type TestWorld } from '../../test-support/api.ts'
import { compose, hasLink } from './compose.ts'
import type { MailData, MailKind, MailRow, SignInChange } from './store.ts'

const AT = '2026-12-01T03:05:00Z'
const NAMES = { account: 'Jazzkeller', by: 'Ada Lovelace' }
const CHANGES: SignInChange[] = [
  'twoStepOn',
  'twoStepOff',
  'newRecoveryCodes',
  'passkeyAdded',
  'passkeyRemoved',
]
/** Each kind of mail to people, with everything that its words depend on. */
const MAILS: [kind: MailKind, data: MailData][] = [
  ['verify_email', { next: '/event/12' }],
  ['reset_password', {}],
  ['change_email', {}],
  ['email_changed', { what: 'ada@example.com' }],
  ['password_changed', {}],
  ...CHANGES.map((change): [MailKind, MailData] => ['sign_in_method_changed', { change }]),
  ['invitation', { ...NAMES, role: 'editor' }],
  ['invitation', { account: '54', by: '<3', role: 'viewer' }],
  ['removed', NAMES],
  ['role_changed', { ...NAMES, role: 'admin' }],
  ['handed_over', NAMES],
  ['session_misused', { event: 'Jazz', at: AT, reason: 'SESSION_BROWSER_MISMATCH', hasOwnAccounts: true }],
  ['session_misused', { at: AT, reason: 'SESSION_ALREADY_USED' }],
  ...['gone', 'failing', 'overflow'].map((reason): [MailKind, MailData] => [
    'webhook_endpoint_disabled',
    { account: NAMES.account, what: 'hooks.example', reason },
  ]),
  ['user_deleted', {}],
]

const written = (kind: MailKind, data: MailData, language: string | null) => {
  const row = { id: '1', recipient: 'a@example.com', user_id: null, invitation_id: null, attempts: 1 }
  const mail: MailRow = { ...row, kind, data, language }
  return compose(mail, 'https://site.example', hasLink(mail) ? 'secret' : null)
}
const linksIn = (text: string) => text.match(/https:\/\/\S+/g) ?? []
const linesOf = (text: string) => text.split('\n\n').length

describe.each(LANGUAGES)('mails in %s', (language) => {
  it.each(MAILS)(
    '%s %j has words of the language, its names, and the links of the English mail',
    (kind, data) => {
      const mail = written(kind, data, language)
      const english = written(kind, data, 'en')
      expect(linksIn(mail.text)).toEqual(linksIn(english.text))
      expect(linesOf(mail.text)).toBe(linesOf(english.text))
      expect(mail.html.match(/<a href/g)?.length).toBe(linksIn(mail.text).length || undefined)
      const all = `${mail.subject} ${mail.text}`
      expect(all).not.toMatch(/mail\.\w+\.\w+|undefined|[{}]/)
      for (const name of Object.values(NAMES))
        expect(all.includes(name)).toBe(`${english.subject} ${english.text}`.includes(name))
      if (language !== 'en') expect(mail.subject).not.toBe(english.subject)
      expect(mail.subject.length).toBeLessThan(100)
    },
  )

  it('name their language and its direction', () => {
    const { html } = written('user_deleted', {}, language)
    expect(html).toContain(`<html lang="${language}" dir="${directionOf(language)}">`)
    expect(html).toContain(`<div lang="${language}" dir="${directionOf(language)}">`)
  })
})

describe('a mail', () => {
  it('in Arabic is written from right to left, keeps a name in its own order, and has Latin digits', () => {
    const { html } = written('invitation', { ...NAMES, role: 'editor' }, 'ar')
    expect(html).toContain('dir="rtl"')
    expect(html).toContain('\u2068Ada Lovelace\u2069')
    expect(written('session_misused', { at: AT }, 'ar').text).toContain('2026')
  })

  it.each([
    ['en', '1 December 2026 at 03:05 UTC'],
    ['de', '1. Dezember 2026 um 03:05 UTC'],
    ['fr', '1 décembre 2026 à 03:05 UTC'],
  ])('in %s writes a time as %s', (language, expected) => {
    expect(written('session_misused', { at: AT }, language).text).toContain(expected)
  })

  it('that the release before stored keeps its words', () => {
    const at = '1 December 2026 at 03:05 UTC'
    expect(written('session_misused', { at }, null).text).toContain(`On ${at}, a link`)
    const what = 'A passkey was added to your Tuvens account.'
    expect(written('sign_in_method_changed', { what }, null).text).toContain(what)
  })
})

describe('the language of a mail', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world.end())

  const call = (url: string, language: string, payload: object, user?: TestUser) => {
    const authorization = user === undefined ? {} : { authorization: `Bearer ${user.token}` }
    const headers = { host: HOST, 'accept-language': language, ...authorization }
    return world.api.app.inject({ method: 'POST', url, headers, payload })
  }
  const register = (email: string, language: string) =>
    call('/api/auth/register', language, { name: 'Ada', email, password: 'tandem kiosk violet' })
  const requestReset = (email: string, language: string) =>
    call('/api/auth/password-reset', language, { email })
  const mailTo = async (email: string, subject: string) => {
    const subjects = async () => (await world.api.mailsTo(email)).map((mail) => mail.subject)
    await expect.poll(subjects, { timeout: 60_000 }).toContain(subject)
  }

  it('is that in which somebody signed up, not that of the request', async () => {
    await register('de@example.com', 'de-AT,en;q=0.5')
    await mailTo('de@example.com', 'Bestätigen Sie Ihre E-Mail-Adresse')
    await requestReset('de@example.com', 'fr')
    await mailTo('de@example.com', 'Neues Passwort festlegen')
  })

  it('follows the last choice, also within a sign-in', async () => {
    const pair = (await register('moved@example.com', 'de')).json<{ refresh_token: string }>()
    await call('/api/auth/refresh', 'it', { refresh_token: pair.refresh_token })
    await requestReset('moved@example.com', 'de')
    await mailTo('moved@example.com', 'Scegli una nuova password')
    await call('/api/auth/login', '*', { email: 'moved@example.com', password: 'tandem kiosk violet' })
    await call('/api/auth/login', 'nl', { email: 'moved@example.com', password: 'tandem kiosk violet' })
    await requestReset('moved@example.com', 'de')
    await mailTo('moved@example.com', 'Stel een nieuw wachtwoord in')
  })

  it('is that of the request for a user who has none yet, and English without one', async () => {
    const [asked, silent] = [await world.api.person(), await world.api.person()]
    await world.database.db`update users set language = null`
    await requestReset(asked.email, 'pt-BR')
    await mailTo(asked.email, 'Defina uma nova palavra-passe')
    await requestReset(silent.email, 'xx')
    await mailTo(silent.email, 'Set a new password')
  })

  it('of an invitation is that of the inviter, unless the invited person has one', async () => {
    const [owner, known] = [await world.api.person(), await world.api.person()]
    const { db } = world.database
    await db`update users set language = 'es', name = 'Ada' where id = ${owner.id}`
    await db`update users set language = 'ar' where id = ${known.id}`
    await db`update accounts set name = 'Jazz' where id = ${owner.accountId}`
    for (const email of ['new@example.com', known.email])
      await call(`/api/accounts/${owner.accountId}/invitations`, 'en', { email, role: 'editor' }, owner)
    await mailTo('new@example.com', 'Invitación a la cuenta Jazz en Tuvens')
    await mailTo(known.email, 'دعوة إلى الحساب \u2068Jazz\u2069 في Tuvens')
  })

  it('of the farewell is that of the user who is gone', async () => {
    const user = await world.api.signUp()
    await world.database.db`update users set language = 'fr' where id = ${user.id}`
    await call('/api/auth/me/delete', 'fr', { password: user.password }, user)
    await mailTo(user.email, 'Votre compte Tuvens est supprimé')
  })
})

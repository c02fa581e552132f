import { simpleParser } from 'mailparser'
import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type TestWorld } from '../../test-support/api.ts'

describe('mails', () => {
  let server: SMTPServer
  let world: TestWorld
  const received: Awaited<ReturnType<typeof simpleParser>>[] = []
  beforeAll(async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) =>
        done(
          address.startsWith('gone') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null,
        ),
      onData: (stream, _session, done) => {
        void simpleParser(stream).then((mail) => {
          received.push(mail)
          done()
        })
      },
    })
    server.listen(0, '127.0.0.1')
    await once(server.server, 'listening')
    const address = server.server.address()
    const port = typeof address === 'object' ? address?.port : 0
    world = await startWorld({
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      MAIL_FROM: 'Tuvens <no-reply@tuvens.example>',
    })
  })
  afterAll(async () => {
    await world.end()
    server.close()
  })

  const insert = (kind: string, recipient: string, data: Record<string, string> = {}) => world.database.db`
    insert into mails (kind, recipient, data) values (${kind}, ${recipient}, ${world.database.db.json(data)})`
  const mailTo = async (recipient: string) => {
    const find = () => received.find((mail) => !Array.isArray(mail.to) && mail.to?.text === recipient)
    await expect.poll(find, { timeout: 60_000 }).toBeDefined()
    return find()
  }

  it('are sent by SMTP with a link whose secret works, and no row keeps their text', async () => {
    const user = await world.api.signUp({ isVerified: false })
    const mail = await mailTo(user.email)
    expect(mail?.from?.text).toContain('no-reply@tuvens.example')
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
    const token = /\/verify-email\?token=([\w-]{43})/.exec(mail?.text ?? '')?.[1]
    expect(mail?.html).toContain(token)
    const answer = await world.api.as(user, {
      method: 'POST',
      url: '/api/auth/me/verify-email',
      payload: { token },
    })
    expect(answer.statusCode).toBe(204)
    const [row] = await world.database.db`select shown, sent_at from mails where recipient = ${user.email}`
    expect(row).toMatchObject({ shown: null, sent_at: expect.any(Date) })
  })

  it('lead on to where somebody signed up, also when mailed again, and to no other site', async () => {
    const register = (email: string, next: string) => {
      const payload = { name: 'Ada', email, password: 'tandem kiosk violet', next }
      return world.api.app.inject({ method: 'POST', url: '/api/auth/register', payload })
    }
    const answer = await register('on@example.com', '/event/12')
    const nextIn = (text = '') => /[?&]next=([^&\s]*)/.exec(text)?.[1]
    expect(nextIn((await mailTo('on@example.com'))?.text)).toBe('%2Fevent%2F12')
    received.length = 0
    const resend = {
      method: 'POST',
      url: '/api/auth/me/verify-email/resend',
      headers: { authorization: `Bearer ${answer.json().access_token}` },
      payload: { next: '/events/new' },
    } as const
    expect((await world.api.app.inject(resend)).statusCode).toBe(204)
    expect(nextIn((await mailTo('on@example.com'))?.text)).toBe('%2Fevents%2Fnew')
    for (const next of ['//evil.example', 'https://evil.example', '/a?token=x', '/\\evil.example', '/..//x'])
      expect((await register('off@example.com', next)).json().code).toBe('VALIDATION_ERROR')
  })

  it('are not shown while there is a mail server', async () => {
    expect((await world.api.app.inject('/api/mailbox?address=a@example.com')).statusCode).toBe(404)
  })

  it('keep names of people in one line and out of the markup', async () => {
    await insert('removed', 'names@example.com', { account: 'A\r\nBcc: x@example.com' })
    const mail = await mailTo('names@example.com')
    expect(mail?.subject).toBe('You are no longer a member of A Bcc x example. com')
    expect(mail?.bcc).toBeUndefined()
    await insert('session_misused', 'title@example.com', { event: 'Jazz\r\n<b>bold</b>' })
    const about = await mailTo('title@example.com')
    expect(about?.text).toContain('“Jazz <b>bold</b>”')
    expect(about?.html).toContain('Jazz &lt;b&gt;bold')
  })

  it.each(['invitation', 'removed', 'role_changed', 'handed_over'] as const)(
    'about %s carry no link and no text of the person who caused them',
    async (kind) => {
      const recipient = `${kind}@example.com`
      const text = 'https://evil.example/win Call 0800 123456 now! '.repeat(4)
      await insert(kind, recipient, { account: text, by: text, role: 'admin' })
      const mail = await mailTo(recipient)
      const all = `${mail?.subject} ${mail?.text} ${mail?.html}`
      expect(all).not.toMatch(/evil\.example|0800|!(?!doctype)/)
      expect(all).toContain('https evil. example win Call now')
      expect(mail?.subject?.length).toBeLessThan(100)
    },
  )

  it('name an account and a person without letters in words', async () => {
    await insert('handed_over', 'digits@example.com', { account: '54', by: '<3' })
    const mail = await mailTo('digits@example.com')
    expect(mail?.subject).toBe('You now own an account')
    expect(mail?.text).toContain('Somebody made you the owner of an account on Tuvens.')
  })

  it('that the server refuses for good are given up', async () => {
    await insert('removed', 'gone@example.com', { account: 'A' })
    const find = async () =>
      (
        await world.database.db`
      select failure from mails where recipient = 'gone@example.com' and given_up_at is not null`
      )[0]?.['failure']
    await expect.poll(find, { timeout: 60_000 }).toBe('EENVELOPE 550')
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../../test-support/office.ts'
import { PASSWORD, signUp } from '../../../test-support/organiser.ts'
import { Browser } from '../../../test-support/browser.ts'

const NEW = {
  first_name: 'Noor',
  last_name: 'de Vries',
  email: 'noor@example.com',
  password: 'correct horse',
  currency_code: 'EUR',
  timezone: 'Europe/Amsterdam',
}

describe('signing in and out', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await startOffice()
  })
  afterAll(() => office.close())
  const visitor = () => new Browser(office.app)

  it('sends a signed-out user to the sign-in page and then back to the requested page', async () => {
    const { email } = await signUp(office.api)
    const browser = visitor()
    const sent = await browser.get('/manage/new?x=1')
    expect([sent.status, sent.location]).toEqual([303, '/auth/login?next=%2Fmanage%2Fnew%3Fx%3D1'])
    const page = await browser.get(sent.location)
    expect(page.html).toContain('name="next" value="/manage/new?x=1"')
    const done = await browser.post('/auth/login', { email, password: PASSWORD, next: '/manage/new?x=1' })
    expect([done.status, done.location]).toEqual([303, '/manage/new?x=1'])
    expect((await browser.get('/manage/new')).text).toContain('New event')
  })

  it('leads organisers to the site they come from, where there is one, instead of letting them register', async () => {
    const alone = await visitor().get('/auth/login')
    expect(alone.html).toContain('href="/auth/register?next=')
    expect(alone.text).not.toContain('event site')
    const behind = await startOffice({ env: { ORGANISERS_URL: 'https://site.example' } })
    const page = await new Browser(behind.app).get('/auth/login')
    await behind.close()
    expect(page.html).toContain('href="https://site.example"')
    expect(page.html).not.toContain('/auth/register')
  })

  it('gives the token to the cookie alone, which scripts cannot read', async () => {
    const { email } = await signUp(office.api)
    const done = await visitor().post('/auth/login', { email, password: PASSWORD })
    expect(String(done.headers['set-cookie'])).toMatch(/^token=\S+; Path=\/; HttpOnly; Secure; SameSite=None/)
    expect(done.headers['x-auth-token']).toBeUndefined()
  })

  it('never leads to another site', async () => {
    const { email } = await signUp(office.api)
    const done = await visitor().post('/auth/login', {
      email,
      password: PASSWORD,
      next: '//evil.example/manage',
    })
    expect(done.location).toBe('/manage')
    const page = await visitor().get('/auth/login?next=https://evil.example')
    expect(page.html).not.toContain('evil.example')
  })

  it('gives the same message for a wrong password and an unknown address, and keeps the address', async () => {
    const { email } = await signUp(office.api)
    const wrong = await visitor().post('/auth/login', { email, password: 'not this one' })
    const unknown = await visitor().post('/auth/login', {
      email: 'nobody@example.com',
      password: 'not this one',
    })
    for (const page of [wrong, unknown]) {
      expect(page.status).toBe(422)
      expect(page.text).toContain('E-mail or password is not right. Check both and try again.')
      expect(page.html).not.toContain('not this one')
    }
    expect(wrong.html).toContain(`value="${email}"`)
  })

  it('names in the title and on top what is missing, with a link to each field', async () => {
    const page = await visitor().post('/auth/login', { email: 'ada', password: '' })
    expect(page.html).toContain('<title>Error: Sign in · Box Office</title>')
    expect(page.html).toContain(
      '<a href="#f-email">Write the e-mail address in full, like name@example.com</a>',
    )
    expect(page.html).toMatch(
      /<input[^>]*name="password"[^>]*aria-invalid="true"[^>]*aria-describedby="f-password-error"/,
    )
  })

  it('makes an account, signed in at once', async () => {
    const browser = visitor()
    const home = await browser.submit('/auth/register', NEW)
    expect(home.text).toContain('No events yet')
    expect(home.text).toContain(`Account: ${NEW.first_name} ${NEW.last_name}`)
    expect(home.text).not.toContain('noor@example.com')
    expect((await browser.get('/auth/login')).location).toBe('/manage')
    expect((await browser.get('/auth/register')).location).toBe('/manage')
  })

  it('refuses a second account with the same e-mail', async () => {
    await visitor().post('/auth/register', { ...NEW, email: 'twice@example.com' })
    const again = await visitor().post('/auth/register', { ...NEW, email: 'Twice@example.com' })
    expect(again.status).toBe(422)
    expect(again.text).toContain('There is already an account with this e-mail. Sign in instead.')
  })

  it.each([
    ['password', 'short', 'Use at least 8 characters'],
    ['email', 'nope', 'Write the e-mail address in full'],
    ['first_name', '', 'Write your first name'],
    ['timezone', 'Mars/Olympus', 'Choose a time zone from the list'],
    ['currency_code', 'XXQ', 'Choose a currency from the list'],
  ])('refuses a registration with a bad %s', async (field, value, words) => {
    const page = await visitor().post('/auth/register', {
      ...NEW,
      email: 'fresh@example.com',
      [field]: value,
    })
    expect(page.status).toBe(422)
    expect(page.text).toContain(words)
  })

  it('lets the user choose the account when a login belongs to several', async () => {
    const { email, userId } = await signUp(office.api)
    const other = await signUp(office.api)
    await office.database.db`
      insert into account_users (account_id, user_id, role) values (${other.accountId}, ${userId}, 'ORGANIZER')`
    const browser = visitor()
    const page = await browser.post('/auth/login', { email, password: PASSWORD, next: '/manage/new' })
    expect(page.text).toContain('Which account?')
    expect(page.html).not.toContain(PASSWORD)
    const done = await browser.post('/auth/login', {
      email,
      password: PASSWORD,
      next: '/manage/new',
      account_id: String(other.accountId),
    })
    expect([done.status, done.location]).toEqual([303, '/manage/new'])
  })

  it('signs out for good: the old cookie opens nothing', async () => {
    const { token } = await signUp(office.api)
    const browser = visitor()
    browser.cookies.set('token', { value: token, path: '/' })
    const page = await browser.submit('/auth/logout', {})
    expect(page.text).toContain('You are signed out.')
    browser.cookies.set('token', { value: token, path: '/' })
    expect((await browser.get('/manage')).status).toBe(303)
  })

  it('treats a visitor with a forged token as signed out', async () => {
    const browser = visitor()
    browser.cookies.set('token', { value: 'eyJhbGciOiJub25lIn0.e30.', path: '/' })
    expect((await browser.get('/manage')).location).toBe('/auth/login')
    expect((await browser.get('/auth/login')).status).toBe(200)
  })
})

describe('guessing passwords', () => {
  it('is slowed down in words', async () => {
    const office = await startOffice()
    const browser = new Browser(office.app)
    const tries = Array.from({ length: 31 }, () => browser.post('/auth/login', { email: 'x', password: '' }))
    const answers = await Promise.all(tries)
    const refused = answers.filter((each) => each.status === 429)
    expect(refused).toHaveLength(1)
    expect(refused[0]?.text).toContain('Wait')
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0)
    await office.close()
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADA, type Site, startSite } from '../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(() => {
  site.api.recover()
  site.api.calls.length = 0
})

describe('signing in', () => {
  it('keeps the tokens in cookies no script can read, and off the page', async () => {
    const browser = await site.member()
    expect([...browser.cookies.keys()].sort()).toEqual(['tuvens-access', 'tuvens-refresh'])
    for (const cookie of browser.setCookies) {
      expect(cookie).toMatch(/; HttpOnly/i)
      expect(cookie).toMatch(/; SameSite=Lax/i)
      expect(cookie).toMatch(/; Path=\//i)
    }
    const page = await browser.open('/event/1')
    for (const value of browser.cookies.values()) expect(page.html.includes(value)).toBe(false)
  })

  it('returns to the page that required it', async () => {
    const page = await site.visitor().submit('/sign-in', { ...ADA, next: '/event/4?x=1' })
    expect([page.status, page.location]).toEqual([303, '/event/4?x=1'])
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'does not lead to %s',
    async (next) => {
      const browser = site.visitor()
      const form = await browser.open(`/sign-in?next=${encodeURIComponent(next)}`)
      expect(form.document.querySelector<HTMLInputElement>('[name=next]')?.value).toBe('/')
      expect((await browser.submit('/sign-in', { ...ADA, next })).location).toBe('/')
    },
  )

  it('shows at the field what is missing, and keeps what was typed', async () => {
    const page = await site.visitor().submit('/sign-in', { email: 'ada@', password: '' })
    expect(page.status).toBe(400)
    expect(page.document.title).toMatch(/^Error: /)
    const [email, password] = page.document.querySelectorAll('.error-summary a')
    expect(email?.getAttribute('href')).toBe('#email')
    expect(password?.getAttribute('href')).toBe('#password')
    const field = page.document.querySelector<HTMLInputElement>('#email')
    expect(field?.value).toBe('ada@')
    expect(field?.getAttribute('aria-invalid')).toBe('true')
    expect(
      page.document.getElementById(field?.getAttribute('aria-describedby') ?? '')?.textContent,
    ).toContain('Enter an e-mail')
  })

  it('does not reveal whether e-mail or password was wrong', async () => {
    const page = await site.visitor().submit('/sign-in', { ...ADA, password: 'wrong' })
    expect(page.status).toBe(401)
    expect(page.text).toContain('That e-mail and password do not match')
    expect(page.html.includes('wrong')).toBe(false)
  })

  it('sends the address of the visitor to the API, for its limits', async () => {
    await site.member()
    expect(site.api.seen('/api/auth/login')[0]?.headers['x-forwarded-for']).toMatch(/127\.0\.0\.1|::1/)
  })

  it('sends the name of the visitor’s browser to the API, for the list of sign-ins', async () => {
    await site.visitor().submit('/sign-in', { ...ADA }, { 'user-agent': 'Mozilla/5.0 Firefox/146.0' })
    expect(site.api.seen('/api/auth/login')[0]?.headers['user-agent']).toBe('Mozilla/5.0 Firefox/146.0')
  })

  it('leads back to the first step, with words, when the step with the code has ended', async () => {
    site.api.fail('/api/auth/login/second-factor', 'MAILED_LINK_INVALID')
    const browser = site.visitor()
    browser.cookies.set('tuvens-second-step', 'x'.repeat(43))
    const ended = await browser.submit('/sign-in/code', { code: '123456', next: '/event/4' })
    expect([ended.status, ended.location]).toEqual([303, '/sign-in?code-ended&next=%2Fevent%2F4'])
    expect(browser.cookies.has('tuvens-second-step')).toBe(false)
    const page = await browser.open(ended.location ?? '')
    expect(page.text).toContain('Sign in once more')
    expect(page.document.querySelector<HTMLInputElement>('[name=next]')?.value).toBe('/event/4')
  })

  it('asks for a wait, not for another code, when there were too many codes', async () => {
    site.api.fail('/api/auth/login/second-factor', 'RATE_LIMITED')
    const browser = site.visitor()
    browser.cookies.set('tuvens-second-step', 'x'.repeat(43))
    const page = await browser.submit('/sign-in/code', { code: '123456', next: '/' })
    expect([page.status, page.document.querySelector('.error-summary h2')?.textContent]).toEqual([
      429,
      'That was a lot of tries in a short time',
    ])
  })

  it('is refused from another site', async () => {
    const page = await site.visitor().submit('/sign-in', { ...ADA }, { origin: 'https://evil.example' })
    expect(page.status).toBe(403)
  })
})

describe('creating an account', () => {
  it('signs in with it', async () => {
    const browser = site.visitor()
    const fields = {
      name: 'Cem',
      email: 'cem@example.com',
      password: 'a few words in a row',
      account_name: 'Cem & Co',
    }
    expect((await browser.submit('/sign-up', fields)).status).toBe(303)
    expect((await browser.open('/my-events')).text).toContain('Cem & Co')
  })

  it('keeps all but the password when something is missing', async () => {
    const page = await site.visitor().submit('/sign-up', { name: 'Cem', email: 'cem@', password: 'short' })
    expect(page.text).toContain('Use at least 8 characters')
    expect(page.document.querySelector<HTMLInputElement>('#name')?.value).toBe('Cem')
    expect(page.document.querySelector<HTMLInputElement>('#password')?.value).toBe('')
  })

  it('shows when there is one already', async () => {
    const page = await site
      .visitor()
      .submit('/sign-up', { name: 'Ada', email: ADA.email, password: ADA.password })
    expect(page.status).toBe(409)
    expect(page.text).toContain('There is already an account with this e-mail')
  })
})

describe('a session that lasts', () => {
  it('is renewed when the access cookie has expired', async () => {
    const browser = await site.member()
    browser.cookies.delete('tuvens-access')
    expect((await browser.open('/my-events')).status).toBe(200)
    expect(browser.cookies.has('tuvens-access')).toBe(true)
  })

  it('is renewed when the API no longer takes the access token', async () => {
    const browser = await site.member()
    site.api.sessions.expireAccess()
    expect((await browser.open('/my-events')).status).toBe(200)
  })

  it('is renewed once for requests that come together', async () => {
    const browser = await site.member()
    browser.cookies.delete('tuvens-access')
    const cookie = `tuvens-refresh=${browser.cookies.get('tuvens-refresh')}`
    const open = () => fetch(`${site.url}/my-events`, { headers: { cookie }, redirect: 'manual' })
    const answers = await Promise.all(Array.from({ length: 8 }, open))
    expect(answers.map((each) => each.status)).toEqual(Array(8).fill(200))
    expect(site.api.seen('/api/auth/refresh')).toHaveLength(1)
  })

  it('ends when the API refuses to renew it', async () => {
    const browser = site.visitor()
    browser.cookies.set('tuvens-refresh', 'x'.repeat(43))
    expect((await browser.open('/')).text).toContain('Sign in')
    expect([...browser.cookies.keys()]).toEqual(['tuvens-signed-out'])
    expect((await browser.open('/sign-in')).text).toContain('You were signed out')
  })

  it('survives an outage of the API', async () => {
    const browser = await site.member()
    site.api.fail('/api', 'SERVICE_UNAVAILABLE')
    const page = await browser.open('/my-events')
    expect(page.status).toBe(503)
    expect(page.text).toContain('Tuvens cannot be reached right now')
    site.api.recover()
    expect((await browser.open('/my-events')).status).toBe(200)
  })

  it('sends a guest to the sign-in page, with the page to return to', async () => {
    expect((await site.visitor().open('/events/new')).location).toBe('/sign-in?next=%2Fevents%2Fnew')
  })
})

describe('signing out', () => {
  it('ends the session here and at the API', async () => {
    const browser = await site.member()
    expect((await browser.submit('/sign-out', {})).location).toBe('/')
    expect(browser.cookies.size).toBe(0)
    expect(site.api.seen('/api/auth/logout')).toHaveLength(1)
  })

  it('needs a form: a link only opens a confirmation', async () => {
    const browser = await site.member()
    const page = await browser.open('/sign-out')
    expect(page.text).toContain('Sign out of Tuvens?')
    expect(browser.cookies.size).toBe(2)
  })
})

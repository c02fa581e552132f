import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADA, type Site, startSite } from '../test-support/site.ts'

const OWN_PAGES = [
  '/sign-in',
  '/sign-in/code',
  '/sign-in/passkey',
  '/sign-up',
  '/verify-email?token=x',
  '/forgot-password',
  '/reset-password?token=x',
  '/account',
  '/account/password',
  '/account/email',
  '/account/email/confirm',
  '/account/sign-ins',
  '/account/two-step',
  '/account/recovery-codes',
  '/account/passkeys',
  '/account/delete',
]

describe('where an outside issuer has the accounts', () => {
  let site: Site
  beforeAll(async () => {
    site = await startSite({ AUTH_ISSUER: 'https://login.example', SIGN_IN_URL: 'https://login.example/in' })
  })
  afterAll(() => site.close())

  it.each(OWN_PAGES)('%s is not found, and leads to the sign-in of the issuer', async (path) => {
    const page = await site.visitor().open(path)
    expect(page.status).toBe(404)
    expect(page.document.querySelector('main .button--primary')?.getAttribute('href')).toBe(
      'https://login.example/in',
    )
    expect(page.text).toContain('People sign in elsewhere')
  })

  it('a form of such a page signs nobody in', async () => {
    // As the API, which has no such call then.
    site.api.fail('/api/auth/login', 'NOT_FOUND')
    const browser = site.visitor()
    expect((await browser.submit('/sign-in', { ...ADA })).status).toBe(404)
    expect(browser.setCookies).toEqual([])
  })

  it('no page offers an account of this site', async () => {
    const page = await site.visitor().open('/')
    const links = [...page.document.querySelectorAll('header a')].map((link) => link.getAttribute('href'))
    expect(links).toContain('https://login.example/in')
    expect(links.filter((href) => href?.startsWith('/sign-'))).toEqual([])
  })
})

describe('the pages of own accounts', () => {
  let site: Site
  beforeAll(async () => {
    site = await startSite()
  })
  afterAll(() => site.close())
  beforeEach(() => {
    site.api.recover()
    site.world.unverified.clear()
    site.world.recoveryCodesLeft = null
  })

  const linkIn = (page: { document: Document }, text: string) =>
    [...page.document.querySelectorAll('main a')].find((link) => link.textContent === text)

  it.each([
    [
      '/verify-email?/confirm',
      '/api/auth/me/verify-email',
      'Get a new link',
      '/verify-email?next=%2Fmy-events',
    ],
    ['/account/email/confirm', '/api/auth/me/email/confirm', 'Ask for a new link', '/account/email'],
  ])('%s leads to a new link when the link is too old', async (path, call, text, href) => {
    site.world.unverified.add(ADA.email)
    const member = await site.member()
    site.api.fail(call, 'MAILED_LINK_INVALID')
    const [address = '', action = ''] = path.split('?')
    const query = action === '' ? '?token=old' : `?${action}&token=old`
    const page = await member.submit(`${address}${query}`, { token: 'old', next: '/' })
    expect(page.text).toContain('This link does not work any more')
    expect(linkIn(page, text)?.getAttribute('href')).toBe(href)
  })

  it('confirm the e-mail before the form of a new event, which the API would refuse', async () => {
    site.world.unverified.add(ADA.email)
    const page = await (await site.member()).open('/events/new')
    expect([page.status, page.location]).toEqual([303, '/verify-email?next=%2Fevents%2Fnew'])
  })

  it('names both passwords that are missing at once', async () => {
    const page = await (await site.member()).submit('/account/password', {
      password: '',
      new_password: 'short',
    })
    expect(page.text).toContain('Enter your present password')
    expect(page.text).toContain('Use at least 8 characters')
  })

  it.each([
    [10, null],
    [4, null],
    [3, 'Only 3 of 10 recovery codes left'],
    [0, 'You have no recovery code left'],
  ])('say how many recovery codes are left: %d', async (left, warning) => {
    site.world.recoveryCodesLeft = left
    const page = await (await site.member()).open('/account')
    expect(page.text).toContain(`${left} of 10 recovery codes left`)
    const notice = page.document.querySelector('.notice--warn')
    if (warning === null) expect(notice).toBeNull()
    else expect(notice?.textContent).toContain(warning)
  })

  it('make new recovery codes with the password', async () => {
    site.world.recoveryCodesLeft = 2
    const member = await site.member()
    const asked = await member.open('/account/recovery-codes')
    expect(asked.text).toContain('those you have kept stop working')
    const refused = await member.submit('/account/recovery-codes', { password: '' })
    expect([refused.status, site.world.recoveryCodesLeft]).toEqual([400, 2])
    const page = await member.submit('/account/recovery-codes', { password: ADA.password })
    expect([...page.document.querySelectorAll('code')]).toHaveLength(10)
    expect(page.text).toContain('They are not shown again')
  })

  it('have no recovery codes without two-step sign-in', async () => {
    const member = await site.member()
    expect((await member.open('/account/recovery-codes')).location).toBe('/account/two-step')
    expect((await member.open('/account')).text).not.toContain('recovery codes')
  })

  it('asks for a wait, not for another code, when an app is added with too many codes', async () => {
    const member = await site.member()
    site.api.fail('/api/auth/me/second-factor/confirm', 'RATE_LIMITED')
    const fields = { key: 'ABCD', uri: 'otpauth://totp/Tuvens:a?secret=ABCD', code: '123456' }
    const page = await member.submit('/account/two-step?/confirm', fields)
    expect(page.text).toContain('That was a lot of tries in a short time')
    expect(page.text).not.toContain('That code is not right')
  })
})

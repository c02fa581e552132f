import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADA, type Site, startSite } from '../test-support/site.ts'

const TOKEN = 'a'.repeat(43)
const INVITATION = `/invitation?token=${TOKEN}`

describe('somebody who confirms an e-mail', () => {
  let site: Site
  beforeAll(async () => {
    site = await startSite()
  })
  afterAll(() => site.close())
  beforeEach(() => {
    site.api.recover()
    site.world.unverified.clear()
    site.api.calls.length = 0
  })

  const link = (next: string) => `/verify-email?token=${TOKEN}&next=${encodeURIComponent(next)}`
  const formOf = (page: { document: Document }) =>
    `/verify-email${page.document.querySelector('#account-form')?.getAttribute('action')}`
  const nextOf = (page: { document: Document }) =>
    new URL(formOf(page), 'http://site.invalid').searchParams.get('next')

  describe.each([
    ['/event/3', '/event/3'],
    ['/events/new', '/events/new'],
    ['/', '/my-events'],
    ['//evil.example', '/my-events'],
  ])('of a link that leads on to %s', (next, target) => {
    it('goes on there in the browser that signed up', async () => {
      const member = await site.member()
      site.world.unverified.add(ADA.email)
      const page = await member.open(link(next))
      expect(nextOf(page)).toBe(target)
      const done = await member.submit(formOf(page), {})
      expect([done.status, done.location]).toEqual([303, target])
    })

    it('goes on there in another browser', async () => {
      const guest = site.visitor()
      const page = await guest.open(link(next))
      expect((await guest.submit(formOf(page), { password: ADA.password })).location).toBe(target)
    })

    it('goes on there when it is confirmed already', async () => {
      expect((await (await site.member()).open(link(next))).location).toBe(target)
    })
  })

  it('keeps the way on with a new mail, and when the link is too old', async () => {
    const member = await site.member()
    site.world.unverified.add(ADA.email)
    const sent = await member.submit(formOf(await member.open('/verify-email?next=%2Fevent%2F3')), {})
    expect(sent.location).toBe('/verify-email?sent&next=%2Fevent%2F3')
    const [call] = site.api.seen('/api/auth/me/verify-email/resend')
    expect(call?.body).toEqual({ next: '/event/3' })
    expect(nextOf(await member.open('/verify-email?sent&next=%2Fevent%2F3'))).toBe('/event/3')
    const guest = await site.visitor().open(link('/event/3'))
    const hrefs = [...guest.document.querySelectorAll('main a')].map((each) => each.getAttribute('href'))
    expect(hrefs).toContain('/sign-in?next=%2Fverify-email%3Fnext%3D%252Fevent%252F3')
  })

  it('without scripts keeps the link when the form is refused', async () => {
    const guest = site.visitor()
    const refused = await guest.submit(formOf(await guest.open(link('/event/3'))), { password: '' })
    expect(refused.text).toContain('Enter the password you chose')
    const again = await guest.submit(formOf(refused), { password: ADA.password })
    expect(again.location).toBe('/event/3')
  })

  it('signed up on the way to a page: the API learns the page, without its query', async () => {
    const guest = site.visitor()
    const person = { name: 'Eve', email: 'eve@example.com', password: 'tandem kiosk violet' }
    const page = await guest.submit('/sign-up', { ...person, next: '/my-events?account=3' })
    expect(page.location).toBe('/verify-email?next=%2Fmy-events%3Faccount%3D3')
    expect(site.api.seen('/api/auth/register')[0]?.body).toEqual({ ...person, next: '/my-events' })
  })

  it('signed up for an invitation: the API gets its secret, and the page is the next one', async () => {
    const guest = site.visitor()
    const invited = await guest.open(INVITATION)
    const signUp = [...invited.document.querySelectorAll('main a')].map((each) => each.getAttribute('href'))
    expect(signUp).toContain(`/sign-up?next=${encodeURIComponent(INVITATION)}`)
    const person = { name: 'Fay', email: 'fay@example.com', password: 'tandem kiosk violet' }
    const page = await guest.submit('/sign-up', { ...person, next: INVITATION })
    expect(page.location).toBe(INVITATION)
    expect(site.api.seen('/api/auth/register')[0]?.body).toEqual({ ...person, invitation: TOKEN })
  })

  it('was signed out in between: the invitation stays', async () => {
    const page = await site.visitor().submit(`/invitation?/accept&token=${TOKEN}`, { token: TOKEN })
    expect(page.location).toBe(`/sign-in?next=${encodeURIComponent(INVITATION)}`)
  })

  it('cannot join now: the invitation stays on the page', async () => {
    const member = await site.member()
    site.api.fail('/api/invitations/accept', 'RATE_LIMITED')
    const { document } = await member.open(INVITATION)
    const action = document.querySelector('form[action*="accept"]')?.getAttribute('action') ?? ''
    const page = await member.submit(`/invitation${action}`, { token: TOKEN })
    expect(page.text).toContain('That was a lot of tries')
    expect(page.document.querySelector('main h1')?.textContent).toBe('Join Noorderlicht?')
  })
})

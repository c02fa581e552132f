import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BEN, type Site, startSite } from '../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(() => {
  site.api.recover()
  site.api.calls.length = 0
})

const FORMS = [
  [
    '/events/new',
    { title: 'Dinner', description: 'One </textarea><b> "two" &amp;', start: '2030-06-13T20:00' },
  ],
  ['/event/1/edit', { title: 'Dinner', description: 'Other words', start: '2030-06-13T20:00', etag: '"e"' }],
  ['/team?account=1&/invite', { email: 'new@example.org', role: 'viewer', account: '1' }],
] as const

const written = () =>
  site.api.calls.filter(({ method, path }) => method !== 'GET' && !path.includes('/auth/'))

/** The user's id, as the page of a form holds it. */
async function ownerOn(browser: Awaited<ReturnType<Site['member']>>): Promise<string> {
  const page = await browser.open('/events/new')
  return page.document.querySelector<HTMLInputElement>('[name=form_owner]')?.value ?? ''
}

describe.each(FORMS)('the form at %s', (path, fields) => {
  it('is refused when somebody else has signed in since', async () => {
    const owner = await ownerOn(await site.member())
    expect(owner).not.toBe('')
    const page = await (await site.member(BEN)).submit(path, { ...fields, form_owner: owner, form_kept: '' })
    expect(page.status).toBe(409)
    expect(page.text).toContain('Somebody else opened this form')
    expect(written()).toEqual([])
  })

  it('comes back to somebody without scripts whose session has ended, and can be sent again', async () => {
    const browser = await site.member()
    const form_owner = await ownerOn(browser)
    browser.cookies.clear()
    const typed = { ...fields, form_owner, form_kept: '' }
    const page = await browser.submit(path, { ...typed, password: 'never' })
    expect(page.status).toBe(401)
    expect(page.headers.get('cache-control')).toBe('no-store')
    const link = page.document.querySelector('main a')
    expect(link?.getAttribute('target')).toBe('_blank')
    const back = encodeURIComponent(path.replace('&/invite', ''))
    expect(link?.getAttribute('href')).toBe(`/sign-in?next=${back}`)
    const sent = [...page.document.querySelectorAll<HTMLTextAreaElement>('form textarea')]
    expect(Object.fromEntries(sent.map(({ name, value }) => [name, value]))).toEqual(typed)
    expect(page.document.querySelector('b')).toBeNull()
    expect(written()).toEqual([])
  })

  it('leads to the sign-in page where the browser has kept what was typed', async () => {
    const page = await site.visitor().submit(path, { ...fields, form_owner: '1', form_kept: 'yes' })
    expect([page.status, page.location?.startsWith('/sign-in?next=')]).toEqual([303, true])
  })
})

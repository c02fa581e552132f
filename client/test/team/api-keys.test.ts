import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Site, startSite } from '../../test-support/site.ts'
import { SECRET_OF_KEY } from '../../test-support/account-routes.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

const PAGE = '/team/api-keys?account=1'
const CREATE = '/team/api-keys?account=1&/create'
const linkTo = (document: Document, path: string) =>
  [...document.querySelectorAll('main a')]
    .map((each) => each.getAttribute('href') ?? '')
    .find((href) => href.startsWith(path)) ?? ''

describe('the page of API keys', () => {
  it('shows a new key once, without scripts, and lists it without its secret', async () => {
    const browser = await site.member()
    const form = { account: '1', name: 'Shop server', expiry: '90', scopes: 'sessions:create' }
    const made = await browser.submit(CREATE, form)
    expect([made.status, made.text]).toEqual([200, expect.stringContaining(SECRET_OF_KEY)])
    const list = await browser.open(PAGE)
    expect(list.text).toContain('Shop server')
    expect(list.text).toContain('Let its users sell tickets')
    expect(list.text).not.toContain(SECRET_OF_KEY)
  })

  it.each([
    ['no name', { name: '' }, 'Enter a name for the key'],
    ['no scope', { name: 'x' }, 'Choose what the key may do'],
    ['a scope that does not exist', { name: 'x', scopes: 'admin' }, 'Choose what the key may do'],
  ] as [string, Record<string, string>, string][])(
    'refuses %s, with words at the field',
    async (_what, fields, words) => {
      const answer = await (await site.member()).submit(CREATE, { account: '1', ...fields })
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(words)])
    },
  )

  it('keeps what was typed when something is missing', async () => {
    const { document } = await (await site.member()).submit(CREATE, {
      account: '1',
      name: '',
      scopes: 'reports:read',
      expiry: '365',
    })
    const checked = [...document.querySelectorAll('input[name="scopes"][checked]')]
    expect(checked.map((each) => each.getAttribute('value'))).toEqual(['reports:read'])
    expect(document.querySelector('select[name="expiry"] option[selected]')?.getAttribute('value')).toBe(
      '365',
    )
  })

  it('shows the key that takes the place of another once, and offers no second rotation of that one', async () => {
    const browser = await site.member()
    const href = linkTo((await browser.open(PAGE)).document, '/team/api-keys/rotate')
    const id = new URL(href, 'http://x').searchParams.get('id') ?? ''
    const made = await browser.submit(href, { account: '1', id, overlap: '24' })
    expect([made.status, made.text]).toEqual([200, expect.stringContaining(SECRET_OF_KEY)])
    const again = await browser.open(href)
    expect([again.status, again.text]).toEqual([200, expect.stringContaining('rotated already')])
    expect(again.text).not.toContain(SECRET_OF_KEY)
  })

  it('asks before a key is revoked, and says that it was', async () => {
    const browser = await site.member()
    const href = linkTo((await browser.open(PAGE)).document, '/team/api-keys/revoke')
    const question = await browser.open(href)
    expect(question.text).toContain('ends at once and for good')
    const id = new URL(href, 'http://x').searchParams.get('id') ?? ''
    const done = await browser.submit(href, { account: '1', id })
    expect([done.status, done.location]).toEqual([303, '/team/api-keys?account=1&done=revoked'])
    expect((await browser.open(href)).status).toBe(404)
  })

  it('is for members who may manage the team', async () => {
    site.api.fail('/api/accounts/1/api-keys', 'PERMISSION_DENIED')
    expect((await (await site.member()).open(PAGE)).status).toBe(403)
    site.api.recover()
  })
})

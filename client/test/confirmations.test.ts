import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BEN, type Site, startSite } from '../test-support/site.ts'

const PASSKEY = { id: '0b0e9a3c-0000-4000-8000-000000000001', name: 'My phone' }
const TOKEN = 'a'.repeat(43)

describe('what cannot be undone', () => {
  let site: Site
  beforeAll(async () => {
    site = await startSite()
  })
  afterAll(() => site.close())
  beforeEach(() => {
    const [, ben] = site.world.users
    if (ben === undefined) return
    ben.accounts = ben.accounts.filter((each) => each.role === 'owner')
    site.world.join(ben, 1, 'editor')
    site.world.passkeys = [{ ...PASSKEY, created_at: new Date().toISOString(), last_used_at: null }]
    site.api.calls.length = 0
  })

  const writes = () =>
    site.api.calls.filter(({ method, path }) => method !== 'GET' && !/login|invitations\/read/.test(path))
  const membersOf = () => site.world.users.filter((each) => each.accounts.some((one) => one.account_id === 1))

  it.each([
    ['/team?account=1', 'Remove Ben Okafor', '/team/remove?account=1&id=2', 'their open ticket pages end'],
    ['/account/sign-ins/everywhere', null, null, 'Their open ticket pages end'],
    [
      '/account/passkeys',
      'Remove the passkey My phone',
      `/account/passkeys/remove?id=${PASSKEY.id}`,
      'no longer signs you in',
    ],
    [`/invitation?token=${TOKEN}`, 'Decline', `/invitation?token=${TOKEN}&decline`, 'Its link stops working'],
  ])('is said on a page of its own before it is done: %s', async (path, label, href, words) => {
    const member = await site.member()
    site.api.calls.length = 0
    if (href !== null) {
      const { document } = await member.open(path)
      const links = [...document.querySelectorAll('main a')]
      const texts = links.filter((link) => link.getAttribute('href') === href).map((link) => link.textContent)
      expect(texts.map((text) => text.replace(/\s+/g, ' ').trim())).toEqual([label])
    }
    const page = await member.open(href ?? path)
    expect([page.status, page.text]).toEqual([200, expect.stringContaining(words)])
    expect(page.document.querySelectorAll('main form[method="POST"] .button--danger')).toHaveLength(1)
    expect(page.document.querySelector('main a:last-of-type')).not.toBeNull()
    expect(writes()).toEqual([])
  })

  it('is done by the form of that page: a member is removed', async () => {
    const page = await (await site.member()).submit('/team/remove', { account: '1', id: '2' })
    expect([page.status, page.location]).toEqual([303, '/team?account=1&done=removed'])
    expect(membersOf().map(({ name }) => name)).toEqual(['Ada Visser'])
  })

  it('is done by the form of that page: a member leaves', async () => {
    const member = await site.member(BEN)
    expect((await member.open('/team/remove?account=1&id=2')).text).toContain('Leave Noorderlicht?')
    const page = await member.submit('/team/remove', { account: '1', id: '2' })
    expect(page.location).toBe('/team?done=left')
  })

  it.each([
    ['the owner', '/team/remove?account=1&id=1', 409, 'An account needs an owner'],
    ['somebody who is no member', '/team/remove?account=1&id=9', 404, 'no longer a member'],
    ['an account that is not theirs', '/team/remove?account=7&id=1', 403, 'another organiser'],
  ])('is not offered for %s', async (_who, path, status, words) => {
    const page = await (await site.member()).open(path)
    expect([page.status, page.text]).toEqual([status, expect.stringContaining(words)])
  })

  it('is not offered to a member who may not manage others', async () => {
    const page = await (await site.member(BEN)).open('/team/remove?account=1&id=1')
    expect(page.document.querySelector('main form')).toBeNull()
  })
})

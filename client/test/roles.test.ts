import { type Role, ROLES } from '@tuvens/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoadedPage } from '../test-support/browser.ts'
import { endpointOf } from '../test-support/webhooks/webhook-routes.ts'
import { BEN, type Site, startSite } from '../test-support/site.ts'

/** What the API allows each role, by the address of its form or page: pages offer this and no more. */
const MEMBERS_FORMS = ['?account=1&/invite', '?account=1&/role', '/team/remove?account=1&id=2']
const OFFERED: Record<string, Record<Exclude<Role, 'owner'>, string[]>> = {
  '/event/1': {
    admin: ['/event/1/edit', '/event/1/embed', '/event/1/enter', '/event/1/ticketing', '/event/1/unlink'],
    editor: ['/event/1/edit', '/event/1/embed', '/event/1/enter', '/event/1/ticketing', '/event/1/unlink'],
    viewer: ['/event/1/enter'],
  },
  '/event/4': {
    admin: ['/event/4/edit', '/event/4/enter'],
    editor: ['/event/4/edit', '/event/4/enter'],
    viewer: [],
  },
  '/team/webhooks/new?account=1': { admin: [''], editor: [], viewer: [] },
  '/team/webhooks/1?account=1': {
    admin: ['disable', 'replay', 'rotate', 'save', 'test'].map((action) => `?account=1&/${action}`),
    editor: [],
    viewer: [],
  },
  '/team/webhooks/1/delete?account=1': { admin: [''], editor: [], viewer: [] },
  [`/team/webhooks/1/msg_${'a'.repeat(32)}?account=1`]: { admin: ['?account=1'], editor: [], viewer: [] },
  '/team?account=1': { admin: MEMBERS_FORMS, editor: MEMBERS_FORMS.slice(2), viewer: MEMBERS_FORMS.slice(2) },
}
const GIVEN = ROLES.filter((role) => role !== 'owner')

describe.each(GIVEN)('a member who is %s', (role) => {
  let site: Site
  beforeAll(async () => {
    site = await startSite()
    const [, ben] = site.world.users
    if (ben !== undefined) site.world.join(ben, 1, role)
    site.world.endpoints.push(endpointOf('1'))
  })
  afterAll(() => site.close())

  const open = async (path: string) => (await site.member(BEN)).open(path)
  /** Forms that send, and links that lead to one. */
  const offered = ({ document }: LoadedPage): string[] => {
    const forms = [...document.querySelectorAll('main form[method="POST"]')].map((each) =>
      each.getAttribute('action'),
    )
    const links = [...document.querySelectorAll('main a')].map((each) => each.getAttribute('href'))
    const leadsToForm = /\/(?:edit|embed|unlink|ticketing|remove\?.*|new)$/
    const all = [...forms, ...links.filter((href) => leadsToForm.test(href ?? ''))]
    return [...new Set(all.map((each) => each ?? ''))].sort()
  }
  const mayManage = role !== 'viewer'

  it.each(Object.keys(OFFERED))('is offered on %s what the API allows, and no more', async (path) => {
    const page = await open(path)
    expect(offered(page)).toEqual([...(OFFERED[path]?.[role] ?? [])].sort())
  })

  it('reads who may do the rest', async () => {
    const [event, without, events, team] = await Promise.all(
      ['/event/1', '/event/4', '/my-events?account=1', '/team?account=1'].map(open),
    )
    const why = 'an owner, admin or editor'
    for (const page of [event, without, events]) expect(page?.text.includes(why)).toBe(!mayManage)
    expect(team?.text.includes('is for an owner or admin')).toBe(role !== 'admin')
  })

  it('is offered the tickets of each event in the list, and new events, as the role allows', async () => {
    const page = await open('/my-events?account=1')
    const labels = new Set(
      [...page.document.querySelectorAll('main button')].map((each) => each.textContent?.trim()),
    )
    expect([...labels].includes('View tickets')).toBe(!mayManage)
    expect([...labels].includes('Enable ticketing')).toBe(mayManage)
    const links = offered(page)
    expect(links.includes('/events/new')).toBe(mayManage)
    expect(links.some((each) => each.endsWith('/ticketing'))).toBe(mayManage)
  })

  it.each(['/event/1/edit', '/event/1/embed', '/event/1/unlink', '/event/1/ticketing'])(
    'opens %s only as the role allows',
    async (path) => {
      const page = await open(path)
      expect(page.status).toBe(mayManage ? 200 : 403)
      if (mayManage) return
      expect(offered(page)).toEqual([])
      expect(page.text).toContain('This is for an owner, admin or editor of Noorderlicht.')
      expect(page.document.querySelector('main a.button--primary')?.getAttribute('href')).toBe('/event/1')
    },
  )
})

describe('somebody who is no member', () => {
  let site: Site
  beforeAll(async () => {
    site = await startSite()
  })
  afterAll(() => site.close())

  it.each(['edit', 'embed', 'unlink', 'ticketing', 'enter'])(
    'is offered no form on the page %s',
    async (page) => {
      const { status, text, document } = await (await site.member(BEN)).open(`/event/1/${page}`)
      expect([status, text]).toEqual([403, expect.stringContaining('belongs to another organiser')])
      expect(document.querySelector('main form')).toBeNull()
    },
  )

  it.each(['/team?account=1', '/my-events?account=1'])('reads so at each visit to %s', async (path) => {
    const member = await site.member(BEN)
    for (const _visit of [1, 2]) {
      const page = await member.open(path)
      expect([page.status, page.text]).toEqual([
        200,
        expect.stringContaining('You are not a member of this account.'),
      ])
      const others = [...page.document.querySelectorAll('main nav[aria-label="Account"] a')]
      expect(others.map((each) => each.textContent?.trim())).toEqual(['Studio Zuid'])
      expect(page.document.querySelector('main form')).toBeNull()
    }
  })

  it('and may create no events reads no link to a new one', async () => {
    const [, ben] = site.world.users
    if (ben === undefined) return
    ben.accounts = []
    site.world.join(ben, 1, 'viewer')
    const { document } = await (await site.member(BEN)).open('/event/1')
    expect(document.querySelector('header a[href="/events/new"]')).toBeNull()
    expect(document.querySelector('header a[href="/my-events"]')).not.toBeNull()
  })
})

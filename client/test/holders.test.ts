import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aLink } from '../test-support/report.ts'
import { type Site, startSite, TICKET_ORIGIN } from '../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(() => {
  site.world.links.clear()
  site.world.links.set('1', aLink({ hi_events_event_id: 1 }))
  site.world.report('1', 'LIVE')
})

type Member = Awaited<ReturnType<Site['member']>>

/** Saves the form of the first event with other values. */
async function edit(browser: Member, change: Record<string, string>) {
  const { document } = await browser.open('/event/1/edit')
  const fields = [...document.querySelectorAll<HTMLInputElement>('form [name]:not([type=file])')]
  const typed = Object.fromEntries(fields.map(({ name, value }) => [name, value]))
  return browser.submit('/event/1/edit', { ...typed, ...change })
}
const tellPage = (browser: Member) => browser.open('/event/1/holders')
const messageOf = ({ document }: Awaited<ReturnType<typeof tellPage>>) =>
  document.querySelector('textarea')?.value

describe('after a change of place', () => {
  it('leads to the text for ticket holders, with the old and the new one, and to the page that sends it', async () => {
    const browser = await site.member()
    const saved = await edit(browser, { venue_name: 'Great Hall' })
    expect(saved.location).toBe('/event/1/holders?done=saved')
    const page = await browser.open(saved.location ?? '')
    expect(page.text).toContain('Your changes are saved.')
    expect((await tellPage(browser)).text).not.toContain('Your changes are saved.')
    const event = site.world.event('1')
    expect(page.document.querySelector<HTMLInputElement>('#subject')?.value).toBe(
      `The place changed: ${event?.title}`,
    )
    expect(messageOf(page)).toMatch(/Where: Great Hall.*\nBefore: (?!Great Hall)/)
    expect(page.document.querySelector(`a[href="${TICKET_ORIGIN}/manage/event/1/messages"]`)).not.toBeNull()
    expect(page.text).not.toContain('Pay back')
  })

  it('compares with what ticket holders were told last', async () => {
    const browser = await site.member()
    await edit(browser, { venue_name: 'First Hall' })
    await browser.submit('/event/1/holders?/told', {})
    expect((await tellPage(browser)).text).toContain('There is nothing to tell')
    await edit(browser, { venue_name: 'Second Hall' })
    await edit(browser, { venue_name: 'Third Hall' })
    expect(messageOf(await tellPage(browser))).toMatch(/Where: Third Hall.*\nBefore: First Hall/)
  })

  it('says that ticket holders are mailed where the ticket system does that', async () => {
    site.world.links.set('1', aLink({ hi_events_event_id: 1, tells_holders: true }))
    const browser = await site.member()
    await edit(browser, { venue_name: 'Other Hall' })
    const page = await tellPage(browser)
    expect(page.text).toContain('Everybody who has a ticket is told by e-mail of the change')
    expect(messageOf(page)).toBeUndefined()
  })
})

it('a new title needs no message', async () => {
  const saved = await edit(await site.member(), { title: 'Another title' })
  expect(saved.location).toBe('/event/1?done=saved')
})

describe('of a cancelled event', () => {
  it('the organiser is led to the messages and the orders, with the text', async () => {
    site.world.report('1', 'CANCELLED')
    const browser = await site.member()
    expect(
      (await browser.open('/event/1')).document.querySelector('a[href="/event/1/holders"]'),
    ).not.toBeNull()
    const page = await tellPage(browser)
    expect(messageOf(page)).toContain('does not take place')
    for (const where of ['messages', 'orders'])
      expect(page.document.querySelector(`a[href="${TICKET_ORIGIN}/manage/event/1/${where}"]`)).not.toBeNull()
  })

  it('the orders alone are left where ticket holders are mailed', async () => {
    site.world.links.set('1', aLink({ hi_events_event_id: 1, tells_holders: true }))
    site.world.report('1', 'CANCELLED')
    const page = await tellPage(await site.member())
    expect(page.text).toContain('told by e-mail that the event is cancelled')
    expect(page.text).toContain('Orders on the ticket system')
    expect(messageOf(page)).toBeUndefined()
  })
})

it('the page is for those who manage tickets', async () => {
  const viewer = { name: 'Vic', email: 'vic@example.com', password: 'only looking around' }
  site.world.addUser(viewer, 'Guests', 'viewer')
  expect((await tellPage(await site.member(viewer))).status).toBe(403)
  expect((await site.visitor().open('/event/1/holders')).location).toContain('/sign-in')
})

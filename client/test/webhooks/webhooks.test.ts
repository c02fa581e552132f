import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../test-support/browser.ts'
import { type Site, startSite } from '../../test-support/site.ts'
import { endpointOf, STAND_IN_SECRET } from '../../test-support/webhooks/webhook-routes.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  site.world.endpoints.splice(0)
  browser = await site.member()
})

const ONE = '/team/webhooks/1?account=1'
const TYPES = 'link.created'

describe('webhooks', () => {
  it('are led to from the team page, and to a new endpoint', async () => {
    const team = await browser.open('/team')
    const link = team.document.querySelector('main a[href^="/team/webhooks"]')
    const list = await browser.open(link?.getAttribute('href') ?? '')
    expect(list.text).toContain('There is no endpoint yet.')
    const more = list.document.querySelector('main a.button--primary')
    expect((await browser.open(more?.getAttribute('href') ?? '')).text).toContain('New endpoint')
  })

  it('show the signing secret of a new endpoint once', async () => {
    const fields = { url: 'https://hooks.example.com/', description: 'Mine', event_types: TYPES }
    const created = await browser.submit('/team/webhooks/new?account=1', fields)
    expect(created.text).toContain(STAND_IN_SECRET)
    expect(created.headers.get('cache-control')).toMatch(/no-store/)
    expect(site.world.endpoints).toMatchObject([{ url: fields.url, event_types: [TYPES] }])
    for (const path of ['/team/webhooks?account=1', ONE])
      expect((await browser.open(path)).text).not.toContain(STAND_IN_SECRET)
  })

  it.each([
    ['no address', { url: '', event_types: TYPES }, 'Enter the address that gets the messages'],
    ['no web address', { url: 'mail me', event_types: TYPES }, 'Enter an address like'],
    ['no kind of message', { url: 'https://a.example/' }, 'Choose at least one kind of message'],
    ['what the API refuses', { url: 'https://10.0.0.1/', event_types: TYPES }, 'reached from the Internet'],
  ])('say at the field what is wrong with %s, and keep what was typed', async (_, fields, words) => {
    const page = await browser.submit('/team/webhooks/new?account=1', fields as Record<string, string>)
    expect([400, 422]).toContain(page.status)
    expect(page.document.querySelector('.field__error')?.textContent).toContain(words)
    expect(page.document.querySelector('input[name="url"]')?.getAttribute('value')).toBe(fields.url)
  })

  it('test, rotate, disable, enable and change an endpoint', async () => {
    site.world.endpoints.push(endpointOf('1'))
    const act = async (action: string, fields: Record<string, string> = {}) => {
      const { location, text } = await browser.submit(`/team/webhooks/1?account=1&/${action}`, fields)
      return location === null ? text : (await browser.open(location)).text
    }
    expect(await act('test')).toContain('A test message is on its way')
    expect(await act('rotate')).toContain(STAND_IN_SECRET)
    expect(await act('disable')).toContain('Somebody disabled it.')
    expect(await act('enable')).toContain('The endpoint is enabled')
    expect(await act('save', { url: 'https://b.example/', event_types: TYPES })).toContain(
      'https://b.example/',
    )
    expect(await act('save', { url: '' })).toContain('Enter the address')
    expect(await act('replay', { days: '7', only: 'failed' })).toContain('3 messages are sent again.')
  })

  it('show a message with its attempts and body, and send it again', async () => {
    site.world.endpoints.push(endpointOf('1'))
    const list = await browser.open(`${ONE}&state=failed`)
    const link = list.document.querySelector('main li a')?.getAttribute('href') ?? ''
    const message = await browser.open(link)
    expect(message.text).toContain('Refused (500)')
    expect(message.text).toContain('<b>Not today</b>')
    const sent = await browser.submit(link, {})
    expect((await browser.open(sent.location ?? '')).text).toContain('The message is sent again')
  })

  it('delete an endpoint after they asked', async () => {
    site.world.endpoints.push(endpointOf('1'))
    const asked = await browser.open('/team/webhooks/1/delete?account=1')
    expect(asked.text).toContain('Delete this endpoint?')
    const deleted = await browser.submit('/team/webhooks/1/delete?account=1', {})
    expect((await browser.open(deleted.location ?? '')).text).toContain('The endpoint was deleted.')
    expect(site.world.endpoints).toEqual([])
    expect((await browser.open(ONE)).status).toBe(404)
  })
})

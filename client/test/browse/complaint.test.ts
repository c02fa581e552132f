import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Site, startSite } from '../../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
afterEach(() => site.api.recover())

const PATH = '/event/1/complaint'

describe('the report of an event', () => {
  it('is sent without scripts or an account, and answered with its number', async () => {
    const event = await site.visitor().open('/event/1')
    const links = [...event.document.querySelectorAll('a')].map((each) => each.getAttribute('href'))
    expect(links).toContain(PATH)
    const reader = site.visitor()
    const fields = { reason: 'wrong', text: 'Not on that day', email: 'ann@example.com' }
    const sent = await reader.submit(PATH, fields)
    expect(sent.location).toBe(`${PATH}?received=1`)
    expect(site.api.seen('/api/events/1/complaints')[0]?.body).toEqual(fields)
    const thanks = await reader.open(sent.location ?? '')
    expect(thanks.text).toContain('Your report has the number 1')
  })

  it('is refused at the field that is wrong, and keeps nothing from being sent again', async () => {
    site.api.calls.length = 0
    const page = await site.visitor().submit(PATH, { reason: '', text: 'x'.repeat(2_001), email: 'nobody' })
    expect(page.status).toBe(400)
    const wrong = [...page.document.querySelectorAll('.field__error')].map(({ id }) => id)
    expect(wrong).toEqual(['reason-error', 'text-error', 'email-error'])
    expect(site.api.seen('/api/events/1/complaints')).toEqual([])
  })

  it('tells when too many came from the same place', async () => {
    site.api.fail('/api/events/1/complaints', 'RATE_LIMITED')
    const page = await site.visitor().submit(PATH, { reason: 'fraud' })
    expect([page.status, page.document.querySelector('[role=alert]') !== null]).toEqual([429, true])
  })

  it('is not found for an event that does not exist, and shows no number that is none', async () => {
    expect((await site.visitor().open('/event/999/complaint')).status).toBe(404)
    const page = await site.visitor().open(`${PATH}?received=<b>1`)
    expect(page.document.querySelector('h1')?.textContent).toBe('Report this event')
  })
})

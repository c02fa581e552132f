import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Browser } from '../../../../test-support/browser.ts'
import { createEventFixture, type EventFixture } from '../../../../test-support/event-fixture.ts'
import { callerOf, makeProduct, wish } from '../../../../test-support/organiser.ts'
import { startOffice, type TestOffice } from '../../../../test-support/office.ts'

let office: TestOffice
let fixture: EventFixture
let path: string
beforeAll(async () => {
  office = await startOffice({ env: { HI_EVENTS_SHAPE: 'next' } })
})
afterAll(() => office.close())
beforeEach(async () => {
  fixture = await createEventFixture(office)
  path = `/manage/event/${fixture.eventId}/dates`
})

const WEEKLY = { day: 'friday', time: '20:00', minutes: '90', count: '3', places: '25' }
const cancelLinks = (html: string) =>
  [...html.matchAll(/href="([^"]*\/dates\/\d+\/cancel)"/g)].map((each) => each[1])
const removeLinks = (html: string) =>
  [...html.matchAll(/href="([^"]*\/dates\/\d+\/remove)"/g)].map(([, link = '']) => link)

describe('the dates of an event', () => {
  it('are made by a weekly rule', async () => {
    const page = await fixture.browser.submit(path, WEEKLY)
    expect(page.status).toBe(200)
    expect(cancelLinks(page.html)).toHaveLength(3)
    expect(page.text).toContain('25 places left')
  })

  it('are cancelled after a question', async () => {
    const [link = ''] = cancelLinks((await fixture.browser.submit(path, WEEKLY)).html)
    expect((await fixture.browser.get(link)).text).toContain('Cancel this date')
    const page = await fixture.browser.submit(link, {})
    expect(cancelLinks(page.html)).toHaveLength(2)
    expect(page.text).toContain('Cancelled')
  })

  it('are added one by one, also to an event of a single date', async () => {
    const one = { start: '2031-05-02T20:00', end: '2031-05-02T22:00', places: '40', label: 'Gala' }
    const page = await fixture.browser.submit(`${path}/new`, one)
    expect(cancelLinks(page.html)).toHaveLength(2)
    expect(page.text).toMatch(/Gala · .*40 places left/)
    const { body } = await fixture.organiser.call('GET', `/events/${fixture.eventId}`)
    expect([body.data.type, body.data.occurrences.length]).toEqual(['SINGLE', 2])
  })

  it('are removed after a question, and only where there are others', async () => {
    const page = await fixture.browser.submit(path, WEEKLY)
    const [link = ''] = removeLinks(page.html)
    expect(removeLinks(page.html)).toHaveLength(3)
    expect((await fixture.browser.get(link)).text).toContain('Remove this date')
    const after = await fixture.browser.submit(link, {})
    expect(after.text).toContain('The date was removed')
    expect(removeLinks(after.html)).toHaveLength(2)
    expect((await fixture.browser.get(link)).status).toBe(404)
    const single = await createEventFixture(office)
    const only = await single.browser.get(`/manage/event/${single.eventId}/dates`)
    expect([cancelLinks(only.html).length, removeLinks(only.html).length]).toEqual([1, 0])
  })

  it('are cancelled instead of removed once they have orders', async () => {
    const [link = ''] = removeLinks((await fixture.browser.submit(path, WEEKLY)).html)
    const product = await makeProduct(fixture.organiser, fixture)
    const date = Number(/dates\/(\d+)/.exec(link)?.[1])
    const { products } = wish(product)
    const held = await callerOf(office.api)('POST', `/public/events/${fixture.eventId}/order`, {
      products: products.map((each) => ({ ...each, event_occurrence_id: date })),
    })
    expect(held.status).toBe(201)
    expect(removeLinks((await fixture.browser.get(path)).html)).toHaveLength(2)
    const question = await fixture.browser.get(link)
    expect(question.text).toContain('Cancel it instead')
    expect(question.html).toContain(`href="${link.replace('/remove', '/cancel')}"`)
    const refused = await fixture.browser.post(link, {})
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('Cancel it instead')])
  })

  it('keep their times when the settings of the event are saved', async () => {
    const single = fixture.browser
    const settings = `/manage/event/${fixture.eventId}/settings`
    expect((await single.get(settings)).html).toContain('name="start"')
    await single.submit(`${path}/new`, { start: '2031-05-02T20:00', end: '2031-05-02T22:00' })
    const read = async () => (await fixture.organiser.call('GET', `/events/${fixture.eventId}`)).body.data
    const { occurrences, timezone, category } = await read()
    const page = await single.get(settings)
    expect(page.html).not.toContain('name="start"')
    expect(page.text).toContain('It has several dates')
    const saved = await single.post(settings, {
      title: 'Renamed',
      timezone,
      category,
      where: 'unknown',
      support_email: 'a@example.com',
    })
    expect(saved.status).toBe(303)
    const times = (dates: { start_date: string; end_date: string }[]) =>
      dates.map(({ start_date, end_date }) => [start_date, end_date])
    const after = await read()
    expect(after.title).toBe('Renamed')
    expect(times(after.occurrences)).toEqual(times(occurrences))
  })

  it('are moved one by one', async () => {
    const [link = ''] = cancelLinks((await fixture.browser.submit(path, WEEKLY)).html)
    const change = link.replace('/cancel', '')
    const page = await fixture.browser.submit(change, { start: '2031-05-02T20:00', end: '' })
    expect(page.text).toContain('2 May 2031')
    expect(cancelLinks(page.html)).toHaveLength(3)
  })

  it('are refused in words when start or end are missing or reversed', async () => {
    const refused = async (fields: object) => {
      const page = await fixture.browser.post(`${path}/new`, { start: '', end: '', ...fields })
      expect(page.status).toBe(422)
      return page.text
    }
    expect(await refused({})).toContain('Say when it starts')
    expect(await refused({ start: 'tomorrow' })).toContain('Write a date and a time')
    const reversed = { start: '2031-05-02T20:00', end: '2031-05-02T19:00' }
    expect(await refused(reversed)).toContain('The end has to come after the start')
  })

  it('that are cancelled cannot be changed any more', async () => {
    const [link = ''] = cancelLinks((await fixture.browser.submit(path, WEEKLY)).html)
    await fixture.browser.submit(link, {})
    expect((await fixture.browser.get(link.replace('/cancel', ''))).status).toBe(404)
  })

  it.each([
    ['day', 'someday', 'Choose a day of the week'],
    ['time', '8 pm', 'Write the time like 20:00'],
    ['count', '1000', 'The number of dates must be a whole number'],
    ['minutes', '', 'Say how long it lasts'],
  ])('with a wrong %s are refused in words, and what was typed stays', async (field, value, words) => {
    const page = await fixture.browser.post(path, { ...WEEKLY, [field]: value, places: '77' })
    expect(page.status).toBe(422)
    expect(page.text).toContain(words)
    expect(page.html).toContain('value="77"')
  })

  it('are not there for others', async () => {
    expect((await new Browser(office.app).get(path)).status).toBe(303)
    const other = await createEventFixture(office)
    expect((await other.browser.get(path)).status).toBe(404)
    expect((await other.browser.post(path, WEEKLY)).status).toBe(404)
  })
})

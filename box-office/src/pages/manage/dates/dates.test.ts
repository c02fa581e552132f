import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Browser } from '../../../../test-support/browser.ts'
import { createEventFixture, type EventFixture } from '../../../../test-support/event-fixture.ts'
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

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../../test-support/office.ts'
import { type Call, callerOf, makeEvent, type Organiser, signUp } from '../../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let anyone: Call
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  anyone = callerOf(office.api)
})
afterAll(() => office.close())

describe('settings', () => {
  it.each([
    [{ location_details: { venue_name: 'Only' } }, 4],
    [{ location_details: 'Amsterdam' }, 4],
    [
      {
        location_details: { address_line_1: 'a', city: 'b', zip_or_postal_code: 'c', country: 'Netherlands' },
      },
      1,
    ],
    [{ website_url: 'javascript:alert(1)' }, 1],
    [{ support_email: 'nope' }, 1],
    [{ order_timeout_in_minutes: 0 }, 1],
    [{ order_timeout_in_minutes: 'soon' }, 1],
    [{ payment_providers: ['CASH'] }, 1],
    [{ homepage_primary_color: 'url(//evil)' }, 1],
    [{ is_online_event: 'yes' }, 1],
  ])('refuse %j', async (settings, errors) => {
    const { eventId } = await makeEvent(organiser, { status: 'DRAFT' })
    const answer = await organiser.call('PATCH', `/events/${eventId}/settings`, settings)
    expect([answer.status, Object.keys(answer.body.errors).length]).toEqual([422, errors])
  })

  it('change one by one; unknown settings are ignored', async () => {
    const { eventId } = await makeEvent(organiser, { status: 'DRAFT' })
    const path = `/events/${eventId}/settings`
    await organiser.call('PATCH', path, {
      website_url: 'https://events.example/e/11',
      attendee_details_collection_method: 'PER_ORDER',
    })
    const { body } = await organiser.call('PATCH', path, {
      pre_checkout_message: '<b>Hi</b><script>1</script>',
      no_such_setting: 1,
    })
    expect(body.data).toMatchObject({
      website_url: 'https://events.example/e/11',
      attendee_details_collection_method: 'PER_ORDER',
      pre_checkout_message: '<b>Hi</b>',
      payment_providers: ['OFFLINE'],
    })
    expect(body.data).not.toHaveProperty('no_such_setting')
    expect((await organiser.call('GET', path)).body.data).toEqual(body.data)
  })

  it('are public only in part', async () => {
    const { eventId } = await makeEvent(organiser)
    await organiser.call('PATCH', `/events/${eventId}/settings`, {
      post_checkout_message: 'The back door is open',
      invoice_notes: 'private',
      online_event_connection_details: 'the link',
    })
    const { body } = await anyone('GET', `/public/events/${eventId}`)
    expect(JSON.stringify(body)).not.toMatch(/back door|private|the link/)
  })
})

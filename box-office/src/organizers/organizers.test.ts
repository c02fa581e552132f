import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { callerOf, makeEvent, makeOrganizer, type Organiser, signUp } from '../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let stranger: Organiser
const good = { name: 'Blue Note', email: 'blue@example.com', timezone: 'Europe/Amsterdam', currency: 'EUR' }
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  stranger = await signUp(office.api)
})
afterAll(() => office.close())

describe('organizers', () => {
  it.each([
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(101) }],
    ['email', { email: 'blue' }],
    ['timezone', { timezone: 'Moon' }],
    ['timezone', { timezone: 'US/Eastern' }],
    ['currency', { currency: 'BEER' }],
    ['currency', { currency: 'HTG' }],
    ['phone', { phone: '1'.repeat(21) }],
    ['website', { website: 5 }],
  ])('are refused for a bad %s', async (field, part) => {
    const answer = await organiser.call('POST', '/organizers', { ...good, ...part })
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, [field]])
  })

  it('accept a name of 100 characters, and store a former zone name under its new name', async () => {
    const name = '🎷'.repeat(100)
    const { body } = await organiser.call('POST', '/organizers', { ...good, name, timezone: 'Asia/Calcutta' })
    expect(body.data).toMatchObject({ name, timezone: 'Asia/Kolkata' })
  })

  it('are replaced as a whole, and only by their own account', async () => {
    const id = await makeOrganizer(organiser)
    const edited = await organiser.call('PUT', `/organizers/${id}`, {
      ...good,
      name: 'Čava & Søn',
      website: 'https://a.example',
    })
    expect(edited.body.data).toMatchObject({ slug: 'cava-s-n', website: 'https://a.example', phone: null })
    expect((await organiser.call('GET', `/organizers/${id}`)).body).toEqual(edited.body)
    expect((await stranger.call('GET', `/organizers/${id}`)).status).toBe(404)
    expect((await stranger.call('PUT', `/organizers/${id}`, good)).status).toBe(404)
    expect((await stranger.call('PUT', `/organizers/${id}/status`, { status: 'ARCHIVED' })).status).toBe(404)
    expect((await organiser.call('PUT', `/organizers/${id}/status`, { status: 'GONE' })).status).toBe(422)
  })

  it('are listed for their account, in the order they were made', async () => {
    const own = await signUp(office.api)
    const ids = [await makeOrganizer(own, 'First'), await makeOrganizer(own, 'Second')]
    const { body } = await own.call('GET', '/organizers')
    expect(body.data.map((each: { id: number }) => each.id)).toEqual(ids)
  })

  it('cannot all be archived, also not at once', async () => {
    const own = await signUp(office.api)
    const archive = (id: number) => own.call('PUT', `/organizers/${id}/status`, { status: 'ARCHIVED' })
    const first = await makeOrganizer(own)
    const refused = await archive(first)
    expect([refused.status, refused.body.message]).toEqual([
      409,
      'You cannot archive the last active organizer on your account.',
    ])
    const ids = [first, await makeOrganizer(own), await makeOrganizer(own)]
    const answers = await Promise.all(ids.map(archive))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 409])
  })

  it('have webhooks that are a 404 for other accounts', async () => {
    const id = await makeOrganizer(organiser)
    const webhook = { url: 'http://127.0.0.1:9/x', event_types: ['event.created'], status: 'ENABLED' }
    const path = `/organizers/${id}/webhooks`
    const made = await organiser.call('POST', path, webhook)
    const own = `${path}/${made.body.data.id}`
    for (const [method, where, body] of [
      ['POST', path, webhook],
      ['GET', path],
      ['GET', own],
      ['PUT', own, webhook],
      ['DELETE', own],
      ['GET', `${own}/logs`],
    ] as const)
      expect([method, where, (await stranger.call(method, where, body)).status]).toEqual([method, where, 404])
    const theirs = await makeOrganizer(stranger)
    expect((await stranger.call('GET', `/organizers/${theirs}/webhooks/${made.body.data.id}`)).status).toBe(
      404,
    )
  })
})

describe('views of an event', () => {
  it('are counted per IP address, of which only a keyed hash is stored', async () => {
    const { eventId } = await makeEvent(organiser)
    const from = (address: string) =>
      callerOf(office.api)('GET', `/public/events/${eventId}`, undefined, { 'x-forwarded-for': address })
    for (const address of ['203.0.113.1', '203.0.113.1', '203.0.113.2']) await from(address)
    const { body } = await organiser.call('GET', '/events?sort_by=updated_at&sort_direction=desc')
    const found = body.data.find((each: { id: number }) => each.id === eventId)
    expect(found.statistics).toMatchObject({ unique_views: 2, total_views: 3 })
    const rows = await office.database.db`select encode(viewer_hash, 'escape') as text from event_views`
    expect(rows.some((each) => String(each['text']).includes('203.0.113'))).toBe(false)
  })
})

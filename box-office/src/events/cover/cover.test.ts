import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../../test-support/office.ts'
import {
  callerOf,
  type MadeEvent,
  makeEvent,
  type Organiser,
  signUp,
} from '../../../test-support/organiser.ts'

let office: TestOffice
let owner: Organiser
let event: MadeEvent
beforeAll(async () => {
  office = await startOffice()
  owner = await signUp(office.api)
  event = await makeEvent(owner)
})
afterAll(() => office.close())

const photo = (width: number, height: number, format: 'jpeg' | 'png' | 'gif' = 'jpeg') =>
  sharp({ create: { width, height, channels: 3, background: '#357' } })
    .toFormat(format)
    .toBuffer()

async function send(bytes: Buffer, { token = owner.token, type = 'EVENT_COVER' } = {}) {
  const form = new FormData()
  form.set('type', type)
  form.set('image', new File([new Uint8Array(bytes)], 'Jazz & more.jpg'))
  const answer = await fetch(`${office.api}/events/${event.eventId}/images`, {
    method: 'POST',
    headers: { accept: 'application/json', authorization: `Bearer ${token}` },
    body: form,
  })
  return { status: answer.status, body: await answer.json() }
}

describe('the cover of an event', () => {
  it('is stored under its name, replaces the one before, and is in every answer about the event', async () => {
    await send(await photo(700, 400, 'png'))
    const { status, body } = await send(await photo(800, 500))
    expect(status).toBe(200)
    expect(body.data).toMatchObject({ type: 'EVENT_COVER', mime_type: 'image/jpeg' })
    expect(body.data.file_name).toMatch(/^jazz-more-jpg-[0-9a-f]{8}\.jpg$/)
    const one = await owner.call('GET', `/events/${event.eventId}`)
    const listed = await owner.call('GET', '/events')
    await owner.call('PUT', `/events/${event.eventId}/status`, { status: 'LIVE' })
    const shown = await callerOf(office.api)('GET', `/public/events/${event.eventId}`)
    const images = [one.body.data, listed.body.data[0], shown.body.data].map((each) => each.images)
    expect(images).toEqual([[body.data], [body.data], [body.data]])
  })

  it('is shown in the shop, and sent as nothing but a picture', async () => {
    const { body } = await send(await photo(800, 500))
    const { pathname } = new URL(body.data.url)
    const site = office.api.replace('/api', '')
    const page = await fetch(`${site}/event/${event.eventId}/x`)
    expect(await page.text()).toContain(`src="${pathname}"`)
    const file = await fetch(site + pathname)
    expect([
      file.status,
      file.headers.get('content-type'),
      file.headers.get('x-content-type-options'),
    ]).toEqual([200, 'image/jpeg', 'nosniff'])
    expect((await fetch(`${site}/storage/event_cover/other.jpg`)).status).toBe(404)
  })

  it('is removed', async () => {
    const { body } = await send(await photo(800, 500))
    const path = `/events/${event.eventId}/images`
    expect((await owner.call('DELETE', `${path}/${body.data.id}`)).status).toBe(204)
    expect((await owner.call('DELETE', `${path}/${body.data.id}`)).status).toBe(404)
    expect((await owner.call('GET', path)).body).toEqual({ data: [] })
  })

  it.each<[string, () => Promise<Buffer>, string, string]>([
    ['too narrow', () => photo(599, 400), 'image', 'The image field has invalid image dimensions.'],
    ['too large', () => photo(4001, 400), 'image', 'The image field has invalid image dimensions.'],
    ['a GIF', () => photo(700, 400, 'gif'), 'image', 'The image field must be an image.'],
    ['no picture', async () => Buffer.from('<svg/>'), 'image', 'The image field must be an image.'],
  ])('is refused when it is %s', async (_, bytes, field, message) => {
    const { status, body } = await send(await bytes())
    expect([status, body.errors]).toEqual([422, { [field]: [message] }])
  })

  it('is refused as a picture of another kind', async () => {
    const { status, body } = await send(await photo(800, 500), { type: 'LOGO' })
    expect([status, Object.keys(body.errors)]).toEqual([422, ['type']])
  })

  it('cannot be set by another account, nor by a call of another kind', async () => {
    const stranger = await signUp(office.api)
    expect((await send(await photo(800, 500), { token: stranger.token })).status).toBe(404)
    const form = new FormData()
    form.set('title', 'x')
    const answer = await fetch(`${office.api}/events/${event.eventId}`, {
      method: 'PUT',
      headers: { accept: 'application/json', authorization: `Bearer ${owner.token}` },
      body: form,
    })
    expect(answer.status).toBe(415)
  })
})

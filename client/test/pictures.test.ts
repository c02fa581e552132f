import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADA, type Site, startSite } from '../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(() => {
  site.api.recover()
  site.api.calls.length = 0
})

const TYPED = {
  title: 'Jazz',
  start: '2030-06-13T20:00',
  timezone: 'Europe/Amsterdam',
  image_alt: 'A trumpet',
}
const PICTURE = new File(['the bytes of a picture'], 'jazz.jpg', { type: 'image/jpeg' })
const BAD = new File(['no picture'], 'jazz.jpg', { type: 'image/jpeg' })
const uploads = () => site.api.seen('/api/pictures')
const created = () => site.api.seen('/api/events').find(({ method }) => method === 'POST')?.body

describe('the form of an event', () => {
  it('stores the picture that was chosen and names it in the event', async () => {
    const page = await (await site.member()).submitFile('/events/new', { ...TYPED, account_id: '1' }, PICTURE)
    expect(page.status).toBe(303)
    expect(uploads().map(({ headers }) => headers['content-type'])).toEqual(['application/octet-stream'])
    const imageUrl = created()?.['imageUrl']
    expect(created()).toMatchObject({ imageAlt: 'A trumpet' })
    const picture = await fetch(String(imageUrl))
    expect(await picture.text()).toBe('the bytes of a picture')
  })

  it('keeps the picture when it is refused for another reason', async () => {
    const browser = await site.member()
    const refused = await browser.submitFile('/events/new', { ...TYPED, title: '' }, PICTURE)
    expect(refused.status).toBe(400)
    const kept = refused.document.querySelector<HTMLInputElement>('[name=image_url]')?.value ?? ''
    expect(kept).toMatch(/\/api\/pictures\/[0-9a-f]{64}\/1600\.jpg$/)
    expect(refused.document.querySelector<HTMLImageElement>('img.preview')?.src).toBe(
      kept.replace('1600.jpg', '640.webp'),
    )
    await browser.submit('/events/new', { ...TYPED, image_url: kept })
    expect([uploads().length, created()?.['imageUrl']]).toEqual([1, kept])
  })

  it.each([
    ['no picture', BAD, 'Choose a JPEG, PNG, WebP, GIF or AVIF: we cannot read this file'],
    [
      'too large',
      new File([new Uint8Array(10 * 1024 * 1024 + 1)], 'a.jpg'),
      'Choose a file of at most 10 MB: this one has 11',
    ],
  ])('says what to do about a file that is %s', async (_, file, words) => {
    const page = await (await site.member()).submitFile('/events/new', TYPED, file)
    expect([page.status, created()]).toEqual([400, undefined])
    const link = page.document.querySelector('.error-summary a')
    expect([link?.getAttribute('href'), link?.textContent]).toEqual(['#image_url', words])
    expect(page.document.querySelector<HTMLInputElement>('[name=title]')?.value).toBe('Jazz')
  })

  it('says so when the picture cannot be stored', async () => {
    site.api.fail('/api/pictures', 'SERVICE_UNAVAILABLE')
    const page = await (await site.member()).submitFile('/events/new', TYPED, PICTURE)
    expect(page.text).toContain('The picture could not be stored. Choose it again and save once more')
  })

  it('is served without inline handlers, which the policy of the page forbids', async () => {
    const picture = { accountId: 1, imageUrl: 'https://pictures.example/a.jpg' }
    const event = { title: 'Old', startDate: '2030-01-01T10:00:00.000Z', ...picture }
    const page = await (await site.member(ADA)).open(`/event/${site.api.world.addEvent(event).id}/edit`)
    const names = [...page.document.querySelectorAll('*')].flatMap((each) => each.getAttributeNames())
    expect(page.document.querySelector('img.preview')).not.toBeNull()
    expect(names.filter((name) => name.startsWith('on'))).toEqual([])
  })

  it('removes the picture', async () => {
    const imageUrl = 'https://pictures.example/a.jpg'
    const start = { startDate: '2030-01-01T10:00:00.000Z', accountId: 1 }
    const { id } = site.api.world.addEvent({ title: 'Old', ...start, imageUrl, imageAlt: 'A horn' })
    const path = `/event/${id}/edit`
    const fields = { ...TYPED, image_url: imageUrl, image_remove: 'on' }
    expect((await (await site.member(ADA)).submit(path, fields)).status).toBe(303)
    expect(site.api.world.event(id)).toMatchObject({ imageUrl: null, imageAlt: null })
  })

  it('of more than a picture is refused before it is read, on every other page', async () => {
    const large = new File([new Uint8Array(1024 * 1024)], 'a.jpg')
    const page = await (await site.member()).submitFile('/sign-in', {}, large)
    expect([page.status, page.text]).toEqual([413, expect.stringContaining('This is too much at once')])
  })
})

describe('the page of an event', () => {
  it('shows its picture with words, from the API that stores it', async () => {
    const id = 'a'.repeat(64)
    const imageUrl = `${site.api.url}/api/pictures/${id}/1600.jpg`
    const event = { title: 'Jazz', startDate: '2030-01-01T10:00:00.000Z', imageUrl, imageAlt: 'A trumpet' }
    const page = await site.visitor().open(`/event/${site.api.world.addEvent(event).id}`)
    const picture = page.document.querySelector('img[alt="A trumpet"]')
    expect(picture?.getAttribute('src')).toBe(imageUrl.replace('1600.jpg', '640.webp'))
    expect(picture?.getAttribute('srcset')).toContain(`${imageUrl.replace('1600.jpg', '1600.webp')} 1600w`)
    expect(page.headers.get('content-security-policy')).toContain(`img-src 'self' ${site.api.url}`)
  })
})

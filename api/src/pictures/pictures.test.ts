import type { UploadedPicture } from '@tuvens/contract'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type TestApi, type TestUser, type TestWorld } from '../../test-support/api.ts'
import { photo, photoFromAPhone, photoOfPixels } from '../../test-support/photos.ts'
import { deleteUnusedPictures } from './delete-unused.ts'
import { renderPicture } from './render.ts'

let folder: string
let world: TestWorld
let api: TestApi
let owner: TestUser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuvens-pictures-'))
  world = await startWorld({ PICTURES_FOLDER: folder })
  api = world.api
  owner = await api.person()
})
afterAll(async () => {
  await world.end()
  await rm(folder, { recursive: true })
})

async function upload(bytes: Buffer): Promise<UploadedPicture> {
  const answer = await api.upload(owner, bytes)
  expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)])
  return answer.json<UploadedPicture>()
}
const read = (url: string, rendition = '1600.jpg') =>
  api.app.inject(new URL(url).pathname.replace('1600.jpg', rendition))
const change = (id: string, payload: object) =>
  api.as(owner, { method: 'PATCH', url: `/api/events/${id}`, payload })
const files = async () => (await readdir(folder, { recursive: true })).filter((each) => each.includes('-'))
const age = (hours: number) =>
  world.database.db`update pictures set named_at = named_at - ${hours} * interval '1 hour'`

describe('an uploaded picture', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('may be a %s', async (format) => {
    const { url, width, height } = await upload(await photo({ format, width: 800, height: 500 }))
    expect([width, height]).toEqual([800, 500])
    const { format: stored } = await sharp((await read(url)).rawPayload).metadata()
    expect(stored).toBe('jpeg')
  })

  it('is stored in three files, none wider than 1600 pixels', async () => {
    const { url, width, height } = await upload(await photo({ width: 2400, height: 1200 }))
    expect([width, height]).toEqual([1600, 800])
    const sizes = ['1600.jpg', '1600.webp', '640.webp'].map(async (rendition) => {
      const answer = await read(url, rendition)
      const { width: stored } = await sharp(answer.rawPayload).metadata()
      return [answer.headers['content-type'], stored]
    })
    expect(await Promise.all(sizes)).toEqual([
      ['image/jpeg', 1600],
      ['image/webp', 1600],
      ['image/webp', 640],
    ])
  })

  it('is turned upright and tells nothing of the camera and the place', async () => {
    const bytes = await photoFromAPhone()
    expect((await sharp(bytes).metadata()).exif?.toString('latin1')).toContain('Ada')
    const { url, width, height } = await upload(bytes)
    expect([width, height]).toEqual([700, 900])
    for (const rendition of ['1600.jpg', '1600.webp', '640.webp']) {
      const { rawPayload } = await read(url, rendition)
      const { exif, xmp, icc, orientation } = await sharp(rawPayload).metadata()
      expect({ exif, xmp, icc, orientation }).toEqual({})
      expect(rawPayload.includes('Ada')).toBe(false)
    }
  })

  it('is the same one when it is uploaded again', async () => {
    const bytes = await photo({ width: 700, height: 700 })
    const [first, second] = [await upload(bytes), await upload(bytes)]
    expect(second).toEqual(first)
  })

  it('is sent as nothing but a picture, to be kept for ever', async () => {
    const { url } = await upload(await photo({ width: 700, height: 600 }))
    const { headers } = await read(url)
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
    })
    const again = await api.app.inject({
      url: new URL(url).pathname,
      headers: { 'if-none-match': String(headers.etag) },
    })
    expect(again.statusCode).toBe(304)
  })

  it.each([
    ['f'.repeat(64) + '/1600.jpg', 404, 'PICTURE_NOT_FOUND'],
    ['f'.repeat(64) + '/1600.svg', 400, 'VALIDATION_ERROR'],
    ['..%2F..%2Fetc%2Fpasswd/1600.jpg', 400, 'VALIDATION_ERROR'],
  ])('is not found as %s', async (path, status, code) => {
    const answer = await api.app.inject(`/api/pictures/${path}`)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code])
  })
})

describe('a file that is refused', () => {
  it.each<[string, () => Promise<Buffer>, string]>([
    ['no picture', async () => Buffer.from('GIF89a, it says'), 'PICTURE_UNREADABLE'],
    ['an SVG with script', async () => Buffer.from(SVG), 'PICTURE_UNREADABLE'],
    ['a PDF', async () => Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj'), 'PICTURE_UNREADABLE'],
    [
      'half a JPEG',
      async () => (await photo({ width: 900, height: 900 })).subarray(0, 4_000),
      'PICTURE_UNREADABLE',
    ],
    ['too small', () => photo({ width: 599, height: 400 }), 'PICTURE_SIZE'],
    ['too narrow', () => photo({ width: 600, height: 1501 }), 'PICTURE_SIZE'],
    ['of more pixels than it has bytes for', async () => photoOfPixels(30_000, 30_000), 'PICTURE_SIZE'],
  ])('is %s', async (_, bytes, code) => {
    const answer = await api.upload(owner, await bytes())
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([422, code])
  })

  it('is larger than 10 MiB, before it is read', async () => {
    const answer = await api.upload(owner, Buffer.alloc(10 * 1024 * 1024 + 1))
    expect(answer.json()).toMatchObject({ statusCode: 413, code: 'PAYLOAD_TOO_LARGE' })
  })

  it('is not decoded when it is an SVG, whatever was tried before', async () => {
    await expect(renderPicture(Buffer.from(SVG))).rejects.toMatchObject({ code: 'PICTURE_UNREADABLE' })
  })

  it('is one too many of the hour', async () => {
    const limited = await startWorld({ LIMIT_UPLOAD: '1' })
    const person = await limited.api.person()
    const statuses = [
      (await limited.api.upload(person, Buffer.from('x'))).statusCode,
      (await limited.api.upload(person, Buffer.from('x'))).statusCode,
    ]
    expect(statuses).toEqual([422, 429])
    await limited.end()
  })
})

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script>alert(1)</script></svg>'

describe('an event', () => {
  it('shows an uploaded picture, with words about it', async () => {
    const { url } = await upload(await photo({ width: 640, height: 480, hue: 20 }))
    const event = await api.event(owner, { imageUrl: url, imageAlt: ' People on a lawn ' })
    expect(event).toMatchObject({ imageUrl: url, imageAlt: 'People on a lawn' })
    const without = await change(event.id, { imageUrl: null })
    expect(without.json()).toMatchObject({ imageUrl: null, imageAlt: null })
    expect((await change(event.id, { imageUrl: url })).json()).toMatchObject({ imageUrl: url })
  })

  it.each([
    ['was never uploaded', 'http://localhost:3001'],
    ['is on another API', 'https://elsewhere.example'],
  ])('cannot show a picture that %s', async (_, origin) => {
    const payload = { imageUrl: `${origin}/api/pictures/${'a'.repeat(64)}/1600.jpg` }
    const { id } = await api.event(owner)
    expect((await change(id, payload)).json()).toMatchObject({ statusCode: 422, code: 'PICTURE_GONE' })
  })
})

describe('the clean-up', () => {
  it('deletes pictures that no event has named for a day, with their files, and no others', async () => {
    const [used, dropped, loose] = [
      await upload(await photo({ width: 650, height: 400, hue: 1 })),
      await upload(await photo({ width: 650, height: 400, hue: 120 })),
      await upload(await photo({ width: 650, height: 400, hue: 240 })),
    ]
    await api.event(owner, { imageUrl: used.url })
    const { id } = await api.event(owner, { imageUrl: dropped.url })
    await age(25)
    await change(id, { imageUrl: null })
    await deleteUnusedPictures(api.context)
    const statuses = async () =>
      Promise.all([used, dropped, loose].map(async ({ url }) => (await read(url)).statusCode))
    expect(await statuses()).toEqual([200, 200, 404])
    await age(25)
    await deleteUnusedPictures(api.context)
    expect(await statuses()).toEqual([200, 404, 404])
    expect(await change(id, { imageUrl: dropped.url })).toMatchObject({ statusCode: 422 })
  })

  it('leaves a picture that an event begins to name at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const bytes = await photo({ width: 650, height: 410 + round })
      const { url } = await upload(bytes)
      const { id } = await api.event(owner)
      await age(25)
      const [saved] = await Promise.all([change(id, { imageUrl: url }), deleteUnusedPictures(api.context)])
      const shown = (await read(url)).statusCode === 200
      expect([saved.statusCode, shown]).toEqual(saved.statusCode === 200 ? [200, true] : [422, false])
    }
  })

  it('leaves a picture that is uploaded again at the same moment', async () => {
    const bytes = await photo({ width: 660, height: 400 })
    for (let round = 0; round < 5; round++) {
      await upload(bytes)
      await age(25)
      const [{ url }] = await Promise.all([upload(bytes), deleteUnusedPictures(api.context)])
      expect((await read(url)).statusCode).toBe(200)
    }
  })

  it('goes on after a process that ended while it deleted', async () => {
    await upload(await photo({ width: 670, height: 400 }))
    await age(25)
    await world.database.db`update pictures set removing_at = now() - interval '11 minutes'
      where named_at < now() - interval '1 day'`
    await deleteUnusedPictures(api.context)
    const left = await world.database.db`select id from pictures`
    const names = await files()
    expect(names).toHaveLength(left.length * 3)
  })
})

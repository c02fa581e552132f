import S3rver from '@20minutes/s3rver'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../test-support/api.ts'
import { photo } from '../../test-support/photos.ts'
import { readConfig } from '../base/config.ts'
import type { PictureFiles } from '../base/picture-files.ts'
import { createFolder } from './folder.ts'
import { createBucket } from './s3.ts'

let folder: string
let server: S3rver
let url: string
/** The only credentials that the server accepts. */
const keyId = 'S3RVER'
const secret = 'S3RVER'
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuvens-files-'))
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 'buckets'),
    configureBuckets: [{ name: 'pictures' }],
  })
  url = `http://127.0.0.1:${(await server.run()).port}`
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const bucket = (more: object = {}) =>
  createBucket({ url: `${url}/pictures`, region: 'us-east-1', keyId, secret, ...more })
const PLACES: Record<string, () => PictureFiles> = {
  folder: () => createFolder(join(folder, 'plain')),
  'bucket of an S3-compatible server': () => bucket(),
}

describe.each(Object.entries(PLACES))('a %s', (_, place) => {
  it('returns the bytes that were written', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 200])
    await place().write('abc-1600.jpg', bytes)
    expect(await place().read('abc-1600.jpg')).toEqual(bytes)
  })

  it('has nothing under another name', async () => {
    expect(await place().read('abd-1600.jpg')).toBeNull()
  })

  it('takes the same file again, and deletes it, once or twice', async () => {
    await place().write('abe', Buffer.from('one'))
    await place().write('abe', Buffer.from('one'))
    await place().delete('abe')
    await place().delete('abe')
    expect(await place().read('abe')).toBeNull()
  })
})

describe('a bucket', () => {
  it.each([
    ['another secret', { secret: 'another' }, 403],
    ['another bucket', { url: 'BASE/elsewhere' }, 404],
    ['no server', { url: 'http://127.0.0.1:9/pictures' }, null],
  ])('fails with %s', async (_, more, status) => {
    const at = 'url' in more ? { url: more.url.replace('BASE', url) } : more
    await expect(bucket(at).write('x', Buffer.from('x'))).rejects.toMatchObject({
      name: 'BucketError',
      status,
    })
  })

  it('holds the pictures of an API that is set to it', async () => {
    const world = await startWorld({
      PICTURES_S3_URL: `${url}/pictures/`,
      PICTURES_S3_KEY_ID: keyId,
      PICTURES_S3_SECRET: secret,
    })
    const owner = await world.api.person()
    const answer = await world.api.upload(owner, await photo({ width: 640, height: 640 }))
    const { pathname } = new URL(answer.json<{ url: string }>().url)
    expect(await world.api.app.inject(pathname)).toMatchObject({ statusCode: 200 })
    const [, , , id] = pathname.split('/')
    expect(await bucket().read(`${id}-640.webp`)).toBeInstanceOf(Buffer)
    await world.end()
  })

  it('needs its credentials to be set', () => {
    const env = { DATABASE_URL: 'postgres://a', HI_EVENTS_SHARED_SECRET: 'a-shared-secret-of-the-tests' }
    expect(() => readConfig({ ...env, PICTURES_S3_URL: 'https://s3.example/pictures' })).toThrow(
      /PICTURES_S3_KEY_ID and PICTURES_S3_SECRET is missing/,
    )
  })
})

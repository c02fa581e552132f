import { picturePath, type PictureRendition, ServiceError, type UploadedPicture } from '@tuvens/contract'
import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { PicturesContext } from './context.ts'
import { type RenderedPicture, renderPicture } from './render.ts'
import { savePicture } from './store.ts'

/** While the same picture is deleted, which takes as long as deleting its files. */
const MAX_TRIES = 25
const PAUSE_MS = 200

/**
 * Stores a picture. It stays for a day, and for as long as an event names it.
 *
 * @param address of the client: they take turns, because decoding is dear
 * @throws ServiceError PICTURE_UNREADABLE, PICTURE_SIZE, RATE_LIMITED, SERVICE_UNAVAILABLE
 */
export async function upload(
  context: PicturesContext,
  bytes: Buffer,
  address: string,
): Promise<UploadedPicture> {
  const picture = await context.pictureQueue.run(address, () => renderPicture(bytes))
  const { files, width, height } = picture
  const id = idOf(picture)
  await announce(context, { id, width, height })
  for (const [rendition, file] of files) await context.pictureFiles.write(fileName(id, rendition), file)
  return { url: context.config.apiUrl + picturePath(id, '1600.jpg'), width, height }
}

/** The name of a file where the files are stored. */
export function fileName(id: string, rendition: PictureRendition): string {
  return `${id}-${rendition}`
}

function idOf({ files }: RenderedPicture): string {
  const hash = createHash('sha256')
  for (const [, file] of files) hash.update(createHash('sha256').update(file).digest())
  return hash.digest('hex')
}

async function announce(context: PicturesContext, picture: Parameters<typeof savePicture>[1]): Promise<void> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    if (await savePicture(context.db, picture)) return
    await delay(PAUSE_MS)
  }
  throw new ServiceError('SERVICE_UNAVAILABLE', { retryAfter: 600 })
}

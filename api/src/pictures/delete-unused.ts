import { PICTURE_RENDITIONS } from '@tuvens/contract'
import type { BaseContext } from '../base/context.ts'
import { claimUnusedPictures, deletePicture } from './store.ts'
import { fileName } from './upload.ts'

const BATCH_SIZE = 50

/** Deletes pictures that no event has named for a day: first the files, so that none is left without its row. */
export async function deleteUnusedPictures({
  db,
  pictureFiles,
}: Pick<BaseContext, 'db' | 'pictureFiles'>): Promise<number> {
  for (let total = 0; ; ) {
    const ids = await claimUnusedPictures(db, BATCH_SIZE)
    for (const id of ids) {
      for (const rendition of PICTURE_RENDITIONS) await pictureFiles.delete(fileName(id, rendition))
      await deletePicture(db, id)
    }
    total += ids.length
    if (ids.length < BATCH_SIZE) return total
  }
}

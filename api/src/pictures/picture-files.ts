import type { Config, Secrets } from '../base/config.ts'
import type { PictureFiles } from '../base/picture-files.ts'
import { createFolder } from './folder.ts'
import { createBucket } from './s3.ts'

/** The place that the settings choose: a bucket when one is set, else a folder. */
export function createPictureFiles(
  { pictures }: Pick<Config, 'pictures'>,
  { pictureBucketSecret: secret }: Pick<Secrets, 'pictureBucketSecret'>,
): PictureFiles {
  const { bucket, folder } = pictures
  return bucket === null || secret === undefined ? createFolder(folder) : createBucket({ ...bucket, secret })
}

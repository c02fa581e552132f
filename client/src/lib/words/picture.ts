import { MAX_PICTURE_BYTES } from '@tuvens/contract'

const MEGABYTE = 1024 * 1024

export const PICTURE_TOO_LARGE = `Choose a file of at most ${MAX_PICTURE_BYTES / MEGABYTE} MB`
export const PICTURE_UNREADABLE = 'Choose a JPEG, PNG, WebP, GIF or AVIF: we cannot read this file'
export const PICTURE_SIZE =
  'Choose a picture that is at least 600 pixels wide, and not more than two and a half times as high as wide'

/** The problem with the size of a chosen file. */
export function pictureProblem(bytes: number): string {
  return `${PICTURE_TOO_LARGE}: this one has ${Math.ceil(bytes / MEGABYTE)}`
}

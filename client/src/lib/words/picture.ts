import { MAX_PICTURE_BYTES } from '@tuvens/contract'

const MEGABYTE = 1024 * 1024

export const PICTURE_TOO_LARGE = `Choose a file of at most ${MAX_PICTURE_BYTES / MEGABYTE} MB`

/** The problem with the size of a chosen file. */
export function pictureProblem(bytes: number): string {
  return `${PICTURE_TOO_LARGE}: this one has ${Math.ceil(bytes / MEGABYTE)}`
}

import { Type, type Static } from 'typebox'
import { IntId, STRICT } from './ids.ts'

/** What an uploaded picture is stored as: the greatest width in pixels, and the format. */
export const PICTURE_RENDITIONS = ['1600.jpg', '1600.webp', '640.webp'] as const
/** One of the files of a picture. */
export type PictureRendition = (typeof PICTURE_RENDITIONS)[number]

/** Bytes of the largest file that can be uploaded. */
export const MAX_PICTURE_BYTES = 10 * 1024 * 1024
/** What Hi.Events takes as a cover, so that a picture shown here can be shown there. */
const MIN_WIDTH = 600
const MIN_HEIGHT = 50
/** At most so many times as high as wide: 1600 pixels wide, it is not higher than the 4000 that Hi.Events takes. */
const MAX_STEEPNESS = 2.5
/** Pixels of the largest picture: more than any phone takes. Four bytes each are held in memory. */
export const MAX_PICTURE_PIXELS = 64_000_000

/** Whether a picture of so many pixels, turned upright, can be uploaded; if not, it is refused with PICTURE_SIZE. */
export function isPictureFit({ width, height }: { width: number; height: number }): boolean {
  const isWideEnough = width >= MIN_WIDTH && height >= MIN_HEIGHT && height <= width * MAX_STEEPNESS
  return isWideEnough && width * height <= MAX_PICTURE_PIXELS
}

/** Length of the words that describe a picture to people who do not see it. */
export const MAX_IMAGE_ALT = 300

/** The picture in a path; its id is the SHA-256 of its files, so a file never changes. */
export const PictureParams = Type.Object(
  { id: Type.String({ pattern: '^[0-9a-f]{64}$' }), rendition: Type.Enum([...PICTURE_RENDITIONS]) },
  STRICT,
)

/** Query of `uploadPicture`. Without `account_id` the picture is for an event of the user's default account. */
export const UploadPictureQuery = Type.Object({ account_id: Type.Optional(IntId) }, STRICT)

/** Response of `uploadPicture`. An event that names `url` as its `imageUrl` keeps the picture; others are deleted after a day. */
export const UploadedPicture = Type.Object({
  url: Type.String(),
  width: Type.Integer(),
  height: Type.Integer(),
})
/** A picture that was stored. */
export type UploadedPicture = Static<typeof UploadedPicture>

const OWN_URL = /\/api\/pictures\/([0-9a-f]{64})\/1600\.jpg$/

/** The id of an uploaded picture; null for an address of another kind, which belongs to somebody else. */
export function pictureIdOf(imageUrl: string | null): string | null {
  return OWN_URL.exec(imageUrl ?? '')?.[1] ?? null
}

/** The name under which a picture is sent to the ticket system, without its ending; there it is recognised by it. */
export function coverName(id: string): string {
  return `tuvens-${id.slice(0, 32)}`
}

/** The path of one file of an uploaded picture, below the address of the API. */
export function picturePath(id: string, rendition: PictureRendition): string {
  return `/api/pictures/${id}/${rendition}`
}

/** The address of another file of the same picture; null when it was not uploaded. */
export function renditionOf(imageUrl: string | null, rendition: PictureRendition): string | null {
  return pictureIdOf(imageUrl) === null ? null : (imageUrl?.replace(/1600\.jpg$/, rendition) ?? null)
}

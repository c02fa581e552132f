import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { invalid } from '../../refusal.ts'
import { slugOf } from '../../rest/text.ts'

/** A picture that was sent in a form, with the name under which it is stored. */
export type Upload = { bytes: Buffer; fileName: string; mimeType: string }

const MAX_KILOBYTES = 8192
const MIN = { width: 600, height: 50 }
const MAX_SIDE = 4000
const TYPES: Record<string, string> = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp' }

/**
 * Reads the form of a cover: `type` and `image`.
 *
 * @throws Refusal 422 with the messages of Hi.Events
 */
export async function readUpload(body: unknown, contentType: string): Promise<Upload> {
  const form = await formOf(body, contentType)
  if (form.get('type') !== 'EVENT_COVER') throw invalid('type', 'The selected type is invalid.')
  const file = form.get('image')
  if (!(file instanceof File)) throw invalid('image', 'The image field is required.')
  if (file.size > MAX_KILOBYTES * 1024)
    throw invalid('image', `The image field must not be greater than ${MAX_KILOBYTES} kilobytes.`)
  const bytes = Buffer.from(await file.arrayBuffer())
  const format = await formatOf(bytes)
  const name = slugOf(file.name.slice(0, 100)) || 'image'
  const extension = format === 'jpeg' ? 'jpg' : format
  const fileName = `${name}-${randomBytes(4).toString('hex')}.${extension}`
  return { bytes, fileName, mimeType: TYPES[format] ?? '' }
}

async function formOf(body: unknown, contentType: string): Promise<FormData> {
  if (!Buffer.isBuffer(body)) return new FormData()
  const encoded = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
  return encoded.formData().catch(() => new FormData())
}

async function formatOf(bytes: Buffer): Promise<string> {
  const read = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => null)
  if (read === null || TYPES[read.format] === undefined)
    throw invalid('image', 'The image field must be an image.')
  const { width, height, format } = read
  const fits = width >= MIN.width && height >= MIN.height && Math.max(width, height) <= MAX_SIDE
  if (!fits) throw invalid('image', 'The image field has invalid image dimensions.')
  return format
}

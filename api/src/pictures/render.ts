import { isPictureFit, MAX_PICTURE_PIXELS, type PictureRendition, ServiceError } from '@tuvens/contract'
import sharp, { type Sharp } from 'sharp'

/** The files of one picture, and the size of the largest. */
export type RenderedPicture = { files: [PictureRendition, Buffer][]; width: number; height: number }

const WIDTH = 1600
const SMALL_WIDTH = 640
const TIMEOUT_SECONDS = 20

/** Formats that are decoded. HEIC is read only as far as its header: its decoder needs a licence. */
const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif', 'heif'])
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((each) => `VipsForeignLoad${each}`)
const INPUT = { failOn: 'error', limitInputPixels: MAX_PICTURE_PIXELS } as const

// Whatever a file claims to be, no other decoder runs: SVG, PDF and TIFF have had the most faults.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: LOADERS })
// A server renders one picture at a time, on one core: pages are served on the others.
sharp.concurrency(1)
sharp.cache(false)

/**
 * Decodes what somebody uploaded and encodes it again: turned upright, in sRGB, without any metadata (place, camera, name).
 * Of an animation the first frame stays.
 *
 * @throws ServiceError PICTURE_UNREADABLE, PICTURE_SIZE
 */
export async function renderPicture(bytes: Buffer): Promise<RenderedPicture> {
  await checkSize(bytes)
  const upright = sharp(bytes, INPUT).autoOrient().flatten({ background: '#ffffff' })
  const decoded = await orUnreadable(() =>
    limited(upright.resize({ width: WIDTH, withoutEnlargement: true }))
      .raw()
      .toBuffer({ resolveWithObject: true }),
  )
  const { width, height, channels } = decoded.info
  const pixels = () => sharp(decoded.data, { raw: { width, height, channels } })
  const [jpeg, webp, small] = [
    await limited(pixels()).jpeg({ quality: 84, chromaSubsampling: '4:4:4' }).toBuffer(),
    await limited(pixels()).webp({ quality: 80 }).toBuffer(),
    await limited(pixels().resize({ width: SMALL_WIDTH, withoutEnlargement: true }))
      .webp({ quality: 76 })
      .toBuffer(),
  ]
  return {
    files: [
      ['1600.jpg', jpeg],
      ['1600.webp', webp],
      ['640.webp', small],
    ],
    width,
    height,
  }
}

/**
 * A small picture of what stands elsewhere, for a person to look at. It may be smaller than one that is uploaded.
 *
 * @throws ServiceError PICTURE_UNREADABLE
 */
export async function renderPreview(bytes: Buffer): Promise<Buffer> {
  return orUnreadable(() =>
    limited(sharp(bytes, INPUT).autoOrient().flatten({ background: '#ffffff' }))
      .resize({ width: SMALL_WIDTH, withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .toBuffer(),
  )
}

/** Reads only the header: a small file can claim more pixels than the memory holds. */
async function checkSize(bytes: Buffer): Promise<void> {
  const { format, autoOrient } = await orUnreadable(() =>
    sharp(bytes, { ...INPUT, limitInputPixels: false }).metadata(),
  )
  if (!FORMATS.has(format)) throw new ServiceError('PICTURE_UNREADABLE')
  if (!isPictureFit(autoOrient)) throw new ServiceError('PICTURE_SIZE')
}

const limited = (picture: Sharp) => picture.timeout({ seconds: TIMEOUT_SECONDS })

async function orUnreadable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new ServiceError('PICTURE_UNREADABLE', { cause })
  }
}

import { MARK } from '@tuvens/design'
import sharp from 'sharp'
import { drawable } from './fonts.ts'
import { drawText, isRightToLeft } from './text.ts'

/** What the picture of an event says; `art` is its picture, or its poster as SVG. */
export type ShareContent = { title: string; when: string; where: string; kind: string; art: Buffer }

/** What chats and social networks show in whole. */
export const SHARE_SIZE = { width: 1200, height: 630 } as const

const { width: WIDTH, height: HEIGHT } = SHARE_SIZE
const ART = { left: 640, width: WIDTH - 640 }
const MARGIN = 64
const COLUMN = ART.left - 2 * MARGIN
const GROUND = '#17150f'
const ACCENT = '#ff9d73'
const TITLE_TOP = 124
const TITLE = {
  width: COLUMN,
  height: 300,
  sizes: [68, 60, 52, 46, 40],
  colour: '#ffffff',
  weight: 'Bold',
} as const
const LINE = { width: COLUMN, height: 40, sizes: [28, 25], colour: '#e4ded2', weight: 'SemiBold' } as const
const KIND = { ...LINE, sizes: [24], colour: ACCENT } as const
const JPEG_QUALITY = 84

/** Draws the picture by which an event is shared: title, date and place beside its picture. */
export async function drawShare(content: ShareContent): Promise<Buffer> {
  const art = await sharp(content.art, { density: 72 })
    .resize({ width: ART.width, height: HEIGHT, fit: 'cover', position: 'attention' })
    .flatten({ background: GROUND })
    .png()
    .toBuffer()
  const isRight = isRightToLeft(content.title)
  const place = async (text: string, top: number, box: typeof TITLE | typeof LINE | typeof KIND) => {
    const words = drawable(text)
    if (words === null) return []
    const { image, width } = await drawText(words, box)
    return [{ input: image, top, left: isRight ? ART.left - MARGIN - width : MARGIN }]
  }
  const layers = await Promise.all([
    place(content.kind, 72, KIND),
    place(content.title, TITLE_TOP, TITLE),
    place(content.when, 452, LINE),
    place(content.where, 496, LINE),
  ])
  const mark = Buffer.from(MARK.replaceAll('currentColor', ACCENT).replaceAll('var(--surface)', GROUND))
  const markLeft = isRight ? ART.left - MARGIN - 34 : MARGIN
  return sharp({ create: { ...SHARE_SIZE, channels: 3, background: GROUND } })
    .composite([
      { input: art, left: ART.left, top: 0 },
      ...layers.flat(),
      { input: await sharp(mark, { density: 88 }).png().toBuffer(), left: markLeft, top: 556 },
    ])
    .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

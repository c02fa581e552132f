import sharp from 'sharp'
import { firstLetters } from '../../format/graphemes.ts'

/** A text as it stands in a picture. Sizes are in pixels. */
export type DrawnText = { image: Buffer; width: number; height: number }

/** `sizes`: letters as large as fit, from the largest. */
type Box = {
  width: number
  height: number
  sizes: readonly number[]
  colour: string
  weight: 'Bold' | 'SemiBold'
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const DPI = 72
/** Ours by the names that stand in their files. Each is named: else a font of the machine would be as good for its script. */
const FAMILIES = [
  'Figtree Light',
  ...['', ' Arabic', ' Hebrew', ' Devanagari', ' Thai'].map((of) => `Noto Sans${of}`),
]

/** Draws a text into a box: smaller until it fits, then cut after a whole letter. */
export async function drawText(text: string, box: Box): Promise<DrawnText> {
  for (const size of box.sizes) {
    const drawn = await drawAt(text, size, box)
    if (fits(drawn, box)) return drawn
  }
  return drawCut(text, box)
}

/** The longest beginning that fits, found by halves. */
async function drawCut(text: string, box: Box): Promise<DrawnText> {
  const size = box.sizes.at(-1) ?? 0
  let [fitting, tooLong] = [1, Array.from(new Intl.Segmenter().segment(text.slice(0, 2_000))).length]
  let best = await drawAt('…', size, box)
  while (tooLong - fitting > 1) {
    const count = Math.floor((fitting + tooLong) / 2)
    const drawn = await drawAt(`${firstLetters(text, count).trimEnd()}…`, size, box)
    if (fits(drawn, box)) [fitting, best] = [count, drawn]
    else tooLong = count
  }
  return best
}

const fits = (drawn: DrawnText, box: Box) => drawn.height <= box.height && drawn.width <= box.width

async function drawAt(text: string, size: number, { width, colour, weight }: Box): Promise<DrawnText> {
  const words = text.replace(/[&<>]/g, (each) => ESCAPES[each] ?? '')
  const { data, info } = await sharp({
    text: {
      text: `<span foreground="${colour}">${words}</span>`,
      font: `${FAMILIES.join(', ')} ${weight} ${size}`,
      width,
      wrap: 'word-char',
      rgba: true,
      dpi: DPI,
      spacing: Math.round(size * 0.04),
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true })
  return { image: data, width: info.width, height: info.height }
}

/** Whether a text begins at the right: by its first letter that has a direction. */
export function isRightToLeft(text: string): boolean {
  const [first = ''] = /\p{L}/u.exec(text) ?? []
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(first)
}
